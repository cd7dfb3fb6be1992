"""/conferir: the queue by age, one report at a time; given back in a dialogue or one line; many at once."""

from datetime import date

import pytest
from sqlalchemy import select

from db import Database
from db.deliverables import Deliverable, DeliverableState
from rede.access import NotYours
from rede.delegate_review import DelegationRefused
from rede.filing import Details
from rede.review_deliverable import ReviewRefused
from tests.bot.office_chat import OfficeChat
from tests.rede.makers import ANA, MARIA, NOW, days, person_id
from tests.rede.reviews import RUI, a_network, accepts, handed_in, stored

DAY = date(2025, 12, 10)


async def chat(database: Database, who: str = ANA) -> OfficeChat:
    return OfficeChat(database, await person_id(database, who), DAY)


async def three(database: Database) -> list[Deliverable]:
    """Handed in on different days, and not in this order."""
    await a_network(database)
    return [
        await handed_in(database, "1.2"),
        await handed_in(database, "2.2", hours="20", now=NOW - days(1)),
        await handed_in(database, "2.2", hours="10", now=NOW + days(1)),
    ]


async def states(database: Database) -> list[str]:
    async with database.read() as session:
        return [str(one) for one in await session.scalars(select(Deliverable.state).order_by(Deliverable.id))]


async def test_the_oldest_comes_first_and_the_next_after_it(database: Database) -> None:
    middle, oldest, newest = await three(database)
    ana = await chat(database)
    assert f"{oldest.protocol}</b> · 1 de 3" in await ana.says("/conferir")
    assert f"{middle.protocol}</b> · 2 de 3" in await ana.presses("Próximo")
    assert f"{newest.protocol}</b> · 3 de 3" in await ana.presses("Próximo")
    assert "Ainda há 3 relatos" in await ana.presses("Próximo")


async def test_the_card_says_what_there_is_to_know(database: Database) -> None:
    await a_network(database)
    told = Details(evidence={"title": "Transferegov", "days": "2025-12-01/2025-12-02", "place": "Salvador"})
    first = await handed_in(database, "2.2", hours="20", details=told)
    await handed_in(database, "2.2", hours="20", details=told, now=NOW + days(1))
    ana = await chat(database)
    card = await ana.says("/conferir 2.2") + await ana.presses("Próximo")
    for words in ("no prazo", "Feito: 2.2", "Salvador", "Horas de aula: 20", "Enviado por Maria."):
        assert words in card
    assert f"Parece repetido do {first.protocol}" in card


async def test_accepted_by_a_tap_the_next_one_follows(database: Database) -> None:
    middle, oldest, _ = await three(database)
    ana = await chat(database)
    await ana.says("/conferir")
    said = await ana.presses("Aceitar")
    assert f"{oldest.protocol} · UPB, meta 2.2" in said
    assert f"{middle.protocol}</b> · 1 de 2" in said
    assert (await stored(database, oldest.protocol)).state is DeliverableState.ACCEPTED


async def test_a_tap_too_late_says_what_happened_since(database: Database) -> None:
    _, oldest, _ = await three(database)
    ana = await chat(database)
    await ana.says("/conferir")
    await accepts(database, RUI, oldest)
    assert f"{oldest.protocol} já foi aceito por Rui" in await ana.presses("Aceitar")


async def test_given_back_in_a_dialogue_with_the_day_that_is_offered(database: Database) -> None:
    _, oldest, _ = await three(database)
    ana = await chat(database)
    await ana.says("/conferir")
    await ana.presses("Devolver")
    await ana.says("Falta a lista")
    assert "Novo envio até: sexta-feira, 26/12/2025" in await ana.presses("Até 26/12/2025")
    assert "Quem enviou será avisado" in await ana.presses("Devolver")
    after = await stored(database, oldest.protocol)
    assert (after.state, after.reason, after.due_again) == (
        DeliverableState.RETURNED, "Falta a lista", date(2025, 12, 26)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("amanhã ou depois", "Não entendi a data"),
        ("semana que vem", "mais de um dia"),
        ("ontem", "Não entendi a data"),
        ("hoje", "depois de hoje"),
        ("sexta", "sexta-feira, 12/12/2025"),
    ],
)
async def test_a_day_is_asked_for_again_till_it_is_one(database: Database, typed: str, told: str) -> None:
    await three(database)
    ana = await chat(database)
    await ana.says("/conferir")
    await ana.presses("Devolver")
    await ana.says("Falta a lista")
    assert told in await ana.says(typed)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ('devolver "Falta a lista, de 12/12" 15/12', "segunda-feira, 15/12/2025"),
        ("devolver Falta a lista 15/12", "Motivo: Falta a lista"),
        ('devolver "Falta a lista"', "Até quando"),
        ("devolver", "O que falta"),
    ],
)
async def test_given_back_in_one_line_as_far_as_it_goes(database: Database, words: str, shown: str) -> None:
    _, oldest, _ = await three(database)
    ana = await chat(database)
    assert shown in await ana.says(f"/conferir {oldest.protocol} {words}")


