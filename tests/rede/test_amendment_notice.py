"""What an amendment says that it changes is what counts, and each person reads it once."""

from datetime import date

import pytest
from sqlalchemy import select

from db import Database
from db.deliveries import Delivery
from db.notices import Notice, NoticeKind
from rede.amend_plan import AmendmentOrder
from rede.amendment_words import goals_in_words
from rede.readings import PlanRefused
from tests.rede.makers import ANA, MARIA, register
from tests.rede.plans import amend, import_dated, plan_with, ring

JULY = AmendmentOrder(since=date(2026, 7, 1))
CIVIL = {"2.2": "80 horas por ano civil"}
READ = "No mínimo 60 horas a cada 12 meses, contados do início da vigência"
READ_AS_CIVIL = "No mínimo 80 horas a cada ano civil, até o último dia dele"


async def bodies(database: Database, address: str) -> list[str]:
    async with database.read() as session:
        rows = select(Delivery.body).join(Notice).where(Notice.kind == NoticeKind.MOVED)
        return list(await session.scalars(rows.where(Delivery.address == address).order_by(Delivery.id)))


async def test_a_phrase_corrected_for_the_new_document_is_told_as_it_counts(database: Database) -> None:
    await register(database)
    await import_dated(database)
    amended = await amend(database, JULY, document=plan_with(), phrases=CIVIL)
    told = [(one.how, one.key, one.deadline_before, one.deadline) for one in goals_in_words(amended.changes)]
    assert told == [("changed", "2.2", READ, READ_AS_CIVIL)]
    (words,) = await bodies(database, MARIA)
    assert f"Mudou. Prazo: {READ_AS_CIVIL}.\n" in words


async def test_a_correction_taken_back_is_told_by_what_counted(database: Database) -> None:
    await register(database)
    await import_dated(database)
    await amend(database, JULY, document=plan_with(), phrases=CIVIL)
    later = await amend(database, AmendmentOrder(since=date(2027, 7, 1)), phrases={"2.2": "Mensal"})
    (told,) = goals_in_words(later.changes)
    assert (told.deadline_before, told.deadline) == (READ_AS_CIVIL, "Mensal")


async def test_a_correction_that_comes_to_stand_in_the_document_changes_nothing(database: Database) -> None:
    await register(database)
    await import_dated(database)
    await amend(database, JULY, document=plan_with(), phrases=CIVIL)
    with pytest.raises(PlanRefused, match="plan_unchanged"):
        await amend(database, AmendmentOrder(since=date(2026, 9, 1)), document=plan_with(CIVIL["2.2"]))


@pytest.mark.parametrize("address", [MARIA, ANA], ids=["the partner's", "the Secretariat's"])
async def test_a_date_that_both_sides_owe_is_told_once(database: Database, address: str) -> None:
    await register(database)
    await import_dated(database)
    await amend(database, AmendmentOrder(since=date(2026, 7, 1), ends=date(2030, 12, 9)))
    await amend(database, AmendmentOrder(since=date(2026, 8, 1), ends=date(2031, 12, 9)))
    words = (await bodies(database, address))[-1]
    assert words.count("Fim da vigência: a data mudou") == 1


@pytest.mark.parametrize("name", ["", "2º Termo Aditivo"], ids=["without a name", "named"])
@pytest.mark.parametrize("ends", [None, date(2030, 12, 9)], ids=["no end", "the same end"])
async def test_what_is_in_force_already_is_no_amendment(
    database: Database, name: str, ends: date | None
) -> None:
    await register(database)
    await import_dated(database)
    await amend(database, AmendmentOrder(since=date(2026, 7, 1), ends=date(2030, 12, 9)), phrases=CIVIL)
    told = await bodies(database, MARIA)
    again = AmendmentOrder(since=date(2026, 9, 1), ends=ends, name=name)
    with pytest.raises(PlanRefused, match="plan_unchanged"):
        await amend(database, again, phrases=CIVIL)
    await ring(database)
    assert await bodies(database, MARIA) == told


async def test_the_same_from_an_earlier_day_is_an_amendment(database: Database) -> None:
    await register(database)
    await import_dated(database)
    await amend(database, JULY, phrases=CIVIL)
    earlier = await amend(database, AmendmentOrder(since=date(2026, 6, 1)), phrases=CIVIL)
    assert [one.number for one in earlier.replaced] == [2]
