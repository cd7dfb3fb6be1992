"""Reports from the time before the service come in as a table: known as `histórico, a conferir`, told to nobody.

Each belongs to the period of its goal that contains its day. In a period that is still open it counts like any
other report, and may fulfil it. The same table twice adds nothing.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from db.audit import record
from db.deliverables import Deliverable, DeliverableState, next_past_protocol, past_reports
from db.ids import InstitutionId, InstrumentId, ObligationId
from db.institutions import Institution, all_institutions
from db.obligations import ObligationState, Owed, close_open_obligations, obligations_in_states
from db.plans import GoalKind
from rede.announce import withdraw
from rede.desk import Desk
from rede.filing import LONGEST, MOST_HOURS
from rede.progress import asks_for_hours, progress_of_many
from rede.rows import Flaw, Registered, Row, RowProblem, RowsRefused, cpf_problems, read_day, without_echo
from scheduler.clock import BRASILIA, local_day
from scheduler.deadlines import rule_from_json
from scheduler.plan.sei import is_process

REQUIRED = ("institution", "goal", "date", "description")
COLUMNS = ("institution", "number", "goal", "date", "description", "hours", "sei", "occurrence_by")
#: What a report may still be about.
STATES = (ObligationState.HISTORY, ObligationState.OPEN, ObligationState.FULFILLED)
#: Rows that are looked up, or written, together.
PAGE = 500
_HOURS = re.compile(r"(\d{1,4})(?:[.,](\d{1,2}))?")

#: What tells one past report from another.
Key = tuple[InstitutionId, InstrumentId, str, date, str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Past:
    """A good row: what it is about, and what was done when."""

    owed: Owed
    day: date
    description: str
    hours: Decimal | None

    @property
    def key(self) -> Key:
        owed = self.owed
        instrument_id = InstrumentId(owed.instrument.id)
        return (
            InstitutionId(owed.institution.id), instrument_id, owed.goal.key, self.day, self.description, self.hours
        )  # fmt: skip


async def check_history(desk: Desk, rows: Sequence[Row]) -> None:
    """Looks at the whole table before any of it is written.

    Raises:
        RowsRefused: with every problem of every row.
    """
    problems = [each for row in rows for each in _problems_of_cells(row, desk.today)] + _repeated(rows)
    wrong = {problem.line for problem in problems}
    good = [row for row in rows if row.line not in wrong]
    for start in range(0, len(good), PAGE):
        problems += (await _find(desk, good[start : start + PAGE]))[1]
    if problems:
        raise RowsRefused(problems)


async def import_history(desk: Desk, rows: Sequence[Row]) -> Registered:
    """Keeps the report of each row that is not there yet, of a table that `check_history` took.

    Raises:
        RowsRefused: what a row is about is gone since.
    """
    found, problems = await _find(desk, rows)
    if problems:
        raise RowsRefused(problems)
    known = await _known(desk, found)
    fresh = [past for past in found if past.key not in known]
    for past in fresh:
        await _keep(desk, past)
    await desk.session.flush()
    await _close_fulfilled(desk, {past.owed.obligation.id: past.owed for past in fresh})
    return Registered(created=len(fresh), unchanged=len(found) - len(fresh))


async def _keep(desk: Desk, past: Past) -> None:
    protocol = await next_past_protocol(desk.session, year=past.day.year)
    desk.session.add(
        Deliverable(
            protocol=protocol,
            obligation_id=past.owed.obligation.id,
            institution_id=past.owed.institution.id,
            person_id=None,
            received_at=datetime.combine(past.day, time(12), tzinfo=BRASILIA),
            description=past.description,
            hours=past.hours,
            state=DeliverableState.HISTORY,
        )
    )
    record(desk.session, "deliverable.import", protocol, now=desk.now, person_id=desk.actor)


async def _known(desk: Desk, found: Sequence[Past]) -> set[Key]:
    ids = dict.fromkeys(InstitutionId(past.owed.institution.id) for past in found)
    return {
        (
            InstitutionId(one.deliverable.institution_id),
            InstrumentId(one.obligation.instrument_id),
            one.goal.key,
            local_day(one.deliverable.received_at),
            one.deliverable.description,
            one.deliverable.hours,
        )
        for one in await past_reports(desk.session, institution_ids=list(ids))
    }


async def _close_fulfilled(desk: Desk, touched: Mapping[ObligationId, Owed]) -> None:
    owed = {
        number: one
        for number, one in touched.items()
        if one.obligation.state is ObligationState.OPEN and one.obligation.literal is not None
    }
    progress = await progress_of_many(desk, list(owed.values()))
    done = [number for number in owed if number not in progress or not progress[number].missing]
    state = ObligationState.FULFILLED
    for number in await close_open_obligations(desk.session, done, state=state, why="", now=desk.now):
        await withdraw(desk, number)


async def _find(desk: Desk, rows: Sequence[Row]) -> tuple[list[Past], list[RowProblem]]:
    """What each row is about, or why that is nothing."""
    places = {one.acronym.casefold(): one for one in await all_institutions(desk.session)}
    meant = {place.id for row in rows if (place := places.get(row["institution"].casefold()))}
    owed: dict[InstitutionId, list[Owed]] = {number: [] for number in meant}
    for one in await obligations_in_states(desk.session, STATES, sorted(meant)):
        if one.goal.kind is GoalKind.PLAN:
            owed[one.institution.id].append(one)
    read = [_read(row, places, owed) for row in rows]
    return (
        [one for one in read if isinstance(one, Past)],
        [one for one in read if isinstance(one, RowProblem)],
    )


def _read(
    row: Row, places: Mapping[str, Institution], owed: Mapping[InstitutionId, Sequence[Owed]]
) -> Past | RowProblem:
    place, day = places.get(row["institution"].casefold()), read_day(row["date"])
    if place is None or day is None:
        return RowProblem(row.line, "institution", Flaw.UNKNOWN_INSTITUTION, row["institution"])
    own = [one for one in owed[place.id] if one.goal.key == row["goal"].upper()]
    if not own:
        return RowProblem(row.line, "goal", Flaw.UNKNOWN_GOAL, row["goal"])
    under = [
        one for one in own if not row["number"] or _plain(one.instrument.number) == _plain(row["number"])
    ]
    if not under:
        return RowProblem(row.line, "number", Flaw.UNKNOWN_NUMBER, row["number"])
    if len({one.instrument.id for one in under}) > 1:
        return RowProblem(row.line, "number", Flaw.WHICH_NUMBER)
    starts, counts_hours = under[0].instrument.starts, asks_for_hours(rule_from_json(under[0].goal.rule))
    if starts is not None and day < starts:
        return RowProblem(row.line, "date", Flaw.BEFORE_START, f"{starts:%d/%m/%Y}")
    hours = read_hours(row["hours"])
    if counts_hours != (hours is not None):
        return RowProblem(row.line, "hours", Flaw.EMPTY if counts_hours else Flaw.UNEXPECTED_HOURS)
    about = _occurrence(under, day, read_day(row["occurrence_by"]))
    if about is None:
        return RowProblem(row.line, "occurrence_by", Flaw.NO_OCCURRENCE, row["occurrence_by"])
    return Past(about, day, _description(row), hours)


def _occurrence(owed: Sequence[Owed], day: date, by: date | None) -> Owed | None:
    """The one that falls due `by` a day; else the period with the `day` in it, else the last that ended before, for
    a report that came late, else the first. What has no date only where nothing has one."""
    dated = [one for one in owed if one.obligation.literal is not None]
    if by is not None:
        return next((one for one in dated if by in (one.obligation.literal, one.obligation.extended)), None)
    ended = [one for one in dated if (one.obligation.extended or day) < day]
    ahead = [one for one in dated if one not in ended]
    within = next((one for one in ahead if (one.obligation.opens or day) <= day), None)
    return within or (ended[-1] if ended else next(iter([*ahead, *owed])))


def _description(row: Row) -> str:
    sei = row["sei"] if row["sei"] not in row["description"] else ""
    return f"{row['description']} (processo SEI {sei})" if sei else row["description"]


def _plain(number: str) -> str:
    return "".join(number.casefold().split())


def _problems_of_cells(row: Row, today: date) -> list[RowProblem]:
    problems = cpf_problems(row)
    problems += [RowProblem(row.line, column, Flaw.EMPTY) for column in REQUIRED if not row[column]]
    for column in ("date", "occurrence_by"):
        if row[column] and read_day(row[column]) is None:
            problems.append(RowProblem(row.line, column, Flaw.BAD_DATE, row[column]))
    if (day := read_day(row["date"])) is not None and day > today:
        problems.append(RowProblem(row.line, "date", Flaw.IN_THE_FUTURE, f"{day:%d/%m/%Y}"))
    if row["hours"] and read_hours(row["hours"]) is None:
        problems.append(RowProblem(row.line, "hours", Flaw.BAD_HOURS, row["hours"]))
    if row["sei"] and not is_process(row["sei"]):
        problems.append(RowProblem(row.line, "sei", Flaw.BAD_SEI, row["sei"]))
    if len(_description(row)) > LONGEST:
        problems.append(RowProblem(row.line, "description", Flaw.TOO_LONG, str(LONGEST)))
    return without_echo(problems)


def _repeated(rows: Sequence[Row]) -> list[RowProblem]:
    lines: dict[tuple[object, ...], int] = {}
    problems = []
    for row in rows:
        key = (
            row["institution"].casefold(), _plain(row["number"]), row["goal"].upper(), read_day(row["date"]),
            _description(row), read_hours(row["hours"]), read_day(row["occurrence_by"]),
        )  # fmt: skip
        first = lines.setdefault(key, row.line)
        if first != row.line:
            problems.append(RowProblem(row.line, "description", Flaw.REPEATED, str(first)))
    return problems


def read_hours(text: str) -> Decimal | None:
    """`20`, `1,5` or `1.5`; None when it is none, or more than can be one course (`1.200` is either)."""
    found = _HOURS.fullmatch(text)
    if found is None:
        return None
    hours = Decimal(f"{found[1]}.{found[2] or 0}").quantize(Decimal("0.01"))
    return hours if 0 < hours <= MOST_HOURS else None
