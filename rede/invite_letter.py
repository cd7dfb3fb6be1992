"""What an invite says, in a mail and on paper: whose it is, who sends it, how it is used, how it is checked.

A tool of acts and of the command line.
"""

from dataclasses import dataclass
from datetime import datetime

from db.ids import PersonId
from db.outages import bot_username
from db.people import Person, institutions_served
from notifier import qr
from notifier.texts import Mail
from rede.desk import Desk
from rede.invite_person import Issued
from rede.invite_words import link_of, shown
from scheduler.clock import BRASILIA, local_day
from scheduler.wording import long_date


@dataclass(frozen=True, slots=True)
class Guest:
    """Whom an invite is for. `asked`: somebody in the chat wanted it, and nobody of the Rede."""

    id: PersonId
    name: str
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    mail: Mail
    #: PNG of the link; None until the bot's name is known.
    picture: bytes | None


async def invite_letter(desk: Desk, guest: Guest, issued: Issued) -> Letter:
    facts, link = await _facts(desk, guest, issued)
    mail = desk.office.texts.email("invite", **facts)
    return Letter(mail, qr.png(link) if link else None)


async def invite_page(desk: Desk, guest: Guest, issued: Issued) -> str:
    """HTML to be printed, which needs nothing from anywhere else."""
    facts, link = await _facts(desk, guest, issued)
    return desk.office.texts.page("invite", **facts, drawing=qr.svg(link) if link else "")


async def invite_link(desk: Desk, issued: Issued) -> str:
    """Empty until the bot's name is known."""
    return link_of(await _username(desk), issued.token)


async def _facts(desk: Desk, guest: Guest, issued: Issued) -> tuple[dict[str, object], str]:
    """And the link among them."""
    username, office = await _username(desk), desk.office
    link = link_of(username, issued.token)
    inviter = await desk.session.get(Person, desk.actor) if desk.actor is not None else None
    facts: dict[str, object] = {
        "person": guest.name,
        "asked": guest.asked,
        "inviter": inviter.name if inviter else "",
        "places": await institutions_served(desk.session, guest.id),
        "username": username,
        "token": issued.token,
        "link": link,
        "code": shown(issued.code),
        "day": long_date(local_day(issued.expires_at)),
        "hour": clock_time(issued.expires_at),
        "sender": office.sender,
        "mailbox": office.mailbox,
        "official_page": office.official_page,
    }
    return facts, link


def clock_time(instant: datetime) -> str:
    """In Brasília: `9h05`."""
    local = instant.astimezone(BRASILIA)
    return f"{local.hour}h{local:%M}"


async def _username(desk: Desk) -> str:
    return desk.office.username or await bot_username(desk.session) or ""
