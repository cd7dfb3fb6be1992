"""How a stranger becomes somebody, as they see it: what they type, press and read."""

from datetime import datetime, timedelta

import pytest

from bot.dispatch import dispatch, open_turn
from bot.turn import Answer
from bot.update import Said
from db import Database
from db.channels import person_of_chat
from db.drafts import draft_of
from db.guesses import guesses_of
from db.notices import NoticeKind
from rede.desk import Office
from rede.invite_person import Issued, issue_invite
from tests.rede.joining import OFFICE, another, mails, newest_code
from tests.rede.makers import ANA, JOAO, MARIA, NOW, a_desk, link, make_office, person_id, register

CHAT = 8123456789


class Phone:
    """Whoever's chat it is at the moment; nobody's at first."""

    def __init__(self, database: Database, office: Office = OFFICE) -> None:
        self.database, self.office, self.minutes = database, office, 0
        self.heard: list[Answer] = []

    async def says(self, text: str) -> str:
        return await self._turn(Said(update_id=1, chat_id=CHAT, private=True, text=text))

    async def presses(self, label: str) -> str:
        buttons = [one for answer in reversed(self.heard) for row in answer.buttons for one in row]
        data = next(data for text, data in buttons if text == label)
        return await self._turn(Said(update_id=1, chat_id=CHAT, private=True, pressed=data))

    def labels(self) -> list[str]:
        return [text for row in self.heard[-1].buttons for text, _ in row]

    async def _turn(self, said: Said) -> str:
        async with a_desk(self.database, office=self.office, now=self._now) as desk:
            turn = await open_turn(desk, said, await person_of_chat(desk.session, CHAT))
            await dispatch(turn)
        self.heard += turn.answers
        return "\n".join(answer.text for answer in turn.answers)

    @property
    def _now(self) -> datetime:
        return NOW + timedelta(minutes=self.minutes)


@pytest.fixture
async def phone(database: Database) -> Phone:
    await register(database)
    return Phone(database)


async def invited(phone: Phone, email: str = MARIA) -> Issued:
    who = await person_id(phone.database, email)
    async with a_desk(phone.database, office=OFFICE) as desk:
        return await issue_invite(desk, who)


async def test_an_invite_then_the_code_of_the_mail_and_the_chat_is_theirs(phone: Phone) -> None:
    issued = await invited(phone)
    asked = await phone.says(f"/start {issued.token}")
    assert "Enviei um código de 6 números para m•••@upb.example.org" in asked
    assert phone.labels() == ["Reenviar código", "Perdi acesso ao e-mail"]
    code = await newest_code(phone.database)
    welcome = await phone.says(f"Código: {code[:3]} {code[3:]}")
    assert "ligada ao seu cadastro" in welcome
    assert "União dos Municípios da Bahia" in welcome
    async with phone.database.read() as session:
        assert await draft_of(session, CHAT) is None


@pytest.mark.parametrize("way", ["command", "bare", "link"])
async def test_an_invite_is_taken_however_it_is_sent(phone: Phone, way: str) -> None:
    issued = await invited(phone)
    typed = f"{issued.code[:4]}-{issued.code[4:]}".lower()
    said = {"command": f"/start {typed}", "bare": typed, "link": f"https://t.me/X?start={issued.token}"}[way]
    assert "Falta um passo" in await phone.says(said)


async def test_without_a_mail_server_the_invite_alone_is_enough(phone: Phone) -> None:
    issued = await invited(phone)
    phone.office = make_office()
    assert "Peça o convite à Secretaria-Executiva" in await phone.says("/start")
    assert "ligada ao seu cadastro" in await phone.says(f"/start {issued.token}")


async def test_a_wrong_code_is_said_with_how_many_are_left_and_then_has_to_wait(phone: Phone) -> None:
    await phone.says(f"/start {(await invited(phone)).token}")
    wrong = another(await newest_code(phone.database))
    assert "Restam 4 tentativas" in await phone.says(wrong)
    assert [await phone.says(wrong) for _ in range(3)][-1].count("Resta 1 tentativa") == 1
    assert "daqui a 1 minuto." in await phone.says(wrong)
    assert "espere 1 minuto" in await phone.says(wrong)


async def test_what_is_no_code_costs_no_try(phone: Phone) -> None:
    await phone.says(f"/start {(await invited(phone)).token}")
    for said in ("não chegou", "12345", "👍"):
        assert "Espero o código de 6 números" in await phone.says(said)
    assert "ligada" in await phone.says(await newest_code(phone.database))


