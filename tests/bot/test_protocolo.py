"""/protocolo: the Secretariat finds a notice or a report by its number, and sees its way; nobody else does."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update

from bot.protocol_numbers import read_notice, read_report
from db import Database
from db.announcements import NEVER
from db.attempts import Attempt
from db.deliveries import Delivery, DeliveryState
from db.ids import NoticeId
from db.notices import NoticeKind, notice_code
from rede.access import NotYours
from rede.submit_deliverable import submit_deliverable
from rede.trace_lines import LONGEST_ANSWER, MOST_STEPS
from sandbox.formatting.entities import utf16_length
from sandbox.formatting.html_text import parse_html
from tests.bot.office_chat import OfficeChat
from tests.rede.makers import ANA, JOAO, MARIA, NOW, STARTS, a_desk, owed_by, person_id
from tests.rede.traces import BLOCKED, LOST, MAILED, REFUSED, SENT, STANDS_BY, Past, rede_of_upb, told


@pytest.fixture
async def ana(database: Database) -> OfficeChat:
    """Ana serves the Secretariat; UPB, whom Maria serves, has an agreement."""
    await rede_of_upb(database)
    return OfficeChat(database, await person_id(database, ANA), STARTS)


def shown(html: str) -> str:
    return parse_html(html).text


async def test_a_notice_is_told_in_short(ana: OfficeChat, database: Database) -> None:
    number = await told(database, BLOCKED, MAILED, steps=("D-10",))
    said = shown(await ana.says(f"/protocolo {notice_code(number)}"))
    assert said.startswith(f"Aviso {notice_code(number)} · lembrete")
    assert "Para: Maria\n• UPB: coordenação\nSobre: UPB, meta 1.2." in said
    assert "Telegram: não chegou: 403 Forbidden: bot was blocked by the user." in said
    assert "E-mail: enviado em ter., 09/12/2025 10h04." in said


async def test_the_way_is_told_step_by_step(ana: OfficeChat, database: Database) -> None:
    number = await told(database, LOST, REFUSED)
    await ana.says(f"/protocolo {number}")
    steps = shown(await ana.presses("Ver o caminho")).splitlines()
    assert steps[2:] == [
        "• ter., 09/12/2025 10h00 · planejado",
        "• ter., 09/12/2025 10h00 · redigido",
        "• ter., 09/12/2025 10h01 · Telegram, tentativa 1: resposta perdida (no answer in time)",
        "• ter., 09/12/2025 10h01 · Telegram: reenviado",
        "• ter., 09/12/2025 10h02 · Telegram, tentativa 2: o servidor aceitou (250 2.0.0 Ok)",
        "• foi por e-mail (hora não registrada)",
        "• ter., 09/12/2025 10h02 · e-mail, tentativa 1: não foi possível entregar "
        "(550 5.1.1 <m***@upb.example.org>: no such user)",
        "",
        "Horários de Brasília. Entre parênteses, o registro técnico de cada tentativa.",
    ]


async def test_what_is_held_is_said_to_wait_for_a_decision(ana: OfficeChat, database: Database) -> None:
    number = await told(database, Past(DeliveryState.PENDING), kind=NoticeKind.ANNOUNCEMENT)
    async with a_desk(database) as desk:
        await desk.session.execute(update(Delivery).values(not_before=NEVER))
    said = shown(await ana.says(f"/protocolo {number}"))
    assert "Telegram: parado, à espera de decisão." in said
    steps = shown(await ana.presses("Ver o caminho"))
    assert "• Telegram: parado, à espera de decisão" in steps
    assert "999" not in said + steps


async def test_a_long_way_fits_one_message_and_begins_with_what_is_newest(
    ana: OfficeChat, database: Database
) -> None:
    number = await told(database, SENT, STANDS_BY)
    async with a_desk(database) as desk:
        rows = select(Delivery.id).where(Delivery.notice_id == number).order_by(Delivery.id)
        [first, _] = (await desk.session.scalars(rows)).all()
        tries = [
            {"delivery_id": first, "number": n, "ended_at": NOW + timedelta(hours=n), "outcome": "retry"}
            | {"answer": "resposta " * 90}
            for n in range(2, 90)
        ]
        await desk.session.execute(insert(Attempt), tries)
    await ana.says(f"/protocolo {number}")
    way = shown(await ana.presses("Ver o caminho"))
    assert utf16_length(way) <= 4096
    assert "tentativa 89: não saiu" in way.splitlines()[3]
    assert way.count("•") == MOST_STEPS
    assert max(map(len, way.splitlines())) < LONGEST_ANSWER + 90
    assert "Do passo mais novo ao mais antigo:" in way
    assert "Há mais 72 passos antes." in way


async def test_the_number_is_asked_for_and_what_did_not_arrive_is_offered(
    ana: OfficeChat, database: Database
) -> None:
    numbers = [await told(database, BLOCKED, REFUSED) for _ in range(6)]
    asked = await ana.says("/protocolo")
    assert "Estes avisos não chegaram ou podem não ter chegado:" in asked
    offered = [label for row in ana.answers[0].buttons for label, _ in row]
    assert offered == [notice_code(number) for number in reversed(numbers[1:])]
    assert f"Aviso {offered[0]}" in shown(await ana.presses(offered[0]))


async def test_the_number_may_follow(ana: OfficeChat, database: Database) -> None:
    number = await told(database, SENT)
    assert "Nenhum aviso com falha" in await ana.says("/protocolo")
    assert (await ana.says("aquele de ontem")).startswith("Não entendi o número.")
    assert (await ana.says("AV-999")).startswith("Não encontrei AV-000999.")
    assert f"Aviso {notice_code(number)}" in shown(await ana.says(f"av {number}"))
    assert await ana.fields() == {}
    assert f"Aviso {notice_code(number)}" in shown(await ana.says(f"av {number}"))
    assert "Não entendi a mensagem." in await ana.says(str(number))


async def test_a_report_is_told_by_its_protocol(ana: OfficeChat, database: Database) -> None:
    async with a_desk(database, actor=await person_id(database, MARIA)) as desk:
        number = (await owed_by(database, "UPB", "1.2")).obligation.id
        receipt = await submit_deliverable(desk, number, description="Indicamos por ofício.", hours=None)
        protocol = receipt.protocol
    said = shown(await ana.says(f"/protocolo {protocol.lower()}"))
    assert said.startswith(f"Relato {protocol}")
    assert "UPB · União dos Municípios da Bahia" in said
    assert "Meta 1.2" in said
    assert (
        "Recebido em ter., 09/12/2025 10h00 (horário de Brasília).\nSituação: recebido, em conferência."
        in said
    )


@pytest.mark.parametrize("asked", ["AV-000999", "RP-2025-000999", "2147483647"])
async def test_what_does_not_exist_is_said(ana: OfficeChat, asked: str) -> None:
    assert "Não encontrei" in await ana.says(f"/protocolo {asked}")


async def test_to_others_every_number_looks_as_one_that_does_not_exist(
    ana: OfficeChat, database: Database
) -> None:
    number = await told(database, SENT)
    maria = OfficeChat(database, await person_id(database, MARIA), STARTS)
    for asked in (str(number), "999"):
        with pytest.raises(NotYours):
            await maria.says(f"/protocolo {asked}")
    for data in (f"way:{number}", f"notice:{number}", "way:999"):
        with pytest.raises(NotYours):
            await maria.presses_data(data)


async def test_a_report_is_told_to_whoever_may_read_it(ana: OfficeChat, database: Database) -> None:
    async with a_desk(database, actor=await person_id(database, MARIA)) as desk:
        number = (await owed_by(database, "UPB", "1.2")).obligation.id
        protocol = (
            await submit_deliverable(desk, number, description="Ofício enviado.", hours=None)
        ).protocol
    maria, joao = [OfficeChat(database, await person_id(database, one), STARTS) for one in (MARIA, JOAO)]
    assert f"Relato {protocol}" in shown(await maria.says(f"/protocolo {protocol}"))
    assert "Qual é o protocolo do relato?" in await maria.says("/protocolo")
    assert f"Relato {protocol}" in shown(await maria.says(protocol))
    assert (await joao.says(f"/protocolo {protocol}")).startswith(f"Não encontrei {protocol}")
    assert (await joao.says("/protocolo RP-2025-000999")).startswith("Não encontrei RP-2025-000999")


async def test_a_button_of_a_notice_that_is_gone_is_old(ana: OfficeChat) -> None:
    for data in ("way:999", "notice:x", "way:"):
        assert "Este botão expirou" in await ana.presses_data(data)


async def test_addresses_are_masked_in_both(ana: OfficeChat, database: Database) -> None:
    number = await told(database, SENT, REFUSED)
    async with a_desk(database) as desk:
        await desk.session.execute(update(Delivery).values(last_error=f"550 <{MARIA}>"))
    assert MARIA not in await ana.says(f"/protocolo {number}")
    assert MARIA not in await ana.presses("Ver o caminho")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(
            (text, 123)
            for text in ("AV-000123", "av 123", "AV123", "123", " aviso AV-000123.", "AV\u2013000123")
        ),
        *((text, None) for text in ("", "AV", "av-0", "99999999999", "2147483648", "1.2", "meta 1", "١٢٣")),
    ],
)
def test_the_number_of_a_notice_is_read_however_it_is_written(text: str, number: int | None) -> None:
    assert read_notice(text) == (None if number is None else NoticeId(number))


@pytest.mark.parametrize(
    ("text", "protocol"),
    [
        *(
            (text, "RP-2026-000142")
            for text in ("RP-2026-000142", "rp 2026 142", "protocolo RP-2026-000142.")
        ),
        ("RH-2024-000001", "RH-2024-000001"),
        *((text, None) for text in ("2026-000142", "RP-2026", "RX-2026-000142")),
    ],
)
def test_the_protocol_of_a_report_is_read_however_it_is_written(text: str, protocol: str | None) -> None:
    assert read_report(text) == protocol
