"""A termo aditivo: what goes on keeps what was done and told, what changed is owed anew, nothing is owed twice."""

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from db import Database
from db.deliveries import Delivery
from db.institutions import Institution
from db.instruments import instruments_of
from db.notices import Notice, NoticeKind
from db.obligations import Obligation, ObligationState
from db.plans import Goal, Span, plan_in_force, plans_of
from elo.rings import Rings
from rede.amend_plan import AmendmentOrder, Version
from rede.readings import PlanRefused
from rede.submit_deliverable import submit_deliverable
from scheduler.plan_document import read_plan
from tests.conftest import complete
from tests.rede.makers import (
    MARIA,
    PLAN,
    STARTS,
    a_desk,
    import_for,
    make_office,
    morning,
    owed_by,
    person_id,
    register,
)
from tests.rede.plans import amend, import_dated, open_days, owed, plan_with, ring

JULY = AmendmentOrder(since=date(2026, 7, 1))
CIVIL = {"2.2": "80 horas por ano civil"}


async def spans(database: Database) -> list[tuple[str, Span]]:
    async with database.read() as session:
        upb = (await session.scalars(select(Institution).where(Institution.acronym == "UPB"))).one()
        instrument = (await instruments_of(session, upb.id))[0]
        return [(plan.amendment, span) for plan, span in await plans_of(session, instrument.id)]


async def test_a_changed_phrase_is_owed_by_its_new_dates_from_the_day_on(database: Database) -> None:
    await register(database)
    await import_dated(database)
    amended = await amend(database, JULY, phrases=CIVIL)
    assert amended.plan.amendment == "1º Termo Aditivo"
    # Both sides of the joint goal.
    assert amended.withdrawn == 2
    assert await open_days(database, "2.2") == [date(2026, 12, 31)]


async def test_what_fell_due_before_the_day_stays_owed_under_the_old_plan(database: Database) -> None:
    await register(database)
    await import_dated(database)
    await amend(database, JULY, phrases={"1.2": "Até 40 dias após o início da vigência"})
    assert await open_days(database, "1.2") == [date(2025, 12, 24)]


async def test_a_goal_whose_words_alone_changed_keeps_its_obligation(database: Database) -> None:
    await register(database)
    await import_dated(database)
    before = (await owed_by(database, "UPB", "2.2")).obligation.id
    await amend(database, JULY, document=plan_with(text="Dar cursos e oficinas"))
    after = await owed_by(database, "UPB", "2.2")
    assert (after.obligation.id, after.goal.text) == (before, "Dar cursos e oficinas")


async def test_what_was_handed_in_is_not_asked_again(database: Database) -> None:
    await register(database)
    await import_dated(database)
    owed_, maria = await owed_by(database, "UPB", "2.2"), await person_id(database, MARIA)
    async with a_desk(database, actor=maria) as desk:
        await submit_deliverable(desk, owed_.obligation.id, description="Curso", hours=Decimal(60))
    await amend(database, JULY, document=plan_with(text="Dar cursos e oficinas"))
    assert [state for _, _, state in await owed(database, "2.2")] == [ObligationState.FULFILLED]


async def test_a_removed_goal_is_withdrawn_and_a_new_one_opened(database: Database) -> None:
    await register(database)
    await import_dated(database)
    document = read_plan(PLAN.replace("2.2\tDar cursos\t", "2.9\tPublicar o cronograma das ações\t"))
    amended = await amend(database, JULY, document=document)
    assert [goal.key for goal in amended.changes.added] == ["2.9"]
    assert await open_days(database, "2.2") == []
    assert await open_days(database, "2.9") == [date(2026, 12, 9)]
    async with database.read() as session:
        gone = await session.scalars(
            select(Obligation.closed_why).where(Obligation.state == ObligationState.WITHDRAWN)
        )
        assert {"1º Termo Aditivo" in why for why in gone} == {True}


async def test_what_has_no_date_moves_over_on_the_day_itself(database: Database) -> None:
    await register(database)
    await import_dated(database)
    await amend(database, JULY, document=plan_with(text="Dar cursos e oficinas"))
    assert (await open_days(database, "1.1")).count(None) == 1


