"""How a report is kept: under a protocol number, and the Secretariat is told of it. A tool of acts."""

from decimal import Decimal

from db.deliverables import Deliverable, next_protocol
from db.ids import ObligationId
from db.notices import NoticeKind
from db.obligations import Owed
from db.people import Person, people_of_the_secretariat
from rede.access import NotYours
from rede.announce import Words, seen_by_actor, tell
from rede.desk import Desk
from rede.lines import document_of
from rede.refusal import Refusal
from scheduler.clock import BRASILIA

#: Longest description taken, in characters: it is shown whole in one Telegram message (4096).
LONGEST = 3000
#: More hours than a year has cannot be one course.
MOST_HOURS = Decimal(8784)


class ReportRefused(Refusal):
    """The report cannot be taken as it stands."""


def check_description(description: str) -> str:
    """The description in one piece.

    Raises:
        ReportRefused: it says nothing, or more than can be kept.
    """
    words = description.strip().strip('"“”').strip()
    if not any(character.isalnum() for character in words):
        raise ReportRefused("report_empty")
    if len(words) > LONGEST:
        raise ReportRefused("report_too_long", length=len(words), most=LONGEST)
    return words


async def file_report(desk: Desk, owed: Owed, description: str, hours: Decimal | None = None) -> Deliverable:
    """Keeps the report of the desk's actor, whose right to it was asked before.

    Raises:
        NotYours: the desk has no actor.
        ReportRefused: nothing in it, or too much.
    """
    if desk.actor is None:
        raise NotYours
    words = check_description(description)
    deliverable = Deliverable(
        protocol=await next_protocol(desk.session, year=desk.now.astimezone(BRASILIA).year),
        obligation_id=ObligationId(owed.obligation.id),
        institution_id=owed.institution.id,
        person_id=desk.actor,
        received_at=desk.now,
        description=words,
        hours=hours,
    )
    desk.session.add(deliverable)
    await desk.session.flush()
    await seen_by_actor(desk, [deliverable.obligation_id])
    return deliverable


async def tell_the_secretariat(desk: Desk, owed: Owed, deliverable: Deliverable) -> None:
    """Everybody there but the author."""
    author = await desk.session.get_one(Person, deliverable.person_id)
    facts = {
        "protocol": deliverable.protocol,
        "acronym": owed.institution.acronym,
        "institution": owed.institution.name,
        "key": owed.goal.key,
        "goal": owed.goal.text,
        "document": document_of(owed),
        "description": deliverable.description,
        "hours": deliverable.hours,
        "author": author.name,
        "official_page": desk.office.official_page,
    }
    texts = desk.office.texts
    words = Words(chat=texts.chat("report_received", **facts), mail=texts.email("report_received", **facts))
    for person in await people_of_the_secretariat(desk.session):
        if person.id != desk.actor:
            key = f"report:{deliverable.protocol}:{person.id}"
            await tell(desk, person.id, kind=NoticeKind.REPORT, words=words, key=key)