async def test_a_whole_list_is_accepted_with_one_more_tap(database: Database) -> None:
    await three(database)
    await handed_in(database, "C1", by=ANA, acronym="SEGES")
    ana = await chat(database)
    await ana.says("/conferir lista")
    assert "Aceitar estes 3 relatos?" in await ana.presses("Aceitar os 3 da lista")
    assert "<b>3 relatos aceitos</b>" in await ana.presses("Confirmar")
    # Her own waits for somebody else.
    assert await states(database) == ["accepted"] * 3 + ["self_declared"]


async def test_some_are_accepted_by_their_numbers(database: Database) -> None:
    first, second, _ = await three(database)
    ana = await chat(database)
    said = await ana.says(f"/conferir aceitar {first.protocol} {second.protocol}")
    assert "<b>2 relatos aceitos</b>" in said
    assert await states(database) == ["accepted", "accepted", "submitted"]


async def test_one_of_a_list_that_was_decided_meanwhile_is_told_and_the_others_are_accepted(
    database: Database,
) -> None:
    first, second, _ = await three(database)
    ana = await chat(database)
    await ana.says("/conferir lista")
    await ana.presses("Aceitar os 3 da lista")
    await accepts(database, RUI, first)
    said = await ana.presses("Confirmar")
    assert "<b>2 relatos aceitos</b>" in said
    assert f"{first.protocol} já foi aceito por Rui" in said
    assert second.protocol in said


async def test_a_decision_is_undone_by_a_tap(database: Database) -> None:
    _, oldest, _ = await three(database)
    ana = await chat(database)
    await ana.says(f"/conferir {oldest.protocol} aceitar")
    assert "Decisão desfeita" in await ana.presses("Desfazer")
    assert (await stored(database, oldest.protocol)).state is DeliverableState.SUBMITTED


@pytest.mark.parametrize("asked", ["2.2", "UPB", "meta 2.2"])
async def test_what_is_shown_is_chosen_by_goal_or_institution(database: Database, asked: str) -> None:
    await three(database)
    ana = await chat(database)
    assert "Meta 2.2" in await ana.says(f"/conferir {asked}")


async def test_filters_are_buttons_with_how_many_wait(database: Database) -> None:
    await three(database)
    sampled = await handed_in(database, "1.1")
    ana = await chat(database)
    await ana.says("/conferir lista")
    await ana.presses("Filtrar")
    assert sampled.protocol in await ana.presses("Ver a amostra (1)")
    await ana.says("/conferir lista")
    await ana.presses("Filtrar")
    assert "1 de 2" in await ana.presses("Meta 2.2 (2)")


async def test_ones_own_report_has_no_button_and_another_confirms_it(database: Database) -> None:
    await a_network(database)
    report = await handed_in(database, "C1", by=ANA, acronym="SEGES")
    ana, rui = await chat(database), await chat(database, RUI)
    assert "outra pessoa precisa conferir" in await ana.says("/conferir")
    with pytest.raises(StopIteration):
        ana.button("Confirmar")
    await rui.says("/conferir")
    await rui.presses("Confirmar")
    assert (await stored(database, report.protocol)).state is DeliverableState.ACCEPTED


async def test_a_partner_hears_who_checks_until_it_may_itself(database: Database) -> None:
    await three(database)
    ana, maria = await chat(database), await chat(database, MARIA)
    assert "é a Secretaria-Executiva" in await maria.says("/conferir")
    assert "agora fica com UPB" in await ana.says("/conferir delegar UPB")
    assert "Nenhum relato espera" in await maria.says("/conferir")
    assert "voltou para a Secretaria-Executiva" in await ana.says("/conferir retirar UPB")
    with pytest.raises(DelegationRefused):
        await ana.says("/conferir retirar UPB")


async def test_a_number_that_is_not_theirs_looks_like_none(database: Database) -> None:
    first, _, _ = await three(database)
    maria = await chat(database, MARIA)
    for protocol in (first.protocol, "RP-2025-999999"):
        with pytest.raises(NotYours):
            await maria.says(f"/conferir {protocol} aceitar")


async def test_a_reason_that_cannot_be_kept_is_refused_and_the_question_stays(database: Database) -> None:
    await three(database)
    ana = await chat(database)
    await ana.says("/conferir")
    await ana.presses("Devolver")
    with pytest.raises(ReviewRefused):
        await ana.says("...")
    assert "Até quando" in await ana.says("Falta a lista")


async def test_a_long_description_comes_whole_beside_the_card(database: Database) -> None:
    await a_network(database)
    ana, maria = await chat(database), await chat(database, MARIA)
    await maria.says(f"/entregar 1.2 {'palavra ' * 350}")
    await maria.presses("Enviar") if "Posso registrar?" in maria.answers[-1].text else None
    await ana.says("/conferir")
    assert len(ana.answers) == 2
    assert all(len(answer.text) < 4096 for answer in ana.answers)


@pytest.mark.parametrize(
    "data", ["place:1'; --", "place:", "key:\u202e<b>", "sampled:x", "due:x", "do:x", "accept:1-1"]
)
async def test_a_button_that_we_did_not_make_does_nothing(database: Database, data: str) -> None:
    await three(database)
    ana = await chat(database)
    await ana.says("/conferir")
    assert await ana.presses_data(f"form:1:{data}")
    assert await states(database) == ["submitted"] * 3
