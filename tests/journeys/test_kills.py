"""`kill -9` between receiving and answering, at each step of the dialogue of /entregar: nothing is lost or doubled.

A step is what Maria does and what she then reads; a dialogue with more steps is a longer table.
"""

import asyncio
import json
import os
import signal
from collections.abc import Awaitable, Callable
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import select

from db import Database
from db.deliverables import Deliverable
from elo.demo.cast import FIRST_MORNING, MARIA, RUI
from elo.demo.stage import joins
from sandbox.clock import SandboxClock
from sandbox.desk import Sandbox
from sandbox.faults.kinds import Drop, Fault
from sandbox.phone import Phone
from tests.journeys.service import elo, running, seed, stopped, write_configuration

pytestmark = pytest.mark.timeout(300)
#: Longer than any kill waits: what is held then never goes on by itself.
HELD = 120


class Moment(StrEnum):
    """When the service dies."""

    HANDED_OUT = "the update was handed out, and is not read"
    WRITTEN = "the database is being written"
    ANSWERING = "the answer has left, and is not accepted"
    ANSWERED = "the answer is accepted, and the service does not know"


class Step(NamedTuple):
    does: Callable[[Phone], Awaitable[object]]
    reads: str


def says(words: str) -> Callable[[Phone], Awaitable[object]]:
    return lambda phone: phone.says(words)


def presses(label: str) -> Callable[[Phone], Awaitable[object]]:
    """The button whose words begin so."""

    async def press(phone: Phone) -> object:
        shown = [button for row in phone.buttons for button in row]
        return await phone.presses(next(button for button in shown if button.startswith(label)))

    return press


#: The dialogue from the first word to the receipt.
STEPS = (
    Step(says("/entregar"), "Qual meta"),
    Step(presses("2.2"), "Conte em uma mensagem"),
    Step(says("Curso de Obrasgov"), "Quantas horas"),
    Step(says("1"), "Posso registrar?"),
    Step(presses("Enviar"), "RP-2025-{number:06d}"),
)
FAULTS = {
    Moment.ANSWERING: Fault(method="sendMessage", times=None, delay_before=HELD, drop=Drop.BEFORE_WORK),
    Moment.ANSWERED: Fault(method="sendMessage", times=None, delay_after=HELD),
}


class Talk:
    """Maria talks on whatever happens to the service: each step is a service that is killed."""

    def __init__(self, sandbox: Sandbox, folder: Path) -> None:
        self.sandbox, self._folder = sandbox, folder
        self.maria = sandbox.telegram.phone(MARIA.name)
        #: What she still has to be told.
        self._awaited = ""

    async def begins(self, token: str) -> None:
        async with running(self._folder, "--clock", self.sandbox.clock_url):
            await joins(self.maria, self.sandbox, MARIA.email, token)

    async def hears(self) -> None:
        if self._awaited:
            await self.maria.waits_for(self._awaited, timeout=60)

    async def step(self, step: Step, moment: Moment, number: int) -> None:
        """Maria hears the answer to the step before and does this one; the service is killed at that moment.

        `number` of the dialogue; also which write it is, for a kill while the database is written.
        """
        faults = self.sandbox.telegram.faults
        async with running(self._folder, "--clock", self.sandbox.clock_url) as service, asyncio.timeout(60):
            await self.hears()
            self._awaited = step.reads.format(number=number)
            if moment is Moment.HANDED_OUT:
                await self._polled()
                os.kill(service.pid, signal.SIGSTOP)
            elif moment is not Moment.WRITTEN:
                faults.add(FAULTS[moment])
            await step.does(self.maria)
            await self._come(moment, write=number)
        faults.clear()

    async def _polled(self) -> None:
        """All is confirmed, so the next poll is open."""
        while self.sandbox.telegram.updates.pending:  # noqa: ASYNC110
            await asyncio.sleep(0.001)

    async def _come(self, moment: Moment, *, write: int) -> None:
        match moment:
            case Moment.HANDED_OUT:
                # Goes out at once: somebody waits for it, and cannot read.
                await asyncio.sleep(0.01)
            case Moment.WRITTEN:
                await self._written(write)
            case _:
                await self._struck()

    async def _struck(self) -> None:
        while not any(one.struck for one in self.sandbox.telegram.faults.planned):  # noqa: ASYNC110
            await asyncio.sleep(0.001)

    async def _written(self, times: int) -> None:
        journal = self._folder / "elo.db-wal"
        before, seen = journal.stat(), 0
        while seen < times:
            await asyncio.sleep(0)
            now = journal.stat()
            seen += (now.st_mtime_ns, now.st_size) != (before.st_mtime_ns, before.st_size)
            before = now


async def protocols(folder: Path) -> list[str]:
    database = Database(f"sqlite:///{folder / 'elo.db'}")
    async with database.read() as session:
        found = list(await session.scalars(select(Deliverable.protocol).order_by(Deliverable.id)))
    await database.close()
    return found


async def test_a_dialogue_goes_on_at_its_step_whenever_the_service_is_killed(
    tmp_path: Path, furnished: Path
) -> None:
    moments = list(Moment)
    assert len(STEPS) * len(moments) >= 20
    expected = [f"RP-2025-{number:06d}" for number in range(1, len(moments) + 1)]
    async with Sandbox(clock=SandboxClock(FIRST_MORNING)) as sandbox:
        # A service that is killed so often forgets how much it has sent, and would be told to wait.
        sandbox.telegram.rates.enforced = False
        sandbox.telegram.patience.second = 0
        write_configuration(tmp_path, sandbox)
        (token,) = await seed(tmp_path, furnished, sandbox, MARIA)
        talk = Talk(sandbox, tmp_path)
        await talk.begins(token)
        for number in range(1, len(moments) + 1):
            for at, step in enumerate(STEPS):
                await talk.step(step, moments[(at + number) % len(moments)], number)
        async with running(tmp_path, "--clock", sandbox.clock_url) as service:
            await talk.hears()
            for protocol in expected:
                await sandbox.mailbox.wait_for(to=RUI.email, subject_contains=protocol, timeout=60)
            assert await stopped(service) == 0
    assert await protocols(tmp_path) == expected
    read = " ".join(message.text for message in talk.maria.messages if message.by_bot)
    assert f"{len(moments)} de 60" in read
    counts = json.loads(await elo("outbox", "--json", folder=tmp_path))
    assert counts["telegram"]["pending"] == counts["telegram"]["sending"] == counts["email"]["pending"] == 0
