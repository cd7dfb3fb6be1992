"""Thousands of updates that nobody wrote: the service lives on, each is answered as Telegram takes it, and nobody
hears of another institution.
"""

import asyncio
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from sqlalchemy import func, select
from structlog.testing import capture_logs

from bot import dialogues, menu
from bot.door import Door
from bot.intake import has_number, take_in
from db import Database
from db.channels import ChannelKind
from db.deliveries import Delivery
from db.ids import ObligationId
from db.inbox import StoredUpdate, UpdateState, waiting_updates
from rede.bound_buttons import bound
from rede.register_institutions import register_institutions
from rede.register_person import register_people
from rede.rows import Row
from rede.submit_deliverable import submit_deliverable
from sandbox.formatting.entities import utf16_length
from sandbox.formatting.html_text import parse_html
from tests.bot.announced_by_apema import announce
from tests.bot.strange_updates import NUMBERS, TEXTS, THINGS, VALUES, mangled, message
from tests.bot.test_inbox import StoppedClock
from tests.notifier.conftest import make_telegram
from tests.notifier.scripted_servers import serving_api
from tests.rede.makers import (
    ANA,
    JOAO,
    MARIA,
    a_desk,
    import_for,
    link,
    make_office,
    owed_by,
    person_id,
    register,
)

#: Whose chat is whose; nobody's; a group's.
ANAS, MARIAS, JOAOS, NOBODYS, A_GROUP = 70, 71, 72, 99, -100
CHATS = (ANAS, MARIAS, JOAOS, NOBODYS)
#: In every word that is APEMA's: none of them is for anybody but the Secretariat.
SECRET = "Sigilo"
COMMANDS = sorted(menu.BY_NAME)
#: Examples, and updates of each.
RUNS, STEPS = 10, 60


async def settle(database: Database) -> None:
    """The Secretariat, UPB and its Irecê, and APEMA, which is nobody's business."""
    await register(database)
    async with a_desk(database) as desk:
        await register_institutions(
            desk, [Row(2, {"acronym": "APEMA", "name": f"{SECRET} Apema", "layer": "1"})]
        )
        rosa = {"email": f"{SECRET}@apema.example.org", "name": f"Rosa {SECRET}", "institution": "APEMA"}
        await register_people(desk, [Row(2, {**rosa, "functions": "coordenador"})])
    for acronym in ("UPB", "IRECE", "APEMA"):
        await import_for(database, acronym)
    owed = await owed_by(database, "APEMA", "1.2")
    rosas = await person_id(database, f"{SECRET}@apema.example.org")
    async with a_desk(database, actor=rosas) as desk:
        number = ObligationId(owed.obligation.id)
        await submit_deliverable(desk, number, description=f"{SECRET} do relato", hours=None)
    await announce(database, rosas, word=SECRET)
    for email, chat in ((ANA, ANAS), (MARIA, MARIAS), (JOAO, JOAOS)):
        await link(database, email, chat)


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    file = tmp_path_factory.mktemp("generated") / "settled.db"
    shutil.copy(sqlite_template, file)

    async def fill() -> None:
        database = Database(f"sqlite:///{file}")
        await settle(database)
        await database.close()

    asyncio.run(fill())
    return file


class Service:
    """The door on a database of its own, and what it answered."""

    def __init__(self, settled: Path) -> None:
        self._file = settled.with_name("elo.db")
        self.runner = asyncio.Runner()
        for left in self._file.parent.glob("elo.db*"):
            left.unlink()
        shutil.copy(settled, self._file)
        self.buttons: list[tuple[int, str]] = []
        self._heard = 0
        self._number = 0
        self.runner.run(self._open())

    async def _open(self) -> None:
        self._serving = serving_api()
        api = await self._serving.__aenter__()
        self._telegram = make_telegram(api.url)
        self._database = Database(f"sqlite:///{self._file}")
        self._door = Door(self._database, make_office(), clock=StoppedClock(), telegram=self._telegram)
        self._people = {
            chat: await person_id(self._database, email)
            for chat, email in ((ANAS, ANA), (MARIAS, MARIA), (JOAOS, JOAO))
        }

    def button(self, chat: int, act: str, number: int, version: int) -> str:
        return bound(make_office().sealer, self._people[chat], act, number, version)

    def close(self) -> None:
        async def close() -> None:
            await self._telegram.close()
            await self._serving.__aexit__(None, None, None)
            await self._database.close()

        self.runner.run(close())
        self.runner.close()

    def hears(self, update: dict[str, Any]) -> None:
        self._number += 1
        with capture_logs() as logs:
            self.runner.run(self._handle({**update, "update_id": self._number}))
        broken = [one for one in logs if one["event"] in ("update.failed", "update.not_settled")]
        assert not broken, broken

    async def _handle(self, update: dict[str, Any]) -> None:
        assert has_number(update)
        async with self._database.write() as session:
            await take_in(session, [update], now=StoppedClock().now())
        async with self._database.read() as session:
            waiting = await waiting_updates(session, limit=5, busy=())
        for received in waiting:
            await self._door.handle(received)
        async with self._database.read() as session:
            aside = select(func.count()).where(StoredUpdate.state != UpdateState.HANDLED)
            assert (await session.scalars(aside.select_from(StoredUpdate))).one() == 0
            told = select(Delivery).where(Delivery.id > self._heard).order_by(Delivery.id)
            for delivery in (await session.scalars(told)).all():
                self._heard = delivery.id
                self._look_at(delivery)

    def _look_at(self, delivery: Delivery) -> None:
        """Bot API, sendMessage: what it refuses with 400."""
        if delivery.channel is not ChannelKind.TELEGRAM:
            return
        chat, shown = int(delivery.address), parse_html(delivery.body).text
        most = 1024 if delivery.enclosure_id else 4096
        assert shown.strip()
        assert utf16_length(shown) <= most
        shown.encode()
        for row in json.loads(delivery.buttons or "[]"):
            for label, data in row:
                assert label.strip()
                assert 0 < len(data.encode()) <= 64
                self.buttons.append((chat, data))
        if chat != ANAS:
            assert SECRET not in delivery.body


