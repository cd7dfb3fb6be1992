"""When those who follow a goal do not answer: one rung after another, nobody twice, nobody left out."""

from datetime import date, timedelta

import pytest

from db import Database
from db.deliveries import DeliveryState
from rede.submit_deliverable import submit_deliverable
from tests.rede.makers import STARTS, a_desk, import_for, morning, owed_by, person_id
from tests.rede.networks import UPB, Heard, Place, address, found, heard, letters_to, ring

#: Goal 1.2 was due on Friday 26/12/2025: rungs six, eleven, sixteen and twenty-one days later.
CLIMB = {
    "D+6": date(2026, 1, 2),
    "D+11": date(2026, 1, 6),
    "D+16": date(2026, 1, 12),
    "D+21": date(2026, 1, 16),
}
MUNICIPALITY: Place = ("IRECE", "2", "UPB", "BA", "2914604", "")
EVERYBODY = [
    ("Dora", "UPB", "servidor_designado"),
    ("Suze", "UPB", "substituto"),
    ("Caio", "UPB", "coordenador"),
    ("Gil", "UPB", "gabinete"),
    ("Ana", "SEGES", "coordenador"),
]


async def climb(database: Database) -> list[tuple[str, str]]:
    """Who was told of each step after the reminders."""
    for day in range(60):
        await ring(database, STARTS + timedelta(days=day))
    return [(line.step, line.name) for line in await heard(database, "1.2") if line.step in CLIMB]


async def test_each_rung_is_told_five_days_after_the_one_below(database: Database) -> None:
    await found(database, UPB, people=EVERYBODY)
    await import_for(database, "UPB")
    assert await climb(database) == [("D+6", "Suze"), ("D+11", "Caio"), ("D+16", "Gil"), ("D+21", "Ana")]


@pytest.mark.parametrize(
    ("absent", "climbed"),
    [
        pytest.param({"Suze"}, ["Caio", "Gil", "Ana"], id="nobody substitutes"),
        pytest.param({"Suze", "Gil"}, ["Caio", "Ana"], id="nor is there an office"),
        pytest.param({"Suze", "Caio", "Gil"}, ["Ana"], id="only whoever follows, and the Secretariat"),
        pytest.param({"Dora", "Suze", "Caio", "Gil"}, ["Ana"], id="nobody at all"),
    ],
)
async def test_a_rung_that_nobody_holds_is_passed_over(
    database: Database, absent: set[str], climbed: list[str]
) -> None:
    await found(database, UPB, people=[one for one in EVERYBODY if one[0] not in absent])
    await import_for(database, "UPB")
    assert await climb(database) == list(zip(CLIMB, climbed, strict=False))


async def test_one_person_on_two_rungs_is_told_once(database: Database) -> None:
    people = [("Caio", "UPB", "coordenador;substituto;gabinete"), ("Ana", "SEGES", "coordenador")]
    await found(database, UPB, people=people)
    await import_for(database, "UPB")
    assert await climb(database) == [("D+6", "Caio"), ("D+11", "Ana")]


async def test_the_institutions_own_address_stands_for_its_office(database: Database) -> None:
    place: Place = ("UPB", "1", "", "BA", "", "casa@example.org")
    people = [("Caio", "UPB", "coordenador"), ("Ana", "SEGES", "coordenador")]
    await found(database, place, people=people)
    await import_for(database, "UPB")
    assert await climb(database) == [("D+6", "Caio"), ("D+11", "Casa UPB"), ("D+16", "Ana")]
    (mail,) = await letters_to(database, "Casa UPB")
    assert mail.address == "casa@example.org"
    assert "Motivo deste aviso: este é o contato do gabinete." in mail.body
    assert "Já avisamos: quem acompanha a meta e a coordenação." in mail.body


async def test_the_second_layers_does_not_reach_the_secretariat(database: Database) -> None:
    people = [("Bia", "IRECE", "coordenador"), ("Caio", "UPB", "coordenador"), ("Ana", "SEGES", "gabinete")]
    await found(database, UPB, MUNICIPALITY, people=people)
    await import_for(database, "IRECE")
    assert await climb(database) == [("D+6", "Bia")]