async def test_each_person_gets_one_notice(database: Database) -> None:
    await register(database)
    await import_dated(database)
    order = AmendmentOrder(since=date(2026, 7, 1), ends=date(2030, 12, 9), name="2º Termo Aditivo")
    await amend(database, order, phrases=CIVIL)
    await ring(database)
    async with database.read() as session:
        rows = await session.scalars(select(Delivery).join(Notice).where(Notice.kind == NoticeKind.MOVED))
        notices = list(rows)
    assert [one.address for one in notices].count(MARIA) == 1
    words = next(one for one in notices if one.address == MARIA).body
    assert "Documento: 2º Termo Aditivo" in words
    assert "Novo fim da vigência: segunda-feira, 09/12/2030." in words
    assert "Meta 2.2" in words


async def test_a_reminder_of_what_was_withdrawn_that_has_not_left_never_does(database: Database) -> None:
    await register(database)
    await import_for(database, "UPB")
    owed_ = await owed_by(database, "UPB", "2.2")
    await amend(database, JULY, phrases=CIVIL)
    async with database.read() as session:
        row = await session.get_one(Obligation, owed_.obligation.id)
        assert (row.state, row.look_on) == (ObligationState.WITHDRAWN, None)


async def test_the_plan_in_force_on_any_day(database: Database) -> None:
    await register(database)
    instrument = await import_dated(database)
    await amend(database, JULY, phrases=CIVIL)
    async with database.read() as session:
        found = [
            await plan_in_force(session, instrument.id, on=day)
            for day in (STARTS, date(2026, 6, 30), date(2026, 7, 1))
        ]
    assert [plan.version for plan in found if plan] == [1, 1, 2]


@pytest.mark.parametrize(
    ("order", "phrases", "key"),
    [
        (AmendmentOrder(since=date(2026, 7, 1), ends=STARTS), {}, "plan_ends_before_start"),
        (AmendmentOrder(since=date(2026, 7, 1), ends=date(2026, 6, 30)), {}, "plan_ends_before_amendment"),
        (AmendmentOrder(since=date(2026, 7, 1), name="Aditivo de 529.982.247-25"), CIVIL, "plan_with_cpf"),
        (JULY, {"9.9": "Anual"}, "plan_unknown_goal"),
        (JULY, {"2.2": "um dia desses"}, "plan_unreadable_phrases"),
    ],
)
async def test_a_refused_amendment_leaves_the_plan(
    database: Database, order: AmendmentOrder, phrases: dict[str, str], key: str
) -> None:
    await register(database)
    await import_dated(database)
    with pytest.raises(PlanRefused, match=key):
        await amend(database, order, phrases=phrases)
    assert await spans(database) == [("", Span())]


async def test_the_same_amendment_twice_is_refused(database: Database) -> None:
    await register(database)
    await import_dated(database)
    order = AmendmentOrder(since=date(2026, 7, 1), name="1º Termo Aditivo")
    await amend(database, order, phrases=CIVIL)
    with pytest.raises(PlanRefused, match="plan_already_amended"):
        await amend(database, order, phrases=CIVIL)


@pytest.mark.parametrize(
    ("order", "phrases"),
    [(JULY, CIVIL), (AmendmentOrder(since=date(2026, 7, 1), ends=date(2036, 12, 9)), {})],
    ids=["a phrase", "another end"],
)
async def test_an_amendment_without_a_name_made_again_is_refused(
    database: Database, order: AmendmentOrder, phrases: dict[str, str]
) -> None:
    await register(database)
    await import_dated(database)
    await amend(database, order, phrases=phrases)
    with pytest.raises(PlanRefused, match="plan_already_amended"):
        await amend(database, order, phrases=phrases)
    assert [name for name, _ in await spans(database)] == ["", "1º Termo Aditivo"]


