"""The real service on the sandbox, with the cast of the demonstration; people are driven by their phones."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from db.channels import ChannelKind, open_channel
from db.people import people_by_email
from elo.demo.cast import FIRST_MORNING, Role
from elo.demo.stage import Stage, stage
from sandbox.clock import SandboxClock
from sandbox.desk import Sandbox
from sandbox.phone import Phone
from scheduler.clock import BRASILIA
from tests.conftest import complete
from tests.journeys.service import furnish


@dataclass(frozen=True, slots=True)
class Town:
    """What a journey needs of the stage, in few words."""

    stage: Stage

    @property
    def sandbox(self) -> Sandbox:
        return self.stage.sandbox

    def stranger(self, name: str = "Desconhecido (fictício)") -> Phone:
        return self.sandbox.telegram.phone(name)

    async def linked(self, role: Role) -> Phone:
        """The phone of somebody whose chat is linked already; test_joining tells how one becomes that."""
        phone = self.sandbox.telegram.phone(role.name)
        phone.chat.started = True
        async with self.stage.desk() as desk:
            [person] = await people_by_email(desk.session, role.email)
            kind, address = ChannelKind.TELEGRAM, str(phone.chat_id)
            await open_channel(desk.session, person.id, kind, address=address, now=desk.now)
        return phone

    async def toast(self, phone: Phone) -> str:
        """The words shown over the button that was pressed last."""
        seen = self.sandbox.telegram.seen
        async with asyncio.timeout(15):
            while not any(phone.toasts):
                await seen.after(seen.version)
        return phone.toasts[-1]

    def morning(self, day: int) -> None:
        """9h05 of that day of December 2025."""
        self.sandbox.clock.set(datetime(2025, 12, day, 9, 5, tzinfo=BRASILIA))


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("furnished")
    complete(furnish(folder))
    return folder


@pytest.fixture
async def town(tmp_path: Path, furnished: Path) -> AsyncIterator[Town]:
    shutil.copytree(furnished, tmp_path, dirs_exist_ok=True)
    async with (
        Sandbox(clock=SandboxClock(FIRST_MORNING)) as sandbox,
        stage(sandbox, tmp_path, filled=True) as set_up,
    ):
        yield Town(set_up)
