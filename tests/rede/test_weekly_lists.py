"""Where the second layer's ladders end: one list a week to its first layer, counts to the Secretariat."""

from datetime import date, timedelta

from db import Database
from db.notices import NoticeKind
from db.people import Membership
from elo.rings import Rings
from rede.submit_deliverable import submit_deliverable
from tests.rede.makers import a_desk, import_for, make_office, morning, owed_by, person_id
from tests.rede.networks import UPB, Place, address, found, letters_to

IRECE: Place = ("IRECE", "2", "UPB", "BA", "2914604", "")
CANUDOS: Place = ("CANUDOS", "2", "UPB", "BA", "", "")
PEOPLE = [
    ("Caio", "UPB", "coordenador"),
    ("Dora", "UPB", "servidor_designado"),
    ("Ana", "SEGES", "coordenador"),
    ("Bia", "IRECE", "coordenador"),
]
#: Goal 1.2 was due on 26/12/2025 and its ladder ended on 16/01/2026; this is the Monday after.
MONDAY = date(2026, 1, 19)
WEEKLY = NoticeKind.WEEKLY


async def prepare(database: Database) -> None:
    await found(database, UPB, IRECE, CANUDOS, people=PEOPLE)
    for acronym in ("UPB", "IRECE", "CANUDOS"):
        await import_for(database, acronym)


async def ring(database: Database, day: date) -> None:
    await Rings(database, make_office()).weekly_lists(morning(day))


async def told(database: Database) -> list[str]:
    """Everybody who has a weekly notice, once for each channel of it."""
    return [name for name, *_ in PEOPLE for _ in await letters_to(database, name, kind=WEEKLY)]


async def test_the_coordinator_gets_names_and_the_secretariat_counts(database: Database) -> None:
    await prepare(database)
    await ring(database, MONDAY)
    (names,), (counts,) = [await letters_to(database, name, kind=WEEKLY) for name in ("Caio", "Ana")]
    assert "2 instituições têm relato pendente" in names.body
    assert "Casa CANUDOS: meta 1.2\n* Casa IRECE: meta 1.2" in names.body
    assert names.subject == "Pendências da segunda camada: semana de 19/01/2026"
    assert "UPB: 2 instituições" in counts.body
    assert "CANUDOS" not in counts.body
    assert await told(database) == ["Caio", "Ana"]


async def test_a_week_has_one_list_however_often_the_bell_rings(database: Database) -> None:
    await prepare(database)
    for day in range(-5, 9):
        for _ in range(2):
            await ring(database, MONDAY + timedelta(days=day))
    assert await told(database) == ["Caio", "Caio", "Ana", "Ana"]


async def test_a_list_missed_on_monday_comes_later_in_the_week_as_it_was_on_monday(
    database: Database,
) -> None:
    await prepare(database)
    await ring(database, MONDAY - timedelta(days=3))
    assert await told(database) == []
    await ring(database, MONDAY + timedelta(days=3))
    (letter,) = await letters_to(database, "Caio", kind=WEEKLY)
    assert "semana de 19/01/2026" in letter.subject


async def test_a_monday_without_work_moves_the_list_to_the_next_day_with_it(database: Database) -> None:
    await prepare(database)
    await ring(database, date(2026, 2, 16))
    await ring(database, date(2026, 2, 17))
    assert await told(database) == []
    await ring(database, date(2026, 2, 18))
    assert await told(database) == ["Caio", "Ana"]


async def test_what_was_handed_in_is_on_no_list(database: Database) -> None:
    await prepare(database)
    owed, bia = await owed_by(database, "IRECE", "1.2"), await person_id(database, address("Bia"))
    async with a_desk(database, now=morning(MONDAY), actor=bia) as desk:
        await submit_deliverable(desk, owed.obligation.id, description="Ofício enviado", hours=None)
    await ring(database, MONDAY)
    (letter,) = await letters_to(database, "Caio", kind=WEEKLY)
    assert "1 instituição tem relato pendente" in letter.body
    assert "IRECE" not in letter.body


async def test_nothing_left_open_is_no_list(database: Database) -> None:
    await found(database, UPB, IRECE, people=PEOPLE)
    await import_for(database, "UPB")
    await ring(database, MONDAY)
    assert await told(database) == []


async def test_whoever_serves_both_has_one_notice(database: Database) -> None:
    await prepare(database)
    ana = await person_id(database, address("Ana"))
    async with a_desk(database) as desk:
        upb = (await owed_by(database, "UPB", "1.2")).institution.id
        desk.session.add(Membership(person_id=ana, institution_id=upb, function="coordenador"))
    await ring(database, MONDAY)
    (letter,) = await letters_to(database, "Ana", kind=WEEKLY)
    assert "Casa IRECE: meta 1.2" in letter.body
    assert "UPB: 2 instituições" in letter.body


async def test_a_report_takes_its_institution_off_a_list_that_has_not_left(database: Database) -> None:
    await prepare(database)
    await ring(database, MONDAY)
    owed, bia = await owed_by(database, "IRECE", "1.2"), await person_id(database, address("Bia"))
    async with a_desk(database, now=morning(MONDAY), actor=bia) as desk:
        await submit_deliverable(desk, owed.obligation.id, description="Ofício enviado", hours=None)
    (names,), (counts,) = [await letters_to(database, name, kind=WEEKLY) for name in ("Caio", "Ana")]
    assert "IRECE" not in names.body
    assert "CANUDOS" in names.body
    assert "UPB: 1 instituição" in counts.body