async def test_a_code_is_taken_after_other_things_were_asked(phone: Phone) -> None:
    await phone.says(f"/start {(await invited(phone)).token}")
    await phone.says("/prazos")
    await phone.says("/start")
    assert "ligada ao seu cadastro" in await phone.says(await newest_code(phone.database))


async def test_a_code_is_sent_again_three_times_an_hour(phone: Phone) -> None:
    await phone.says(f"/start {(await invited(phone)).token}")
    for _ in range(2):
        assert "Enviei um código" in await phone.presses("Reenviar código")
    assert "Já enviei 3 códigos" in await phone.says(f"/start {(await invited(phone)).token}")
    assert len(await mails(phone.database, NoticeKind.CODE)) == 3


async def test_who_cannot_read_the_mailbox_learns_whom_to_ask(phone: Phone) -> None:
    await phone.says(f"/start {(await invited(phone)).token}")
    told = await phone.presses("Perdi acesso ao e-mail")
    assert "rede@seges.example.org" in told
    assert "quem coordena a sua instituição" in told


async def test_an_expired_code_offers_another(phone: Phone) -> None:
    await phone.says(f"/start {(await invited(phone)).token}")
    code, phone.minutes = await newest_code(phone.database), 61
    assert "não vale mais" in await phone.says(code)
    assert "Enviei um código" in await phone.presses("Reenviar código")


async def test_a_word_that_is_no_invite_is_said_to_be_none(phone: Phone) -> None:
    assert "Não reconheço este convite" in await phone.says("/start abc<b>&")


async def test_an_invite_that_is_over_offers_another_by_mail(phone: Phone) -> None:
    issued, phone.minutes = await invited(phone), 8 * 24 * 60
    assert "perdeu a validade" in await phone.says(f"/start {issued.token}")
    assert "Qual é o e-mail do seu cadastro" in await phone.presses("Pedir convite por e-mail")


async def test_free_words_of_a_stranger_are_greeted_with_two_ways_on(phone: Phone) -> None:
    for said in ("oi", "/prazos", "/nada", "123456"):
        assert "Ainda não conheço esta conversa" in await phone.says(said)
        assert phone.labels() == ["Tenho um convite", "Pedir convite por e-mail"]
    assert "de 8 letras e números" in await phone.presses("Tenho um convite")


@pytest.mark.parametrize(
    "email", [JOAO, "ninguem@example.org", f"É {JOAO.upper()}."], ids=["known", "no", "wordy"]
)
async def test_the_answer_to_an_address_is_the_same_known_or_not(phone: Phone, email: str) -> None:
    assert "Qual é o e-mail do seu cadastro" in await phone.says("/start")
    told = await phone.says(email)
    assert told.startswith("Se este e-mail está no cadastro, enviei um convite para ele.")
    assert phone.labels() == ["Tenho um convite"]
    assert len(await mails(phone.database, NoticeKind.INVITE)) == (email != "ninguem@example.org")


async def test_a_chat_asks_for_three_invites_an_hour(phone: Phone) -> None:
    for number in range(3):
        assert "enviei um convite" in await phone.says(f"pessoa{number}@example.org")
    assert "Já recebi 3 pedidos" in await phone.says(MARIA)
    assert await mails(phone.database, NoticeKind.INVITE) == []
    phone.minutes = 61
    assert "enviei um convite" in await phone.says(MARIA)


async def test_what_is_no_address_is_asked_again(phone: Phone) -> None:
    await phone.says("/start")
    for said in ("maria", "maria@", "maria@upb"):
        assert "Não li um endereço de e-mail" in await phone.says(said)


async def test_who_was_linked_meanwhile_is_asked_nothing_more(phone: Phone) -> None:
    await phone.says("/start")
    await link(phone.database, ANA, CHAT)
    assert "já está ligada ao seu cadastro" in await phone.says("oi")


async def test_whoever_is_linked_is_greeted_by_name(phone: Phone) -> None:
    await link(phone.database, MARIA, CHAT)
    assert "Olá, Maria. Esta conversa já está ligada" in await phone.says("/start")


async def test_a_link_to_name_a_successor_asks_whoever_is_nobody_yet_for_their_address(phone: Phone) -> None:
    for _ in range(6):
        assert "e-mail" in await phone.says("/start contatostrocar-3-2-abcdefghij")
    assert phone.labels() == ["Tenho um convite"]
    async with phone.database.read() as session:
        assert await guesses_of(session, CHAT) is None
