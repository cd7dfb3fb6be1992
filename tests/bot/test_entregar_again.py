"""/entregar for a report that came back: offered first, filled in as it was, sent under the same protocol."""

from datetime import date

import pytest

from db import Database
from db.ids import PersonId
from rede.filing import ReportRefused
from tests.bot.office_chat import OfficeChat
from tests.rede.makers import JOAO, MARIA, import_for, person_id, register
from tests.rede.test_correct_deliverable import returned

DAY = date(2025, 12, 12)


@pytest.fixture
async def maria(database: Database) -> OfficeChat:
    await register(database)
    await import_for(database, "UPB")
    who: PersonId = await person_id(database, MARIA)
    await returned(database, who)
    return OfficeChat(database, who, DAY)


async def test_it_is_offered_first_and_sent_again(maria: OfficeChat) -> None:
    await maria.says("/entregar")
    assert maria.answers[-1].buttons[0][0][0] == "Ajustar RP-2025-000001"
    said = await maria.presses("Ajustar RP-2025-000001")
    assert "voltou para ajuste: Falta a data." in said
    assert "Reenvie até sábado, 20/12/2025." in said
    assert "Relato: Feito" in said
    await maria.presses("Corrigir")
    await maria.presses("Relato")
    await maria.says("Feito em 09/12")
    said = await maria.presses("Enviar")
    assert "Recebemos o ajuste do seu relato" in said
    assert "A data que conta é terça-feira, 09/12/2025" in said
    assert maria.answers[-1].buttons == ()


async def test_in_one_line_by_its_protocol(maria: OfficeChat) -> None:
    said = await maria.says('/entregar RP-2025-000001 "Feito em 09/12"')
    assert "Recebemos o ajuste" in said
    with pytest.raises(ReportRefused, match="report_not_returned"):
        await maria.says('/entregar RP-2025-000001 "Feito em 10/12"')


async def test_as_it_was_it_is_not_sent(maria: OfficeChat) -> None:
    await maria.says("/entregar RP-2025-000001")
    with pytest.raises(ReportRefused, match="report_unchanged"):
        await maria.presses("Enviar")


async def test_another_institution_is_not_offered_it(maria: OfficeChat, database: Database) -> None:
    await import_for(database, "IRECE")
    joao = OfficeChat(database, await person_id(database, JOAO), DAY)
    await joao.says("/entregar")
    assert "Ajustar" not in str(joao.answers[-1].buttons)
