"""/adesao with a spreadsheet, in one line, and as the Secretariat takes termos in."""

from datetime import date

import pytest
from sqlalchemy import select

from bot.commands.adesao import MOST_PROBLEMS
from db import Database
from db.adhesions import AdhesionState
from db.enclosures import Enclosure
from rede.adhesion_rows import masked
from tests.bot.office_chat import OfficeChat
from tests.bot.sheets import HEADER, termos, workbook
from tests.rede.happenings import rede_of
from tests.rede.makers import ANA, MARIA, person_id
from tests.rede.termos import SIGNED, TOLD, adhesions, cnpj, informed, termo


async def chat_of(database: Database, email: str, day: date = TOLD) -> OfficeChat:
    return OfficeChat(database, await person_id(database, email), day)


async def enclosures(database: Database) -> list[str]:
    async with database.read() as session:
        return list((await session.scalars(select(Enclosure.name).order_by(Enclosure.id))).all())


async def test_a_spreadsheet_is_read_first_and_registered_once(database: Database) -> None:
    await rede_of(database, "UPB")
    maria = await chat_of(database, MARIA)
    assert "ou envie uma planilha" in await maria.says("/adesao")
    summary = await maria.sends(termos(12, signed=SIGNED), "termos.xlsx")
    assert "Li 12 termos: 12 novos, 0 já informados, 0 com erro." in summary
    assert "… e mais 2." in summary
    assert await adhesions(database) == []
    assert "Registrado: 12 termos de adesão de UPB." in await maria.presses("Registrar os 12")
    assert len(await adhesions(database)) == 12
    assert "antigo" in await maria.presses("Registrar os 12") or len(await adhesions(database)) == 12


async def test_rows_with_errors_are_named_and_the_good_ones_registered(database: Database) -> None:
    await rede_of(database, "UPB")
    await informed(database, termo(1))
    maria = await chat_of(database, MARIA)
    await maria.says("/adesao")
    rows = [
        (termo(1).name, cnpj(1), SIGNED),
        ("Flores", cnpj(2), SIGNED),
        ("Jardim", "123", SIGNED),
        ("Horta", cnpj(4), date(2026, 3, 1)),
    ]
    summary = await maria.sends(workbook([HEADER, *rows]), "termos.xlsx")
    assert "Li 4 termos: 1 novo, 1 já informado, 2 com erro." in summary
    assert "• Linha 4: confira o CNPJ." in summary
    assert "• Linha 5: a assinatura é de antes do acordo, que começou em 02/03/2026." in summary
    await maria.presses("Registrar 1 termo")
    assert [one.name for one in await adhesions(database)] == [termo(1).name, "Flores"]


async def test_many_errors_come_back_as_a_spreadsheet(database: Database) -> None:
    await rede_of(database, "UPB")
    maria = await chat_of(database, MARIA)
    await maria.says("/adesao")
    rows = [("Flores", "123", SIGNED)] * (MOST_PROBLEMS + 2)
    summary = await maria.sends(workbook([HEADER, *rows]), "termos.xlsx")
    assert "… e mais 2, na planilha acima." in summary
    assert await enclosures(database) == ["linhas-com-erro.xlsx"]


async def test_the_model_is_sent_and_what_is_no_table_is_refused(database: Database) -> None:
    await rede_of(database, "UPB")
    maria = await chat_of(database, MARIA)
    await maria.says("/adesao")
    assert "planilha vazia" in await maria.presses("Baixar modelo")
    assert maria.answers[-1].enclosure_id is not None
    with pytest.raises(Exception, match="adhesions_sheet_unreadable"):
        await maria.sends(b"PK...", "foto.png")
    # The form is still open.
    assert "Li 1 termo" in await maria.sends(termos(1, signed=SIGNED), "termos.xlsx")


async def test_everything_in_one_line(database: Database) -> None:
    await rede_of(database, "UPB")
    maria = await chat_of(database, MARIA)
    more = "19999.000123/2025-07; 01/04/2026; Rita; rita@example.org"
    summary = await maria.says(f"/adesao Flores; {cnpj(1)}; sexta-feira, 20/03; {more}")
    assert "20/03/2026 (sexta-feira)" in summary
    await maria.says("registrar")
    [one] = await adhesions(database)
    assert (one.name, one.sei, one.starts) == ("Flores", "19999.000123/2025-07", date(2026, 4, 1))
    assert one.contact_email == "rita@example.org"


async def test_the_secretariat_takes_all_of_a_partner_in(database: Database) -> None:
    await rede_of(database, "UPB")
    await informed(database, termo(1), termo(2))
    ana = await chat_of(database, ANA)
    assert "• UPB: 2, desde" in await ana.says("/adesao")
    assert "Esperam aceite: 2." in await ana.presses("UPB: 2")
    assert "Aceitos: 2 termos de UPB." in await ana.presses("Aceitar os 2")
    assert "Nenhum termo de adesão de UPB espera aceite." in await ana.presses("Aceitar os 2")
    assert {one.state for one in await adhesions(database)} == {AdhesionState.ACCEPTED}
    assert "Nenhum termo de adesão espera aceite." in await ana.says("/adesao")


async def test_the_secretariat_decides_one_by_one(database: Database) -> None:
    await rede_of(database, "UPB")
    await informed(database, termo(1), termo(2), termo(3))
    ana = await chat_of(database, ANA)
    for said in ("/adesao upb", "/adesao aceitar upb"):
        assert "Esperam aceite: 3." in await ana.says(said)
    assert termo(1).name in await ana.presses("Ver um a um")
    assert termo(2).name in await ana.presses("Ver o próximo")
    assert f"Aceito: {termo(2).name}." in await ana.presses("Aceitar")
    assert "Escreva o motivo" in await ana.presses("Recusar")
    told = await ana.says("Falta a assinatura do prefeito.")
    assert f"Recusado: {termo(1).name}." in told
    assert termo(3).name in told
    states = [one.state for one in await adhesions(database)]
    assert states == [AdhesionState.REFUSED, AdhesionState.ACCEPTED, AdhesionState.INFORMED]


async def test_one_is_refused_in_one_line(database: Database) -> None:
    await rede_of(database, "UPB")
    await informed(database, termo(1), termo(2))
    ana = await chat_of(database, ANA)
    assert f"Recusado: {termo(2).name}." in await ana.says(f"/adesao recusar {cnpj(2)} Já está na Rede.")
    assert "Escreva o motivo" in await ana.says(f"/adesao recusar {masked(cnpj(1))}")
    assert f"Recusado: {termo(1).name}." in await ana.says("Falta a assinatura.")
    assert [one.reason for one in await adhesions(database)] == ["Falta a assinatura.", "Já está na Rede."]


async def test_a_partner_cannot_accept(database: Database) -> None:
    await rede_of(database, "UPB")
    await informed(database, termo(1))
    maria = await chat_of(database, MARIA)
    with pytest.raises(Exception, match="not_found"):
        await maria.says("/adesao aceitar UPB")