async def test_another_amendment_of_the_same_day_is_taken(database: Database) -> None:
    await register(database)
    await import_dated(database)
    await amend(database, JULY, phrases=CIVIL)
    await amend(database, JULY, phrases={"2.2": "90 horas por ano civil"})
    assert [name for name, _ in await spans(database)] == ["", "1º Termo Aditivo", "2º Termo Aditivo"]


@pytest.mark.parametrize("day", [date(2026, 6, 1), date(2026, 7, 1)], ids=["earlier", "the same day"])
async def test_an_amendment_names_those_that_it_takes_the_place_of(database: Database, day: date) -> None:
    await register(database)
    await import_dated(database)
    await amend(database, JULY, phrases=CIVIL)
    amended = await amend(database, AmendmentOrder(since=day), phrases={"1.2": "Anual"})
    later = await amend(database, AmendmentOrder(since=date(2026, 8, 1)), phrases={"1.2": "Mensal"})
    assert amended.replaced == [Version(2, "1º Termo Aditivo", date(2026, 7, 1))]
    assert later.replaced == []


async def test_an_expired_vigencia_is_not_amended(database: Database) -> None:
    await register(database)
    await import_dated(database)
    await amend(database, AmendmentOrder(since=date(2026, 7, 1), ends=date(2026, 12, 31)))
    with pytest.raises(PlanRefused, match="plan_expired"):
        await amend(database, AmendmentOrder(since=date(2027, 1, 1), ends=date(2030, 1, 1)))


PHRASES = (
    "Anual com o mínimo de 60 horas ao ano",
    "80 horas por ano civil",
    "Trimestral, a contar do início da vigência",
    "Durante a vigência do Acordo",
)
AMENDMENTS = st.tuples(
    st.dates(date(2025, 12, 10), date(2027, 6, 30)), st.sampled_from(PHRASES), st.booleans()
)


@settings(max_examples=4)
@given(amendments=st.lists(AMENDMENTS, min_size=2, max_size=3, unique_by=lambda one: one[0]))
def test_however_often_a_plan_is_amended_each_day_has_one_plan_and_nothing_is_owed_twice(
    sqlite_template: Path, amendments: list[tuple[date, str, bool]]
) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "elo.db"
        shutil.copy(sqlite_template, file)
        complete(amended_over_and_over(f"sqlite:///{file}", amendments))


async def amended_over_and_over(url: str, amendments: list[tuple[date, str, bool]]) -> None:
    database = Database(url)
    try:
        await register(database)
        await import_dated(database)
        for since, phrase, reworded in amendments:
            document = plan_with(phrase, text="Dar cursos e oficinas" if reworded else "Dar cursos")
            order = AmendmentOrder(since=since, name=f"de {since}")
            with unless_it_changes_nothing():
                await amend(database, order, document=document)
        await ring_daily(database)
        await each_day_has_one_plan(database)
        await nothing_is_owed_twice(database)
    finally:
        await database.close()


@contextmanager
def unless_it_changes_nothing() -> Iterator[None]:
    try:
        yield
    except PlanRefused as refused:
        if refused.key != "plan_unchanged":
            raise


async def ring_daily(database: Database) -> None:
    """The bell through the halves of two years: the window rolls, days of amendments pass."""
    for half in range(4):
        now = morning(STARTS + timedelta(days=183 * half))
        rings = Rings(database, make_office())
        await rings.recount(now)
        await rings.open_obligations(now)


async def each_day_has_one_plan(database: Database) -> None:
    known = [span for _, span in await spans(database)]
    days = [STARTS + timedelta(days=number) for number in range(700)]
    assert {sum(day in span for span in known) for day in days} == {1}


async def nothing_is_owed_twice(database: Database) -> None:
    async with database.read() as session:
        rows = select(Goal.key, Obligation.institution_id, Obligation.literal)
        rows = rows.join(Goal, Goal.id == Obligation.goal_id)
        open_ = await session.execute(rows.where(Obligation.state == ObligationState.OPEN))
        counts = Counter((row[0], row[1], row[2]) for row in open_.all())
    assert [one for one, count in counts.items() if count > 1] == []
