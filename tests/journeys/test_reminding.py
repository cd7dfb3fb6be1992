"""Reminders from plan to phone: once each, by the right channel, and never after the report."""

import asyncio
from datetime import timedelta

from elo.demo.cast import JOAO, MARIA
from tests.journeys.conftest import Town


async def test_a_reminder_due_on_sunday_leaves_on_friday_by_telegram_or_else_by_email(town: Town) -> None:
    maria = await town.linked(MARIA)
    town.morning(12)
    reminder = await maria.waits_for("Lembrete de prazo")
    assert "Faltam 12 dias: quarta-feira, 24/12/2025" in reminder.text
    assert "Pela lei, o prazo vai até sexta-feira, 26/12/2025" in reminder.text
    mail = await town.sandbox.mailbox.wait_for(to=JOAO.email)
    assert mail.subject == "Prazo em 24/12/2025: meta 1.2 do plano de trabalho"
    assert "24/12 tem expediente até as 13h" in mail.text
    assert not town.sandbox.mailbox.to(MARIA.email)


async def test_nobody_is_told_the_same_step_twice(town: Town) -> None:
    maria = await town.linked(MARIA)
    town.morning(12)
    await maria.waits_for("Lembrete de prazo")
    for _ in range(5):
        town.sandbox.clock.advance(timedelta(minutes=10))
        await asyncio.sleep(0.1)
    await maria.says("/ajuda")
    await maria.waits_for("O que você pode fazer aqui")
    assert sum("Lembrete de prazo" in text for text in maria.reads()) == 1
    assert len(town.sandbox.mailbox.to(JOAO.email)) == 1


async def test_who_does_not_acknowledge_gets_the_mail_too_and_who_does_not(town: Town) -> None:
    maria = await town.linked(MARIA)
    town.morning(12)
    await maria.waits_for("Lembrete de prazo")
    town.morning(15)
    await town.sandbox.mailbox.wait_for(to=MARIA.email, subject_contains="24/12/2025")
    town.morning(19)
    await maria.waits_for("Faltam 5 dias")
    await maria.presses("Ciente")
    await town.toast(maria)
    town.morning(22)
    await maria.waits_for("Faltam 2 dias")
    assert len(town.sandbox.mailbox.to(MARIA.email)) == 1


async def test_a_report_one_moment_before_stops_the_reminder(town: Town) -> None:
    maria = await town.linked(MARIA)
    town.sandbox.clock.advance(timedelta(days=3, hours=-1))  # 8h30 of the 12th: planned, not yet sent
    await maria.says('/entregar 1.2 "Ofício enviado"')
    await maria.waits_for("RP-2025-000001")
    town.morning(12)
    await town.sandbox.mailbox.wait_for(to=JOAO.email)
    await maria.says("/ajuda")
    await maria.waits_for("O que você pode fazer aqui")
    assert not any("Lembrete de prazo" in message.text for message in maria.messages)


async def test_after_three_weeks_of_downtime_only_the_most_useful_step_is_told(town: Town) -> None:
    maria = await town.linked(MARIA)
    town.sandbox.clock.advance(timedelta(days=20))  # 29/12: past -10, -5, -2 and the day itself
    reminder = await maria.waits_for("Lembrete de prazo")
    assert "Ainda não recebemos o relato. Prazo encerrado há 3 dias: " in reminder.text
    await maria.says("/ajuda")
    await maria.waits_for("O que você pode fazer aqui")
    assert sum("Lembrete de prazo" in text for text in maria.reads()) == 1


async def test_a_person_who_blocks_the_bot_is_told_by_mail(town: Town) -> None:
    maria = await town.linked(MARIA)
    maria.blocks()
    town.morning(12)
    mail = await town.sandbox.mailbox.wait_for(to=MARIA.email)
    assert "Meta 1.2" in mail.text
