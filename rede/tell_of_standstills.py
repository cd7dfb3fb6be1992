"""The Secretariat is told that a channel stands still, and that it works again: by the other channel, once each.

Safe to repeat.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from db.channels import Channel, ChannelKind
from db.deliveries import Lane
from db.ids import PersonId
from db.notices import NoticeKind
from db.outbox import NewDelivery, NewNotice, put_all
from db.people import Person, people_of_the_secretariat
from db.preferences import reach_of
from db.recall import cancel_keyed
from db.serving import seats_of
from rede.desk import Desk
from rede.standstills import Standstill, standstills
from scheduler.clock import BRASILIA
from scheduler.days.zones import zone_of
from scheduler.sending_window import not_before
from scheduler.wording import long_date

#: What an outage has for a reason where the server answers, and refuses us: token, password or certificate.
REFUSED = re.compile(r"(401|404)\b|TLS failed|(tls|login|mail) 5|the server offers no")
#: The texts of a channel that stands still, and of one that works again.
TEXTS = {
    ChannelKind.TELEGRAM: ("telegram_out", "telegram_back"),
    ChannelKind.EMAIL: ("email_out", "email_back"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """In Brasília: `quarta-feira, 26/04/2023`, `10h05`, `26/04/2023`."""

    day: str
    hour: str
    short: str


def moment(instant: datetime) -> Moment:
    local = instant.astimezone(BRASILIA)
    return Moment(
        day=long_date(local.date()), hour=f"{local.hour}h{local:%M}", short=f"{local.date():%d/%m/%Y}"
    )


async def tell_of_standstills(desk: Desk) -> None:
    """What was told is marked so in the same transaction."""
    for one in await standstills(desk.session, desk.now):
        if one.has_to_be_told(desk.now):
            await put_all(desk.session, await _notices(desk, one, ended=False))
            one.first.told_at = desk.now
        elif one.end_has_to_be_told(desk.now):
            news = await _notices(desk, one, ended=True)
            # Who has not heard yet that it stood still need not: the end tells that too.
            begun = [_key(one, new.person_id, ended=False) for new in news]
            await cancel_keyed(desk.session, begun, reason="it works again", now=desk.now)
            await put_all(desk.session, news)
            for outage in one.outages:
                outage.end_told_at = desk.now


async def _notices(desk: Desk, standstill: Standstill, *, ended: bool) -> list[NewNotice]:
    """One for everybody in the Secretariat whom another channel reaches."""
    people = await people_of_the_secretariat(desk.session)
    ids = [person.id for person in people]
    reached, seats = await reach_of(desk.session, ids), await seats_of(desk.session, ids)
    return [
        NewNotice(
            kind=NoticeKind.OUTAGE,
            lane=Lane.INTERACTIVE,
            created_at=desk.now,
            not_before=_leaves(desk, channel, seats.get(person.id, ("", ""))),
            deliveries=[_delivery(desk, channel, person, standstill, ended=ended)],
            person_id=person.id,
            key=_key(standstill, person.id, ended=ended),
        )
        for person in people
        for channel in reached[person.id].channels.values()
        if channel.kind is not standstill.channel
    ]


def _key(standstill: Standstill, person_id: PersonId | None, *, ended: bool) -> str:
    return f"outage:{standstill.first.id}:{'ended' if ended else 'began'}:{person_id}"


def _leaves(desk: Desk, channel: Channel, seat: tuple[str, str]) -> datetime:
    """A mail disturbs nobody at night; a chat does."""
    if channel.kind is ChannelKind.EMAIL:
        return desk.now
    return not_before(desk.now, desk.office.window, zone_of(*seat), desk.office.calendar)


def _delivery(
    desk: Desk, channel: Channel, person: Person, standstill: Standstill, *, ended: bool
) -> NewDelivery:
    facts = {
        "person": person.name,
        "since": moment(standstill.first.began_at),
        "until": moment(standstill.last.ended_at or desk.now),
        "refused": REFUSED.match(standstill.last.reason) is not None,
        "official_page": desk.office.official_page,
    }
    key = TEXTS[standstill.channel][ended]
    if channel.kind is ChannelKind.TELEGRAM:
        body = desk.office.texts.chat(key, **facts)
        return NewDelivery(channel=channel.kind, channel_id=channel.id, address=channel.address, body=body)
    mail = desk.office.texts.email(key, **facts)
    return NewDelivery(
        channel=channel.kind,
        channel_id=channel.id,
        address=channel.address,
        subject=mail.subject,
        body=mail.text,
        html=mail.html,
    )
