"""The check-in of a semester in chat: one tap for nothing, one report a goal, and old buttons that say so."""

from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy import select

from bot.dispatch import dispatch
from bot.turn import Answer, Turn
from bot.update import Said
from db import Database
from db.deliverables import Deliverable
from db.ids import PersonId
from db.institutions import institution_by_acronym
from db.notices import NoticeKind
from db.obligations import ObligationState, obligations_in
from db.people import Person, institutions_served
from rede.access import NotYours
from rede.check_in import CheckInRefused
from rede.filing import ReportRefused
from rede.own_goals import CHECK_IN, NOTHING_BUTTON, TELL_BUTTON
from tests.rede.makers import JOAO, MARIA, a_desk, import_for, morning, person_id, register

JUNE = date(2026, 6, 16)


class Chat:
    """One person's chat on one day: what is said and pressed, and the answers."""

    def __init__(self, database: Database, who: PersonId, day: date = JUNE) -> None:
        self._database, self._who, self._day = database, who, day
        self.answers: Sequence[Answer] = ()

    async def says(self, text: str) -> str:
        return await self._turn(Said(update_id=1, chat_id=int(self._who), private=True, text=text))

    async def presses(self, label: str) -> str:
        return await self.presses_data(self.button(label))

    async def presses_data(self, data: str) -> str:
        return await self._turn(Said(update_id=1, chat_id=int(self._who), private=True, pressed=data))

    def button(self, label: str) -> str:
        buttons = [button for answer in self.answers for row in answer.buttons for button in row]
        return next(data for text, data in buttons if text == label)

    async def _turn(self, said: Said) -> str:
        async with a_desk(self._database, actor=self._who, now=morning(self._day)) as desk:
            person = await desk.session.get_one(Person, self._who)
            served = await institutions_served(desk.session, person.id)
            turn = Turn(desk=desk, said=said, person=person, served=served, menu=())
            await dispatch(turn)
        self.answers = turn.answers
        return "\n".join(answer.text for answer in turn.answers)


async def june_of(database: Database, acronym: str) -> int:
    """Number of the check-in that is asked in June."""
    async with database.read() as session:
        institution = await institution_by_acronym(session, acronym)
        assert institution is not None
        waiting = await obligations_in(session, institution.id, key=CHECK_IN, state=ObligationState.OPEN)
        return waiting[0].obligation.id


async def descriptions(database: Database) -> list[str]:
    async with database.read() as session:
        return list(await session.scalars(select(Deliverable.description).order_by(Deliverable.id)))


@pytest.fixture
async def maria(database: Database) -> Chat:
    await register(database)
    await import_for(database, "UPB", corrections={"1.2": "Durante a vigência do Acordo"})
    return Chat(database, await person_id(database, MARIA))


async def test_nothing_to_tell_is_one_tap(database: Database, maria: Chat) -> None:
    assert "1º semestre de 2026" in await maria.says("/entregar semestre")
    receipt = await maria.presses("Nada a informar em nenhuma")
    assert "Protocolo <b>RP-2026-000001</b>" in receipt
    assert maria.answers[0].kind is NoticeKind.RECEIPT
    assert await descriptions(database) == ["Nada a informar: 1.1, 1.2."]


@pytest.mark.parametrize("words", ["nada", "Nada a informar.", "nenhuma"])
async def test_nothing_to_tell_can_be_written(database: Database, maria: Chat, words: str) -> None:
    await maria.says("/entregar acompanhamento semestral UPB")
    assert "RP-2026-000001" in await maria.says(words)


async def test_the_tap_under_a_reminder_is_enough(database: Database, maria: Chat) -> None:
    number = await june_of(database, "UPB")
    assert "RP-2026-000001" in await maria.presses_data(f"{NOTHING_BUTTON}{number}")
    with pytest.raises(CheckInRefused) as refused:
        await maria.presses_data(f"{NOTHING_BUTTON}{number}")
    assert refused.value.facts == {"protocol": "RP-2026-000001"}
    assert "já foi respondido" in await maria.presses_data(f"{TELL_BUTTON}{number}")


async def test_goal_by_goal_and_then_concluded(database: Database, maria: Chat) -> None:
    await maria.says("/entregar semestre")
    assert "Meta 1.2" in await maria.presses("1.2")
    assert "(relato escrito)" in await maria.says("Indicada a servidora")
    await maria.says("1.1")
    await maria.says("Dois servidores acompanham")
    receipt = await maria.presses("Concluir")
    assert "Relato da meta 1.1: protocolo <b>RP-2026-000001</b>" in receipt
    assert await descriptions(database) == [
        "Dois servidores acompanham",
        "Indicada a servidora",
        "Com relato próprio: meta 1.1 (RP-2026-000001), meta 1.2 (RP-2026-000002).",
    ]


async def test_a_report_that_was_begun_is_not_lost_by_the_tap_under_a_reminder(
    database: Database, maria: Chat
) -> None:
    number = await june_of(database, "UPB")
    await maria.presses_data(f"{TELL_BUTTON}{number}")
    await maria.presses("1.1")
    await maria.says("Dois servidores acompanham")
    assert "toque em Concluir" in await maria.presses_data(f"{NOTHING_BUTTON}{number}")
    assert await descriptions(database) == []
    await maria.says("concluir")
    assert len(await descriptions(database)) == 2


async def test_an_old_button_says_so(database: Database, maria: Chat) -> None:
    await maria.says("/entregar semestre")
    old = maria.button("Nada a informar em nenhuma")
    await maria.presses("1.1")
    assert "Este botão expirou" in await maria.presses_data(old)
    assert await descriptions(database) == []


async def test_another_persons_button_finds_nothing(database: Database, maria: Chat) -> None:
    number = await june_of(database, "UPB")
    joao = Chat(database, await person_id(database, JOAO))
    for data in (
        f"{NOTHING_BUTTON}{number}",
        f"{TELL_BUTTON}{number}",
        f"{TELL_BUTTON}9999",
        f"{TELL_BUTTON}x",
    ):
        with pytest.raises(NotYours):
            await joao.presses_data(data)


async def test_a_report_with_nothing_in_it_is_not_taken(database: Database, maria: Chat) -> None:
    await maria.says("/entregar semestre")
    await maria.presses("1.1")
    with pytest.raises(ReportRefused):
        await maria.says("…")
    assert "(relato escrito)" in await maria.says("Dois servidores acompanham")


async def test_it_is_offered_among_the_goals(database: Database, maria: Chat) -> None:
    await maria.says("/entregar")
    assert "Estas metas valem o tempo todo" in await maria.presses("Acompanhamento semestral")


async def test_before_the_semester_the_next_day_is_told(database: Database, maria: Chat) -> None:
    early = Chat(database, await person_id(database, MARIA), date(2025, 12, 20))
    assert "O próximo é até terça-feira, 30/06/2026" in await early.says("/entregar semestre")


async def test_what_is_typed_by_mistake_and_giving_up(database: Database, maria: Chat) -> None:
    await maria.says("/entregar semestre")
    cancel = maria.button("Cancelar")
    assert "Toque em um botão" in await maria.says("não sei bem")
    assert "não faz parte" in await maria.says("9.9")
    assert "Cancelado" in await maria.presses_data(cancel)
