"""The check-in of a semester from plan to phone: asked two weeks before, answered by one tap, asked no more."""

from datetime import datetime, timedelta

from elo.demo.cast import MARIA
from scheduler.clock import BRASILIA
from tests.journeys.conftest import Town


async def test_nothing_to_tell_is_one_tap_under_the_reminder(town: Town) -> None:
    maria = await town.linked(MARIA)
    town.sandbox.clock.set(datetime(2026, 6, 16, 9, 5, tzinfo=BRASILIA))
    await maria.waits_for("Acompanhamento semestral")
    await maria.presses("Nada a informar em nenhuma")
    receipt = await maria.waits_for("RP-2026-000001")
    assert "1º semestre de 2026" in receipt.text
    assert "Nada a informar: 1.1," in receipt.text
    maria.reads()
    town.sandbox.clock.advance(timedelta(days=14))  # 30/06: the day itself
    await maria.says("/prazos semestre")
    await maria.waits_for("O próximo é até quinta-feira, 31/12/2026")
    assert not any("Lembrete de prazo" in text and "Acompanhamento" in text for text in maria.reads())
