"""The ledger of hours and occurrences: done, missing, where the pace leads, and the civil years beside it."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import count as numbers

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from db import Database
from db.deliverables import Deliverable
from db.ids import GoalId, InstitutionId, InstrumentId, ObligationId, PersonId, PlanId
from db.institutions import Institution, Layer
from db.instruments import Instrument
from db.obligations import Obligation, ObligationState, Owed
from db.plans import Goal
from rede.progress import Progress, count, progress_of
from rede.progress_lines import ProgressLine, progress_line
from rede.submit_deliverable import submit_deliverable
from scheduler.clock import BRASILIA
from scheduler.deadlines import Basis, Cycle, Quantity, QuantityUnit, rule_to_json
from tests.rede.makers import MARIA, a_desk, import_for, link, morning, owed_by, person_id, register
from tests.rede.networks import letters_to, ring

SIXTY_HOURS = Quantity(60, QuantityUnit.HOURS)
STARTS, ENDS = date(2025, 12, 9), date(2026, 12, 9)
_ids = numbers(1)


def make_owed(quantity: Quantity = SIXTY_HOURS, *, months: int = 12, term_ends: date | None = None) -> Owed:
    rule = rule_to_json(Cycle(months, Basis.FROM_START, quantity))
    goal = Goal(
        plan_id=PlanId(1),
        key="2.2",
        axis="2",
        text="Dar cursos",
        responsible="partner",
        second_layer=True,
        phrase="Anual com o mínimo de 60 horas ao ano",
        rule=rule,
        reading="",
        confidence="certain",
    )
    instrument = Instrument(
        institution_id=InstitutionId(1),
        number="AC 1/2025",
        sei="",
        policy="lei-9784",
        imported_at=morning(STARTS),
        starts=STARTS,
        ends=term_ends,
    )
    obligation = Obligation(
        goal_id=GoalId(1),
        instrument_id=InstrumentId(1),
        institution_id=InstitutionId(1),
        occurrence="12",
        state=ObligationState.OPEN,
        opens=STARTS,
        literal=ENDS,
        extended=ENDS,
    )
    obligation.id = ObligationId(1)
    upb = Institution(acronym="UPB", name="União dos Municípios", layer=Layer.FIRST)
    return Owed(obligation, goal, upb, instrument, upb)


def make_report(day: date, hours: str | None, *, obligation: int = 1) -> Deliverable:
    return Deliverable(
        protocol=f"RP-{next(_ids)}",
        obligation_id=ObligationId(obligation),
        institution_id=InstitutionId(1),
        person_id=PersonId(1),
        received_at=datetime.combine(day, time(23, 30), tzinfo=BRASILIA),
        description="Curso",
        hours=Decimal(hours) if hours else None,
    )


def progress_on(today: date, reports: Sequence[Deliverable], owed: Owed | None = None) -> Progress:
    return count(owed or make_owed(), SIXTY_HOURS, reports, today=today)


@pytest.mark.parametrize(
    ("today", "hours", "missing", "expected"),
    [
        (date(2026, 9, 9), "36", 24, 47),
        (date(2026, 6, 10), "30", 30, 59),
        (date(2025, 12, 20), "20", 40, None),
        (date(2026, 3, 9), "0", 60, 0),
        (date(2026, 12, 9), "59.75", Decimal("0.25"), 59.75),
        (date(2026, 12, 10), "36", 24, None),
        (date(2026, 6, 9), "70.5", 0, 141),
    ],
    ids=[
        "three quarters through",
        "a day past the half",
        "too early to tell",
        "nothing yet",
        "on the last day a quarter of an hour is missing",
        "the cycle is over",
        "more than asked for",
    ],
)
def test_the_pace_leads_somewhere(today: date, hours: str, missing: Decimal, expected: float | None) -> None:
    progress = progress_on(today, [make_report(date(2026, 1, 10), hours)])
    assert (progress.done, progress.missing) == (Decimal(hours), missing)
    assert progress.expected == (None if expected is None else Decimal(str(expected)))


def test_civil_years_stand_beside_the_cycle_by_the_day_of_receipt_in_brasilia() -> None:
    reports = [
        make_report(date(2025, 12, 31), "8"),
        make_report(date(2026, 1, 1), "4.5"),
        make_report(date(2026, 2, 1), "2", obligation=7),
    ]
    progress = progress_on(date(2026, 3, 1), reports)
    assert progress.done == Decimal("12.5")
    assert progress.by_year == [(2025, Decimal(8)), (2026, Decimal("6.5"))]


@pytest.mark.parametrize(
    ("term_ends", "share"),
    [
        (None, None),
        (date(2035, 12, 9), None),
        (date(2026, 12, 9), None),
        (date(2027, 6, 9), 29),
        (date(2027, 12, 8), 59),
        (date(2027, 12, 9), None),
    ],
    ids=["no end", "ten years", "one cycle", "half a year more", "a day less than two", "two cycles"],
)
def test_the_last_incomplete_cycle_is_told_in_proportion(term_ends: date | None, share: int | None) -> None:
    rest = progress_on(date(2026, 3, 1), [], make_owed(term_ends=term_ends)).remainder
    assert (rest.in_proportion if rest else None) == share


def test_occurrences_are_counted_one_by_one() -> None:
    two = Quantity(2, QuantityUnit.ITEMS)
    reports = [make_report(date(2026, 1, 10), None)]
    progress = count(make_owed(two, months=6), two, reports, today=date(2026, 6, 9))
    assert [progress.done, progress.missing, progress.expected] == [1, 1, 2]


def test_numbers_are_written_as_people_read_them() -> None:
    progress = progress_on(date(2026, 9, 9), [make_report(date(2026, 1, 10), "35.50")])
    assert progress_line(progress) == ProgressLine(
        hours=True,
        done="35,5",
        asked="60",
        missing="24,5",
        ends="09/12/2026",
        expected="47",
        expected_missing="13",
        by_year=[(2025, "0"), (2026, "35,5")],
        rest_since="",
        rest_until="",
        rest_share="",
    )


hours = st.decimals(min_value="0.01", max_value="500", places=2)
days = st.dates(min_value=STARTS, max_value=ENDS + timedelta(days=90))


@given(st.lists(st.tuples(days, hours), max_size=12), days)
def test_nothing_is_lost_between_cycle_and_civil_years(
    given_: list[tuple[date, Decimal]], today: date
) -> None:
    received = [(day, amount) for day, amount in given_ if day <= today]
    progress = progress_on(today, [make_report(day, str(amount)) for day, amount in received])
    total = sum((amount for _, amount in received), start=Decimal(0))
    in_sight = max(year for year, _ in progress.by_year)
    seen = sum((amount for day, amount in received if day.year <= in_sight), start=Decimal(0))
    assert progress.done == total
    assert sum(part for _, part in progress.by_year) == seen
    assert progress.missing == max(Decimal(0), 60 - total)
    assert progress.expected is None or progress.expected >= progress.done


async def test_what_was_handed_in_adds_up_in_its_cycle_and_in_its_years(database: Database) -> None:
    await register(database)
    await import_for(database, "UPB")
    maria, owed = await person_id(database, MARIA), await owed_by(database, "UPB", "2.2")
    number = ObligationId(owed.obligation.id)
    for day, amount in ((date(2025, 12, 20), "10.25"), (date(2026, 2, 1), "19.75")):
        async with a_desk(database, actor=maria, now=morning(day)) as desk:
            await submit_deliverable(desk, number, description="Curso", hours=Decimal(amount))
    async with a_desk(database, now=morning(date(2026, 6, 9))) as desk:
        progress = await progress_of(desk, owed)
        assert await progress_of(desk, await owed_by(database, "UPB", "1.1")) is None
    assert progress is not None
    assert [progress.done, progress.missing, progress.expected] == [30, 30, 60]
    assert progress.by_year == [(2025, Decimal("10.25")), (2026, Decimal("19.75"))]


async def test_the_term_of_the_instrument_tells_the_rest(database: Database) -> None:
    await register(database)
    instrument, _ = await import_for(database, "UPB")
    async with a_desk(database) as desk:
        ends = update(Instrument).where(Instrument.id == instrument.id).values(ends=date(2027, 6, 9))
        await desk.session.execute(ends)
    async with a_desk(database) as desk:
        progress = await progress_of(desk, await owed_by(database, "UPB", "2.2"))
    assert progress is not None
    assert progress.remainder is not None
    assert progress.remainder.until == date(2027, 6, 9)


async def reported(database: Database, *hours: str) -> None:
    """What UPB owes for goal 2.2, with reports of so many hours from Maria, who is on Telegram."""
    await register(database)
    await link(database, MARIA, 7)
    await import_for(database, "UPB")
    owed, maria = await owed_by(database, "UPB", "2.2"), await person_id(database, MARIA)
    async with a_desk(database, now=morning(date(2026, 6, 1)), actor=maria) as desk:
        for each in hours:
            await submit_deliverable(desk, owed.obligation.id, description="Curso", hours=Decimal(each))


@pytest.mark.parametrize(
    ("hours", "in_chat", "by_mail"),
    [
        pytest.param((), "Faltam 60 de 60 horas.", "faltavam 60 de 60 horas.", id="nothing came"),
        pytest.param(("20", "18"), "Faltam 22 de 60 horas.", "faltavam 22 de 60 horas.", id="some"),
        pytest.param(("58.5",), "Falta 1,5 de 60 horas.", "faltava 1,5 de 60 horas.", id="less than two"),
    ],
)
async def test_a_reminder_says_what_is_missing(
    database: Database, hours: Sequence[str], in_chat: str, by_mail: str
) -> None:
    await reported(database, *hours)
    await ring(database, date(2026, 12, 2))
    chat, mail = await letters_to(database, "Maria")
    assert in_chat in chat.body
    assert f"Em 02/12/2026, {by_mail}" in mail.body


async def test_once_it_is_late_a_reminder_does_not_say_that_no_report_came(database: Database) -> None:
    await reported(database, "20")
    await ring(database, date(2026, 12, 10))
    chat, mail = await letters_to(database, "Maria")
    assert "Prazo encerrado ontem: quarta-feira, 09/12/2026.\nFaltam 40 de 60 horas." in chat.body
    assert "  O prazo era quarta-feira, 09/12/2026.\n  Em 10/12/2026, faltavam 40 de 60 horas." in mail.body
