"""A broadcast paused, killed, resumed and corrected, by processes of their own: nobody twice, nobody forgotten."""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bench.ground import Ground, ground
from bench.recipients import FIRST_CHAT, Crowd
from db.channels import ChannelKind
from sandbox.desk import Sandbox
from tests.journeys.service import elo, running, stopped

pytestmark = pytest.mark.timeout(120)
#: Some seconds of the pace.
PEOPLE = 60
WORDS = "Mudança de sala\n\nO encontro de hoje passa para o auditório.\n"
RIGHT = "Mudança de sala: o andar\n\nO auditório fica no 2º andar.\n"


@pytest.fixture
async def begun(tmp_path: Path) -> AsyncIterator[tuple[Sandbox, Ground]]:
    crowd = Crowd(kind=ChannelKind.TELEGRAM, count=PEOPLE, first=FIRST_CHAT)
    async with Sandbox() as sandbox, ground(sandbox, tmp_path, [crowd]) as ready:
        yield sandbox, ready


def heard(sandbox: Sandbox, words: str) -> Counter[int]:
    """How often each chat has a message with these words."""
    entries = sandbox.telegram.ledger.entries
    return Counter(one.chat_id for one in entries if words in one.text)


async def until(sandbox: Sandbox, words: str, people: int) -> None:
    async with asyncio.timeout(40):
        while len(heard(sandbox, words)) < people:  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def announced(folder: Path, words: str, *arguments: str) -> int:
    (folder / "aviso.txt").write_text(words, encoding="utf8")
    said = await elo(
        "announce", "aviso.txt", *arguments, "--urgent", "é hoje", "--yes", "--json", folder=folder
    )
    return int(json.loads(said)["announcement"])


async def test_a_broadcast_is_paused_killed_resumed_and_corrected(begun: tuple[Sandbox, Ground]) -> None:
    sandbox, ready = begun
    folder = ready.folder
    number = await announced(folder, WORDS, "--audience", "todos")
    async with running(folder) as service:
        await until(sandbox, "auditório", 10)
        await elo("announce", "--pause", str(number), "--yes", folder=folder)
        await asyncio.sleep(1)
        paused_at = heard(sandbox, "auditório")
        service.kill()
    assert len(paused_at) < PEOPLE
    async with running(folder) as service:
        await asyncio.sleep(1.5)
        assert heard(sandbox, "auditório") == paused_at
        await elo("announce", "--resume", str(number), "--yes", folder=folder)
        await stopped(service)
    # The bell rings at once where a service starts, else within the minute.
    async with running(folder) as service:
        await until(sandbox, "passa para o auditório", PEOPLE)
        await stopped(service)
    correction = await announced(folder, RIGHT, "--correct", str(number))
    async with running(folder) as service:
        await until(sandbox, "2º andar", PEOPLE)
        await stopped(service)
    assert set(heard(sandbox, "passa para o auditório").values()) == {1}
    assert set(heard(sandbox, "Correção do comunicado").values()) == {1}
    for one in (number, correction):
        result = json.loads(await elo("announce", "--result", str(one), "--json", folder=folder))
        assert (result["people"], result["sent"], result["unknown"]) == (PEOPLE, PEOPLE, 0)
