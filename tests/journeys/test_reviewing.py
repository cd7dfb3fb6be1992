"""What becomes of a report, through the whole service: returned, sent again, accepted; entered for others."""

from elo.demo.cast import ANA, JOAO, MARIA, RUI
from tests.journeys.conftest import Town


async def test_a_report_is_returned_sent_again_and_accepted(town: Town) -> None:
    maria, ana = await town.linked(MARIA), await town.linked(ANA)
    await maria.says('/entregar 2.2 "Curso de Transferegov" 20h')
    await maria.waits_for("Recebemos seu relato")
    await town.sandbox.mailbox.wait_for(to=MARIA.email, subject_contains="RP-2025-000001")
    await ana.says('/conferir RP-2025-000001 devolver "Falta a lista de presença" 19/12')
    assert "sexta-feira, 19/12/2025" in (await ana.waits_for("Devolver para ajuste?")).text
    await ana.presses("Devolver")
    told = await maria.waits_for("Falta a lista de presença")
    assert "RP-2025-000001" in told.text
    await maria.presses("Ajustar RP-2025-000001")
    await maria.waits_for("voltou para ajuste")
    await maria.says("Curso de Transferegov, com lista de presença de 40 pessoas")
    assert "lista de presença" in (await maria.waits_for("Posso registrar?")).text
    await maria.presses("Enviar")
    await maria.waits_for("Recebemos o ajuste do seu relato")
    await ana.says("/conferir RP-2025-000001 aceitar")
    await ana.waits_for("Relato aceito")
    await maria.waits_for("aceito")


async def test_what_came_by_letter_is_entered_for_a_municipality_which_may_contest_it(town: Town) -> None:
    joao, ana = await town.linked(JOAO), await town.linked(ANA)
    await ana.says('/registrar IRECE 1.2 "Ofício nº 7" ofício 09/12/2025')
    await ana.waits_for("Registrado · Protocolo")
    await joao.waits_for("Ofício nº 7")
    await joao.presses("Contestar")
    await joao.waits_for("?")
    await joao.says("Ainda não enviamos esse ofício")
    await joao.waits_for("RP-2025-000001")
    mail = await town.sandbox.mailbox.wait_for(to=RUI.email, subject_contains="contest")
    assert "Ainda não enviamos esse ofício" in mail.text


async def test_who_is_named_gets_an_invite_and_the_secretariat_a_letter(town: Town) -> None:
    maria = await town.linked(MARIA)
    await maria.says('/indicar 1.2 "Joana Lima (fictícia)" joana@upb.example.org')
    await maria.waits_for("Indicação registrada")
    mailbox = town.sandbox.mailbox
    letter = await mailbox.wait_for(to="rede@seges.example.org", subject_contains="1.2")
    assert "joana@upb.example.org" in letter.text
    invite = await mailbox.wait_for(to="joana@upb.example.org", subject_contains="onvite")
    assert [part.name for part in invite.attachments]
