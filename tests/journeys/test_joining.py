"""Who may talk to the service: invites, and what a stranger is told."""

import re
from datetime import timedelta

from bot.command import Scope
from bot.menu import shown
from elo.demo.cast import JOAO, MARIA, Role
from elo.demo.stage import CODE_SUBJECT, code_in
from sandbox.requests.json_values import JsonObject
from tests.journeys.conftest import Town


async def test_a_stranger_is_told_how_to_get_an_invite(town: Town) -> None:
    stranger = town.stranger()
    for words in ("/start", "/prazos", "oi", "/ajuda", "/nada"):
        await stranger.says(words)
        answer = await stranger.waits_for("Ainda não conheço esta conversa")
        assert "rede@seges.example.org" in answer.text


async def code_for(town: Town, role: Role, *, after: int) -> str:
    """The six digits of the first mail that came to this person after so many mails."""
    mail = await town.sandbox.mailbox.wait_for(to=role.email, subject_contains=CODE_SUBJECT, after=after)
    return code_in(mail.text)


async def test_an_invite_works_once_with_the_code_of_the_mail(town: Town) -> None:
    token = await town.stage.invite(MARIA)
    maria, other = town.stranger("Maria"), town.stranger("Outra pessoa")
    before = len(town.sandbox.mailbox.messages)
    await maria.says(f"/start {token}")
    assert "m•••@" in (await maria.waits_for("Falta um passo")).text
    code = await code_for(town, MARIA, after=before)
    await maria.says(code)
    assert "União dos Municípios da Bahia" in (await maria.waits_for("ligada ao seu cadastro")).text
    await other.says(f"/start {token}")
    await other.waits_for("já foi usado")
    await other.says("/prazos")
    await other.waits_for("Ainda não conheço")
    assert [command.name for command in maria.menu] == [name for name, _ in shown(Scope.COORDINATOR)]


async def test_a_stranger_is_sent_an_invite_and_types_what_it_says(town: Town) -> None:
    maria = town.stranger("Maria")
    await maria.says("/start")
    await maria.waits_for("Qual é o e-mail do seu cadastro")
    await maria.says(MARIA.email)
    await maria.waits_for("Se este e-mail está no cadastro")
    invite = await town.sandbox.mailbox.wait_for(to=MARIA.email, subject_contains="convite")
    typed = re.search(r"^2\. Envie este código: (\S+)", invite.text, re.MULTILINE)
    assert typed is not None
    assert "cid:enclosure" in invite.html
    await maria.says(typed[1])
    await maria.waits_for("Falta um passo")
    await maria.says(await code_for(town, MARIA, after=invite.number))
    await maria.waits_for("ligada ao seu cadastro")


async def test_an_invite_of_eight_days_ago_has_lost_its_validity(town: Town) -> None:
    token = await town.stage.invite(JOAO)
    town.sandbox.clock.advance(timedelta(days=8))
    joao = town.stranger("João")
    await joao.says(f"/start {token}")
    await joao.waits_for("perdeu a validade")


async def test_a_newer_invite_replaces_the_older(town: Town) -> None:
    older, newer = await town.stage.invite(JOAO), await town.stage.invite(JOAO)
    joao = town.stranger("João")
    await joao.says(f"/start {older}")
    await joao.waits_for("trocado por um mais novo")
    await joao.says(f"/start {newer}")
    await joao.waits_for("Falta um passo")


async def test_a_word_that_is_no_invite_is_not_recognised(town: Town) -> None:
    someone = town.stranger()
    await someone.says("/start abc<b>&")
    await someone.waits_for("Não reconheço este convite")


async def test_a_group_is_told_to_talk_in_private_and_learns_nothing(town: Town) -> None:
    maria = await town.linked(MARIA)
    group = town.sandbox.telegram.group("Grupo da Rede")
    town.sandbox.telegram.updates.put("message", group_message(group.id, maria.chat_id, "/prazos"))
    await maria.says("/ajuda")
    await maria.waits_for("/prazos")
    said = [event.message.text for event in group.events if event.message.by_bot]
    assert said == ["Para proteger os dados da sua instituição, fale comigo em particular."]


def group_message(group: int, person: int, text: str) -> JsonObject:
    return {
        "message_id": 1,
        "date": 1765285200,
        "chat": {"id": group, "type": "supergroup", "title": "Grupo da Rede"},
        "from": {"id": person, "is_bot": False, "first_name": "Maria"},
        "text": text,
    }
