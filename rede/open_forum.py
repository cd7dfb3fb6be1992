"""The forum is one for all: once it is open, the Secretariat says so for every other agreement too (goal C1).

Each agreement has its own report, and its own date, met or not (domain § 2, note F).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from db.audit import record
from db.forum_openings import KEY, Address, known_address, newest_open
from db.ids import ObligationId
from db.institutions import the_secretariat
from db.marks import mark, set_mark
from db.obligations import ObligationState, Owed, obligations_in
from db.people import Person
from rede.access import Act, require, require_secretariat
from rede.bound_buttons import bound
from rede.desk import Desk
from rede.digest import words_of
from rede.filing import Details, file_report
from rede.fulfilling import follow_reports
from rede.lateness import has_last_day
from rede.lines import agreement_of
from rede.offers import ContributionRefused
from rede.tasks import executives, tell_task
from scheduler.wording import short_date

#: The act of the button that says it for all of them (bot/commands/contribuicoes.py).
OPEN_FOR_ALL = "forumaberto"
#: Agreements of one press: each is a report of its own, and nobody else writes meanwhile.
AT_ONCE = 40
#: Agreements named in one message.
MOST_NAMED = 20
#: The number of the newest obligation that the Secretariat was asked about.
MARK = "forum asked of through"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementLine:
    """How one agreement stands: `UPB · AC 15/2025`, its day, and, once it is told, whether that was met."""

    agreement: str
    #: `sex., 19/12/2025`; empty where the start is not known.
    day: str
    late: bool = False
    protocol: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    address: Address
    told: Sequence[AgreementLine]
    #: Agreements that are still to be told of.
    left: int


async def waiting_for_the_forum(desk: Desk) -> Sequence[Owed]:
    """What the Secretariat owes still though the forum is open; nothing while nobody said where it is."""
    secretariat = await the_secretariat(desk.session)
    if secretariat is None or await known_address(desk.session) is None:
        return ()
    return await obligations_in(desk.session, secretariat.id, key=KEY, state=ObligationState.OPEN)


async def open_forum(desk: Desk) -> Opened:
    """Reports goal C1 under the agreements that wait, the soonest due first, some at a time.

    Raises:
        NotYours: the actor does not serve the Secretariat.
        ContributionRefused: nothing waits, or nobody said where the forum is.
    """
    await require_secretariat(desk)
    address, waiting = await known_address(desk.session), await waiting_for_the_forum(desk)
    if address is None:
        raise ContributionRefused("forum_no_address")
    if not waiting:
        raise ContributionRefused("forum_nothing_open")
    await require(desk, Act.HAND_IN, waiting[0].institution.id)
    told = [await _report(desk, owed, address) for owed in waiting[:AT_ONCE]]
    return Opened(address=address, told=told, left=len(waiting) - len(told))


async def _report(desk: Desk, owed: Owed, address: Address) -> AgreementLine:
    words = desk.office.texts.chat("forum_report", link=address.link)
    evidence = {"link": address.link} | ({"day": address.day} if address.day else {})
    report = await file_report(desk, owed, words, None, Details(evidence=evidence))
    await follow_reports(desk, owed)
    record(desk.session, "deliverable.submit", report.protocol, now=desk.now, person_id=desk.actor)
    return line_of(owed, late=report.late, protocol=report.protocol)


def line_of(owed: Owed, *, late: bool = False, protocol: str = "") -> AgreementLine:
    extended = owed.obligation.extended
    dated = extended is not None and has_last_day(owed)
    day = short_date(extended) if extended and dated else ""
    return AgreementLine(agreement=agreement_of(owed), day=day, late=late, protocol=protocol)


async def unasked(desk: Desk) -> Sequence[Owed]:
    """What waits, where an agreement is among it that the Secretariat was not asked about."""
    newest = await newest_open(desk.session)
    if newest <= int(await mark(desk.session, MARK) or 0):
        return ()
    return await waiting_for_the_forum(desk)


async def ask_of_forum(desk: Desk) -> int:
    """Asks everybody of the Secretariat, once for each new agreement; how many agreements wait."""
    found, address = await unasked(desk), await known_address(desk.session)
    if not found or address is None:
        return 0
    newest = max(one.obligation.id for one in found)
    facts = {
        "link": address.link,
        "agreements": [line_of(one) for one in found[:MOST_NAMED]],
        "count": len(found),
        "more": max(0, len(found) - MOST_NAMED),
    }
    label = desk.office.texts.chat("button_forum_open")
    for person_id in await executives(desk):
        person = await desk.session.get_one(Person, person_id)
        words = words_of(desk, "forum_task", facts | {"person": person.name})
        data = bound(desk.office.sealer, person_id, OPEN_FOR_ALL, int(ObligationId(newest)))
        key = f"forum-known:{newest}:{person_id}"
        await tell_task(desk, person_id, words, key=key, buttons=[[(label, data)]])
    await set_mark(desk.session, MARK, str(newest))
    return len(found)