class Conversation(RuleBasedStateMachine):
    file: Path

    def __init__(self) -> None:
        super().__init__()
        self.service = Service(self.file)

    def teardown(self) -> None:
        self.service.close()

    @rule(chat=st.sampled_from(CHATS), text=TEXTS)
    def somebody_types(self, chat: int, text: str) -> None:
        self.service.hears({"message": message(chat, text)})

    @rule(
        chat=st.sampled_from(CHATS),
        command=st.sampled_from(COMMANDS),
        arguments=st.one_of(st.just(""), TEXTS),
    )
    def somebody_commands(self, chat: int, command: str, arguments: str) -> None:
        self.service.hears({"message": message(chat, f"/{command} {arguments}".strip()[:4096])})

    @rule(data=st.data(), forged=st.booleans())
    def somebody_presses(self, data: st.DataObject, forged: bool) -> None:
        """A button of theirs, old or new; or somebody else's, taken from another chat."""
        if not self.service.buttons:
            return
        newest = self.service.buttons[-12:]
        chat, pressed = data.draw(
            st.sampled_from(newest if data.draw(st.booleans()) else self.service.buttons)
        )
        chat = data.draw(st.sampled_from(CHATS)) if forged else chat
        self.service.hears(self._press(chat, pressed))

    @rule(data=st.data(), chat=st.sampled_from(CHATS), number=NUMBERS)
    def somebody_forges_a_button(self, data: st.DataObject, chat: int, number: int) -> None:
        acts = st.sampled_from(
            [*dialogues.BUTTONS, "form", "notice", "way", "seen", "later", "nothing", "tell", "x"]
        )
        parts = [data.draw(acts), str(number), str(data.draw(NUMBERS)), data.draw(st.text(max_size=10))]
        self.service.hears(self._press(chat, ":".join(parts[: data.draw(st.integers(1, 4))])))

    @rule(
        who=st.sampled_from((ANAS, MARIAS, JOAOS)),
        act=st.sampled_from(sorted(dialogues.BUTTONS)),
        number=st.integers(0, 6),
        version=st.integers(0, 2),
    )
    def somebody_presses_a_number(self, who: int, act: str, number: int, version: int) -> None:
        """With a good stamp of theirs: what they may see has to be asked again."""
        self.service.hears(self._press(who, self.service.button(who, act, number, version)))

    @rule(chat=st.sampled_from(CHATS), thing=st.sampled_from(THINGS))
    def somebody_sends_something_else(self, chat: int, thing: dict[str, Any]) -> None:
        whole = message(chat, "", **thing)
        self.service.hears({"message": {key: value for key, value in whole.items() if key != "text"}})

    @rule(chat=st.sampled_from(CHATS), text=TEXTS)
    def somebody_edits(self, chat: int, text: str) -> None:
        self.service.hears({"edited_message": message(chat, text, edit_date=1)})

    @rule(text=TEXTS, command=st.sampled_from(COMMANDS))
    def somebody_speaks_in_a_group(self, text: str, command: str) -> None:
        said = message(A_GROUP, f"/{command} {text}"[:4096])
        self.service.hears({"message": {**said, "chat": {"id": A_GROUP, "type": "supergroup", "title": "x"}}})

    @rule(data=st.data(), chat=st.one_of(st.sampled_from(CHATS), NUMBERS), text=TEXTS)
    def something_is_mangled(self, data: st.DataObject, chat: int, text: str) -> None:
        kind = data.draw(st.sampled_from(["message", "edited_message", "callback_query", "my_chat_member"]))
        wholes = {
            "callback_query": self._press(chat, text[:64])["callback_query"],
            "my_chat_member": {
                "chat": {"id": chat, "type": "private"},
                "new_chat_member": {"status": "member"},
            },
        }
        update = {kind: wholes.get(kind) or message(chat, text)}
        self.service.hears(data.draw(mangled(update)))

    @rule(kind=st.text(max_size=12), value=VALUES)
    def something_is_unknown(self, kind: str, value: object) -> None:
        self.service.hears({kind or "message": value})

    @staticmethod
    def _press(chat: object, data: str) -> dict[str, Any]:
        person = {"id": chat, "is_bot": False}
        return {"callback_query": {"id": "1", "from": person, "message": message(chat, "x"), "data": data}}


@pytest.fixture
def conversation(settled: Path) -> type[Conversation]:
    Conversation.file = settled
    return Conversation


@pytest.mark.timeout(300)
def test_nothing_that_comes_breaks_the_conversation(conversation: type[Conversation]) -> None:
    checks = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    run_state_machine_as_test(
        conversation,
        # The same each time, so that what the gate says depends on the change alone; and not made smaller, which
        # may take minutes. New ones are drawn by hand, with `derandomize` off and larger numbers.
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=checks,
        ),
    )
