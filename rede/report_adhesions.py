"""Termos that were informed are the report of their month (C4): one protocol a month, added to by what comes later.

The list goes to the Secretariat's mailbox too, with the coordinator in copy.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from db.adhesions import Adhesion, adhesions_between, report_to_add_to
from db.audit import record
from db.deliverables import Deliverable
from db.ids import InstitutionId, InstrumentId, ObligationId, PersonId
from db.institutions import Institution
from db.obligations import Owed, reportable_obligations
from db.people import Function
from db.serving import people_serving
from rede.access import Act, NotYours, require
from rede.adhesion_rows import masked
from rede.desk import Desk
from rede.filing import LONGEST, file_report, keep_version
from rede.fulfilling import follow_reports
from rede.mailbox_letter import write_to_mailbox
from rede.report_notices import tell_the_secretariat
from scheduler.deadlines import rule_from_json
from scheduler.plan_knowledge import asks_each_month
from scheduler.wording import month_of

#: Months of one message of which the Secretariat is told one by one; of more, of the newest alone.
MOST_TOLD = 3
#: Kept free at the end of a report for how many more there are.
_MORE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthReported:
    """The termos of one month under one agreement. `protocol` empty: nothing was owed of that month."""

    month: date
    count: int
    key: str = ""
    protocol: str = ""
    version: int = 0
    #: Until when the list was due.
    due: date | None = None


async def report_adhesions(
    desk: Desk, place: InstitutionId, adhesions: Sequence[Adhesion]
) -> list[MonthReported]:
    """Reports these termos, which were just informed, month by month, the oldest first.

    Raises:
        NotYours: the actor does not hand in for the institution.
    """
    institution = await require(desk, Act.HAND_IN, place)
    if desk.actor is None:
        raise NotYours
    owed = await _owed(desk, place)
    found: list[MonthReported] = []
    filed: list[tuple[Owed, Deliverable]] = []
    groups = [(key, list(rows)) for key, rows in groupby(sorted(adhesions, key=_place_in_time), _month_of)]
    for (month, agreement), rows in groups:
        one = owed.get((agreement, f"{month:%Y%m}"))
        if one is None:
            found.append(MonthReported(month=month, count=len(rows)))
            continue
        report = await _report(desk, one, month)
        filed.append((one, report))
        due, key = one.obligation.extended, one.goal.key
        found.append(
            MonthReported(
                month=month,
                count=len(rows),
                key=key,
                protocol=report.protocol,
                version=report.version,
                due=due,
            )
        )
    for one, report in filed if len(filed) <= MOST_TOLD else filed[-1:]:
        await tell_the_secretariat(desk, one, report)
    if groups:
        lists = [(told, rows) for told, (_, rows) in zip(found, groups, strict=True)]
        await _write(desk, institution, lists)
    return found


def _place_in_time(one: Adhesion) -> tuple[date, InstrumentId, date, str]:
    return (*_month_of(one), one.signed, one.name)


def _month_of(one: Adhesion) -> tuple[date, InstrumentId]:
    return one.signed.replace(day=1), one.instrument_id


async def _owed(desk: Desk, place: InstitutionId) -> Mapping[tuple[InstrumentId, str], Owed]:
    """What a month's termos answer, by agreement and month."""
    return {
        (one.instrument.id, one.obligation.occurrence.rpartition(":")[2]): one
        for one in await reportable_obligations(desk.session, [place])
        if not one.obligation.internal
        and one.obligation.literal is not None
        and asks_each_month(rule_from_json(one.goal.rule))
    }


async def _report(desk: Desk, owed: Owed, month: date) -> Deliverable:
    """The report of the month, with everything that is known of it by now."""
    last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    known = await adhesions_between(desk.session, owed.instrument.id, first=month, last=last)
    words = _description(desk, month, known)
    report = await report_to_add_to(desk.session, ObligationId(owed.obligation.id))
    if report is None or desk.actor is None:
        report = await file_report(desk, owed, words)
        act = "deliverable.submit"
    else:
        report.description, report.version = words, report.version + 1
        await desk.session.flush()
        await keep_version(desk, report, desk.actor, ())
        act = "deliverable.add"
    await follow_reports(desk, owed)
    detail = f"{len(known)} termos"
    record(desk.session, act, report.protocol, now=desk.now, person_id=desk.actor, detail=detail)
    return report


def _description(desk: Desk, month: date, known: Sequence[Adhesion]) -> str:
    """How many, and as many by name as fit."""
    chat = desk.office.texts.chat
    lines = [chat("adhesions_report", count=len(known), month=month_of(month)).strip()]
    room = LONGEST - len(lines[0]) - _MORE
    for at, one in enumerate(known):
        line = _line(one)
        room -= len(line) + 1
        if room < 0:
            lines.append(chat("adhesions_report_more", more=len(known) - at).strip())
            break
        lines.append(line)
    return "\n".join(lines)


def _line(one: Adhesion) -> str:
    return f"{one.name} · CNPJ {masked(one.cnpj)} · {one.signed:%d/%m/%Y}"


async def _write(
    desk: Desk, institution: Institution, lists: Sequence[tuple[MonthReported, Sequence[Adhesion]]]
) -> None:
    months = [
        {
            "month": month_of(told.month),
            "protocol": told.protocol,
            "termos": [_shown(one) for one in rows],
        }
        for told, rows in lists
    ]
    # A report is written of once in each version; what nothing is owed for, once in a moment.
    protocols = [f"{told.protocol}.{told.version}" for told, _ in lists if told.protocol]
    name = protocols[-1] if protocols else desk.now.isoformat()
    facts = {
        "acronym": institution.acronym,
        "institution": institution.name,
        "months": months,
        "count": sum(told.count for told, _ in lists),
    }
    await write_to_mailbox(
        desk,
        key=f"adhesions:{institution.id}:{name}",
        template="adhesions_list",
        facts=facts,
        copy_to=await _coordinator(desk, institution.id),
    )


def _shown(one: Adhesion) -> Mapping[str, str]:
    return {
        "name": one.name,
        "cnpj": masked(one.cnpj),
        "day": f"{one.signed:%d/%m/%Y}",
        "sei": one.sei,
    }


async def _coordinator(desk: Desk, place: InstitutionId) -> PersonId | None:
    """The actor, where they are it."""
    serving = (await people_serving(desk.session, [place]))[place]
    found = [one.person_id for one in serving if one.function == Function.COORDENADOR and one.reachable]
    return desk.actor if desk.actor in found else next(iter(found), None)