async def test_after_a_month_without_bell_the_highest_rung_is_told_at_once(database: Database) -> None:
    await found(database, UPB, people=[("Caio", "UPB", "coordenador"), ("Ana", "SEGES", "coordenador")])
    await import_for(database, "UPB")
    await ring(database, STARTS)
    for _ in range(3):
        await ring(database, date(2026, 1, 30))
    assert Heard("Ana", "1.2", "D+21") in await heard(database, "1.2")
    assert len([line for line in await heard(database, "1.2") if line.step in CLIMB]) == 1


async def test_who_was_passed_over_in_a_month_without_bell_is_not_said_to_be_told(database: Database) -> None:
    await found(database, UPB, people=EVERYBODY)
    await import_for(database, "UPB")
    await ring(database, date(2026, 1, 16))
    (mail,) = [one.body for one in await letters_to(database, "Ana") if "UPB" in one.body]
    assert "Ainda não avisamos ninguém da instituição." in mail
    assert ("Já avisamos" in mail, "Nenhum contato" in mail) == (False, False)


async def test_a_rung_says_why_it_is_told_and_who_was_told_before(database: Database) -> None:
    await found(database, UPB, people=EVERYBODY)
    await import_for(database, "UPB")
    await climb(database)
    mail = (await letters_to(database, "Caio"))[-1]
    assert "Ainda não recebemos o relato. O prazo era sexta-feira, 26/12/2025." in mail.body
    assert "Motivo deste aviso: você coordena a parceria." in mail.body
    assert "Já avisamos: quem mais acompanha a meta e a substituição." in mail.body


@pytest.mark.parametrize(
    ("people", "said"),
    [
        pytest.param({"Caio": "coordenador"}, "", id="nobody else"),
        pytest.param(
            {"Caio": "coordenador", "Suze": "substituto"}, "Já avisamos: a substituição.", id="Suze"
        ),
        pytest.param(
            {"Caio": "coordenador", "Dora": "servidor_designado"},
            "Já avisamos: quem mais acompanha a meta.",
            id="Dora, who follows it too",
        ),
    ],
)
async def test_whoever_follows_the_goal_reads_whom_else_was_told(
    database: Database, people: dict[str, str], said: str
) -> None:
    staff = [(name, "UPB", function) for name, function in people.items()]
    await found(database, UPB, people=[*staff, ("Ana", "SEGES", "coordenador")])
    await import_for(database, "UPB")
    await climb(database)
    mail = (await letters_to(database, "Caio"))[-1]
    assert "você coordena a parceria." in mail.body
    assert ("Já avisamos" in mail.body, "Nenhum contato" in mail.body) == (bool(said), False)
    assert said in mail.body


async def test_the_secretariat_is_told_that_the_institution_has_nobody(database: Database) -> None:
    await found(database, UPB, people=[("Ana", "SEGES", "coordenador")])
    await import_for(database, "UPB")
    await climb(database)
    mails = [mail.body for mail in await letters_to(database, "Ana")]
    assert sum("Nenhum contato da instituição recebe os avisos." in body for body in mails) == 1


async def test_a_report_stops_the_rung_that_was_about_to_be_told(database: Database) -> None:
    await found(database, UPB, people=EVERYBODY)
    await import_for(database, "UPB")
    await ring(database, CLIMB["D+6"])
    owed, dora = await owed_by(database, "UPB", "1.2"), await person_id(database, address("Dora"))
    async with a_desk(database, now=morning(CLIMB["D+6"]), actor=dora) as desk:
        await submit_deliverable(desk, owed.obligation.id, description="Ofício enviado", hours=None)
    assert [mail.state for mail in await letters_to(database, "Suze")] == [DeliveryState.CANCELLED]
    assert await climb(database) == [("D+6", "Suze")]


async def test_a_meta_interna_never_climbs(database: Database) -> None:
    await found(database, UPB, people=EVERYBODY)
    await import_for(database, "UPB")
    await climb(database)
    told = {line.step for line in await heard(database, "1.1")}
    assert told <= {"D-7", "D-1", "D0"}
