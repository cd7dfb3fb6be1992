"""Who is told, when where they are, how much in a week, and how the Secretariat reads its many agreements."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from db import Database
from db.deliveries import DeliveryState, Lane
from db.notices import NoticeKind
from db.outbox import NewNotice, put
from elo.rings import Rings
from rede.submit_deliverable import submit_deliverable
from scheduler.clock import BRASILIA
from tests.elo.futures import carry
from tests.rede.makers import a_desk, import_for, link, make_office, morning, owed_by, person_id
from tests.rede.networks import UPB, Place, address, found, heard, letters_to, ring

#: Ten days before goal 1.2 of UPB, on a Friday: the Sunday's step.
FRIDAY = date(2025, 12, 12)


@pytest.mark.parametrize(
    ("people", "told"),
    [
        pytest.param(
            {"Caio": "coordenador", "Dora": "servidor_designado", "Suze": "substituto"}, "Caio Dora"
        ),
        pytest.param({"Dora": "servidor_designado", "Suze": "substituto"}, "Dora Suze", id="no coordinator"),
        pytest.param({"Suze": "substituto", "Gil": "gabinete"}, "Suze", id="only the substitute"),
        pytest.param({"Gil": "gabinete", "Mel": "multiplicador"}, "Gil Mel", id="nobody who follows"),
        pytest.param({"Caio": "coordenador", "Rui": "responsavel_painel"}, "Caio Rui", id="Painel"),
        pytest.param({"Caio": "coordenador", "Mel": "multiplicador"}, "Caio", id="multiplicador"),
    ],
)
async def test_who_follows_a_goal(database: Database, people: dict[str, str], told: str) -> None:
    await found(database, UPB, people=[(name, "UPB", function) for name, function in people.items()])
    await import_for(database, "UPB")
    await ring(database, FRIDAY)
    assert sorted(line.name for line in await heard(database, "1.2")) == told.split()


async def test_the_painels_person_follows_no_other_goal(database: Database) -> None:
    people = [("Caio", "UPB", "coordenador"), ("Rui", "UPB", "responsavel_painel")]
    await found(database, UPB, people=people)
    await import_for(database, "UPB")
    await ring(database, date(2026, 12, 2))
    assert [line.name for line in await heard(database, "2.2")] == ["Caio"]


@pytest.mark.parametrize(
    ("uf", "code", "leaves"),
    [
        pytest.param("BA", "", "2025-12-12T09:00", id="Bahia"),
        pytest.param("AM", "", "2025-12-12T09:00", id="Manaus: 8h there"),
        pytest.param("AC", "", "2025-12-12T10:00", id="Acre: 8h there"),
        pytest.param("PE", "2605459", "2025-12-12T09:00", id="Noronha: 10h there"),
    ],
)
async def test_the_mornings_digest_leaves_when_the_person_is_awake(
    database: Database, uf: str, code: str, leaves: str
) -> None:
    await found(database, ("CASA", "1", "", uf, code, ""), people=[("Caio", "CASA", "coordenador")])
    await import_for(database, "CASA")
    await ring(database, FRIDAY)
    (mail,) = await letters_to(database, "Caio")
    assert mail.not_before == datetime.fromisoformat(leaves).replace(tzinfo=BRASILIA)


async def test_what_is_found_when_the_day_is_over_waits_for_the_next_days_digest(database: Database) -> None:
    noronha: Place = ("CASA", "1", "", "PE", "2605459", "")
    await found(database, noronha, people=[("Caio", "CASA", "coordenador")])
    await import_for(database, "CASA")
    night = morning(date(2025, 12, 18)) + timedelta(hours=11, minutes=30)
    await ring(database, night)
    assert await letters_to(database, "Caio") == []
    await ring(database, date(2025, 12, 19))
    assert len(await letters_to(database, "Caio")) == 1


async def test_one_person_of_several_institutions_has_one_digest(database: Database) -> None:
    second: Place = ("FECAM", "1", "", "SC", "", "")
    people = [("Caio", "UPB", "coordenador"), ("Caio", "FECAM", "coordenador;servidor_designado")]
    await found(database, UPB, second, people=people)
    await import_for(database, "UPB")
    await import_for(database, "FECAM")
    await ring(database, FRIDAY)
    (mail,) = await letters_to(database, "Caio")
    assert [mail.body.count(f"{acronym} · Casa") for acronym in ("UPB", "FECAM")] == [1, 1]
    assert mail.body.count("* Meta 1.2") == 2


async def test_a_goal_owed_alike_under_many_agreements_is_one_line_of_the_secretariat(
    database: Database,
) -> None:
    places: list[Place] = [(f"P{number:02}", "1", "", "BA", "", "") for number in range(9)]
    await found(database, *places, people=[("Ana", "SEGES", "coordenador"), ("Leo", "SEGES", "gabinete")])
    for place in places:
        await import_for(database, place[0])
    await ring(database, date(2025, 12, 18))
    for name in ("Ana", "Leo"):
        (mail,) = await letters_to(database, name)
        assert mail.body.count("* Meta C1") == 1
        assert "9 acordos: AC 99/2025 (P00), AC 99/2025 (P01)" in mail.body
        assert "e mais 3." in mail.body
    assert len([line for line in await heard(database, "C1") if line.name == "Ana"]) == 9


async def fill_the_week(database: Database, name: str, *, until: datetime, count: int) -> None:
    who = await person_id(database, address(name))
    async with a_desk(database) as desk:
        for number in range(count):
            new = NewNotice(
                kind=NoticeKind.REPORT,
                lane=Lane.INTERACTIVE,
                created_at=until - timedelta(hours=number),
                not_before=until,
                deliveries=[],
                person_id=who,
            )
            await put(desk.session, new)


@pytest.mark.parametrize(
    ("cap", "notices", "told"),
    [
        pytest.param(5, 4, ["D-10"], id="room for one"),
        pytest.param(5, 5, [], id="the week is full"),
        pytest.param(0, 9, ["D-10"], id="no cap"),
    ],
)
async def test_an_early_step_waits_while_the_week_is_full(
    database: Database, cap: int, notices: int, told: list[str]
) -> None:
    await found(database, UPB, people=[("Caio", "UPB", "coordenador")])
    await import_for(database, "UPB", corrections={"1.1": "Anual"})
    await fill_the_week(database, "Caio", until=morning(FRIDAY), count=notices)
    await ring(database, FRIDAY, office=replace(make_office(), weekly_cap=cap))
    assert [line.step for line in await heard(database, "1.2")] == told


async def test_what_waited_for_room_is_told_when_there_is_some_or_a_week_before(database: Database) -> None:
    await found(database, UPB, people=[("Caio", "UPB", "coordenador")])
    await import_for(database, "UPB", corrections={"1.1": "Anual"})
    await fill_the_week(database, "Caio", until=morning(FRIDAY), count=5)
    for day in range(12):
        await ring(database, FRIDAY + timedelta(days=day))
    # The week is full until the 19th: D-10 gave way to D-5, which waits for nothing.
    assert [line.step for line in await heard(database, "1.2")] == ["D-5", "D-2"]


async def test_reminders_have_both_buttons(database: Database) -> None:
    await found(database, UPB, people=[("Caio", "UPB", "coordenador")])
    await import_for(database, "UPB")
    await link(database, address("Caio"), 7)
    await ring(database, FRIDAY)
    chat, mail = await letters_to(database, "Caio")
    ack, later = f'["Ciente", "ack:{chat.notice_id}"]', f'["Lembrar em 3 dias", "later:{chat.notice_id}"]'
    assert chat.buttons == f"[[{ack}, {later}]]"
    assert mail.buttons == ""


async def test_a_digest_written_again_keeps_what_is_said_to_a_rung(database: Database) -> None:
    people = [("Caio", "UPB", "coordenador"), ("Ana", "SEGES", "coordenador")]
    await found(database, UPB, people=people)
    await import_for(database, "UPB", corrections={"1.1": "Até 30 dias após o início da vigência"})
    day = date(2026, 1, 2)
    await ring(database, day)
    (before,) = await letters_to(database, "Caio")
    assert "* Meta 1.1" in before.body
    owed, caio = await owed_by(database, "UPB", "1.1"), await person_id(database, address("Caio"))
    async with a_desk(database, now=morning(day), actor=caio) as desk:
        await submit_deliverable(desk, owed.obligation.id, description="Ofício enviado", hours=None)
    (after,) = await letters_to(database, "Caio")
    assert "* Meta 1.1" not in after.body
    assert "Motivo deste aviso: você coordena a parceria." in after.body


async def test_a_mail_that_nobody_acknowledged_waits_for_the_hours_of_the_person(database: Database) -> None:
    acre: Place = ("AMAC", "1", "", "AC", "", "")
    await found(database, acre, people=[("Caio", "AMAC", "coordenador")])
    await link(database, address("Caio"), 7)
    await import_for(database, "AMAC")
    await ring(database, FRIDAY)
    await carry(database, morning(FRIDAY) + timedelta(hours=2))
    await Rings(database, make_office()).wake_emails(morning(FRIDAY + timedelta(days=2)))
    mail = (await letters_to(database, "Caio"))[-1]
    assert (mail.state, mail.not_before) == (
        DeliveryState.PENDING,
        datetime(2025, 12, 15, 11, tzinfo=BRASILIA),
    )
