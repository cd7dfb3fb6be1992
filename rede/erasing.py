"""A person is erased: who it was goes, what was done stays under the number. A tool of acts.

Where there still is an address, the last word leaves by it, and the address goes with it once it has left.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from db import outbox
from db.audit import record
from db.channels import Channel, ChannelKind, open_channels
from db.data_requests import DONE, data_request_code, requests_of
from db.deliveries import Lane
from db.erasures import FAREWELL, forget_person, held_person
from db.ids import DataRequestId, PersonId
from db.notices import NoticeKind
from db.preferences import ChannelChoice, Reach
from db.serving import administrators
from rede.access import NotYours
from rede.administrators import require_an_administrator
from rede.announce import Words
from rede.by_channel import deliveries_by
from rede.desk import Desk

#: So long the last word may try to leave.
FAREWELL_LASTS = timedelta(days=3)
#: Names the text and the mail of it.
ERASED = "data_erased"
Channels = Mapping[ChannelKind, Channel]


async def erase(desk: Desk, person_id: PersonId, *, asked: DataRequestId | None = None) -> bool:
    """False: it was done before. `asked`: the request that it answers.

    Raises:
        NotYours: there is no such person.
        LastAdministrator: nobody would be left who can let others in.
    """
    person = await held_person(desk.session, person_id)
    if person is None:
        raise NotYours
    if person.erased_at is not None:
        return False
    channels = await open_channels(desk.session, person_id)
    administered = bool(await administrators(desk.session, now=desk.now))
    called = desk.office.texts.chat("erased_name", number=person_id)
    await forget_person(desk.session, person, called=called, now=desk.now)
    person.name = called
    person.email, person.phone, person.cpf, person.cpf_hash = "", None, None, ""
    person.erased_at = desk.now
    if administered:
        await require_an_administrator(desk)
    await _say_farewell(desk, person_id, channels, data_request_code(asked) if asked else "")
    for request in await requests_of(desk.session, person_id):
        # Why it was refused may tell who it was.
        request.detail, request.answer = "", request.answer.partition(":")[0]
        if request.answered_at is None:
            request.answered_at, request.answered_by, request.answer = desk.now, desk.actor, DONE
    detail = data_request_code(asked) if asked else ""
    about = f"people:{person_id}"
    record(desk.session, "person.erase", about, now=desk.now, person_id=desk.actor, detail=detail)
    await desk.session.flush()
    return True


async def _say_farewell(desk: Desk, person_id: PersonId, channels: Channels, code: str) -> None:
    """By every channel at once: none of them is there to stand by for another."""
    if not channels:
        return
    office = desk.office
    facts = {"code": code, "mailbox": office.mailbox, "official_page": office.official_page}
    words = Words(chat=office.texts.chat(ERASED, **facts), mail=office.texts.email(ERASED, **facts))
    leaves_by = desk.now + FAREWELL_LASTS
    new = outbox.NewNotice(
        kind=NoticeKind.RECEIPT,
        lane=Lane.INTERACTIVE,
        created_at=desk.now,
        not_before=desk.now,
        deliveries=[
            replace(one, channel_id=None, expires_at=leaves_by)
            for one in deliveries_by(Reach(channels, ChannelChoice.BOTH), words)
        ],
        person_id=person_id,
        key=f"{FAREWELL}{person_id}",
    )
    await outbox.put(desk.session, new)
