"""What the plan has sent to the Secretariat's mailbox: one letter there, one to somebody of the institution, who
sees in it what was sent. A tool of acts.

Letters have one recipient each, so each names the other in words. No CPF is ever in one.
"""

from collections.abc import Mapping

from db import outbox
from db.channels import Channel, ChannelKind
from db.deliveries import Lane
from db.ids import PersonId
from db.notices import Notice, NoticeKind
from db.outbox import NewDelivery
from db.people import Person
from db.preferences import reach
from notifier.texts import Mail
from rede.desk import Desk


async def write_to_mailbox(
    desk: Desk, *, key: str, template: str, facts: Mapping[str, object], copy_to: PersonId | None
) -> Notice | None:
    """Puts the e-mail of that name, which is told `is_copy` and `copied_to` (empty: nobody) besides `facts`,
    `mailbox` and `official_page`. None: the key is known, or this service has no mailbox to write to.

    `copy_to`: gets the same words, where their e-mail is open. `key` makes putting it twice harmless.
    """
    office = desk.office
    if not office.mailbox:
        return None
    copy = await _channel_of(desk, copy_to)
    person = await desk.session.get(Person, copy.person_id) if copy else None
    told = {
        **facts,
        "mailbox": office.mailbox,
        "official_page": office.official_page,
        "copied_to": f"{person.name} ({copy.address})" if copy and person else "",
    }
    deliveries = [_letter(office.texts.email(template, **told, is_copy=False), office.mailbox)]
    if copy is not None:
        mail = office.texts.email(template, **told, is_copy=True)
        deliveries.append(_letter(mail, copy.address, channel=copy))
    new = outbox.NewNotice(
        kind=NoticeKind.TASK,
        lane=Lane.INTERACTIVE,
        created_at=desk.now,
        not_before=desk.now,
        deliveries=deliveries,
        key=key,
    )
    return await outbox.put(desk.session, new)


async def _channel_of(desk: Desk, copy_to: PersonId | None) -> Channel | None:
    """Their open mail; None where that is the mailbox itself."""
    if copy_to is None:
        return None
    channel = (await reach(desk.session, copy_to)).channels.get(ChannelKind.EMAIL)
    is_mailbox = channel is not None and channel.address.casefold() == desk.office.mailbox.casefold()
    return None if is_mailbox else channel


def _letter(mail: Mail, address: str, *, channel: Channel | None = None) -> NewDelivery:
    return NewDelivery(
        channel=ChannelKind.EMAIL,
        channel_id=channel.id if channel else None,
        address=address,
        subject=mail.subject,
        body=mail.text,
        html=mail.html,
    )
