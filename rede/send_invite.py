"""A fresh invite by mail, to the registered address of one person. A tool of acts."""

from datetime import datetime

from db.audit import record
from db.channels import ChannelKind, open_channels
from db.deliveries import Lane
from db.enclosures import keep_enclosure
from db.ids import EnclosureId, PersonId
from db.notices import NoticeKind
from db.outbox import NewDelivery, NewNotice, put
from db.people import Person
from db.serving import seats_of
from notifier import qr
from rede.desk import Desk
from rede.invite_letter import Guest, Letter, invite_letter
from rede.invite_person import Issued, issue_invite, make_invite
from scheduler.days.zones import zone_of
from scheduler.sending_window import not_before

NOBODY = Guest(PersonId(0), "", asked=True)


async def send_invite(
    desk: Desk, person_id: PersonId, *, asked: bool = False, awaited: bool = True
) -> Issued | None:
    """The person's older invites stop working. None where no mail reaches them: then nothing changes.

    `asked`: somebody in the chat gave the address, and the mail says so. Not `awaited`: nobody looks out for it, so
    it leaves in the sending window, behind what somebody waits for.
    """
    mailbox = (await open_channels(desk.session, person_id)).get(ChannelKind.EMAIL)
    if mailbox is None or not desk.office.sends_mail:
        return None
    person = await desk.session.get_one(Person, person_id)
    issued = await issue_invite(desk, person_id)
    letter = await invite_letter(desk, Guest(person_id, person.name, asked), issued)
    delivery = NewDelivery(
        channel=ChannelKind.EMAIL,
        channel_id=mailbox.id,
        address=mailbox.address,
        subject=letter.mail.subject,
        body=letter.mail.text,
        html=letter.mail.html,
        enclosure_id=await _enclosed(desk, letter),
        expires_at=issued.expires_at,
    )
    notice = NewNotice(
        kind=NoticeKind.INVITE,
        lane=Lane.INTERACTIVE if awaited else Lane.REMINDERS,
        created_at=desk.now,
        not_before=desk.now if awaited else await _in_window(desk, person_id),
        deliveries=[delivery],
        person_id=person_id,
    )
    await put(desk.session, notice)
    record(desk.session, "invite.send", f"people:{person_id}", now=desk.now, person_id=desk.actor)
    return issued


async def rehearse_invite(desk: Desk) -> None:
    """The work of an invite for nobody: how long an answer takes tells nobody which addresses are known."""
    await invite_letter(desk, NOBODY, make_invite(desk))


async def _in_window(desk: Desk, person_id: PersonId) -> datetime:
    seats = await seats_of(desk.session, [person_id])
    zone = zone_of(*seats.get(person_id, ("", "")))
    return not_before(desk.now, desk.office.window, zone, desk.office.calendar)


async def _enclosed(desk: Desk, letter: Letter) -> EnclosureId | None:
    if letter.picture is None:
        return None
    return await keep_enclosure(
        desk.session, name="convite.png", media_type=qr.MEDIA_TYPE, content=letter.picture, now=desk.now
    )
