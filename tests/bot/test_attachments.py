"""Files that people send: fetched from Telegram, or refused in words when they cannot be had."""

from collections.abc import AsyncIterator

import pytest

from bot.attachments import MOST, Attachment, FileRefused, Files
from bot.update import Attached
from sandbox.desk import Sandbox
from sandbox.faults.kinds import DOWNLOAD, Drop, Fault
from sandbox.media.file_ids import FileKind, new_file_id
from sandbox.phone import Phone


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox() as desk:
        yield desk


@pytest.fixture
async def files(sandbox: Sandbox) -> AsyncIterator[Files]:
    found = Files(sandbox.token, sandbox.base_url)
    yield found
    await found.close()


@pytest.fixture
def ana(sandbox: Sandbox) -> Phone:
    return sandbox.telegram.phone("Ana Terra (fictícia)")


async def sent(ana: Phone, content: bytes, *, size: int | None = None) -> Attached:
    """What an update says of the document; `size` where it says another one."""
    document = (await ana.sends("plano.txt", content)).document
    assert document
    return Attached(document.file_id, "plano.txt", len(content) if size is None else size)


async def test_a_file_is_fetched_whole(files: Files, ana: Phone) -> None:
    content = bytes(range(256)) * 100
    assert await files.fetch(await sent(ana, content)) == Attachment("plano.txt", content)


async def test_a_file_that_says_it_is_too_large_is_not_asked_for(
    sandbox: Sandbox, files: Files, ana: Phone
) -> None:
    attached = await sent(ana, b"a", size=MOST + 1)
    with pytest.raises(FileRefused, match="file_too_large") as refused:
        await files.fetch(attached)
    assert refused.value.facts == {"most": 2}


async def test_a_file_that_turns_out_too_large_is_refused(files: Files, ana: Phone) -> None:
    attached = await sent(ana, b"a" * (MOST + 1), size=0)
    with pytest.raises(FileRefused, match="file_too_large"):
        await files.fetch(attached)


async def test_a_form_may_take_larger_ones(files: Files, ana: Phone) -> None:
    attached = await sent(ana, b"a" * (MOST + 1))
    assert len((await files.fetch(attached, largest=MOST + 1)).content) == MOST + 1
    with pytest.raises(FileRefused, match="file_too_heavy"):
        await files.fetch(attached, largest=1000)


@pytest.mark.parametrize(
    "attached",
    [Attached(new_file_id(FileKind.DOCUMENT), "a.txt", 1), Attached("nonsense", "a.txt", 1)],
    ids=["another bot's", "no id"],
)
async def test_a_file_that_telegram_does_not_know_is_lost(files: Files, attached: Attached) -> None:
    with pytest.raises(FileRefused, match="file_lost"):
        await files.fetch(attached)


@pytest.mark.parametrize(
    "fault",
    [
        Fault(method="getFile", drop=Drop.BEFORE_WORK, times=None),
        Fault(method="getFile", status=502, description="Bad Gateway"),
        Fault(method="getFile", garbage="<html>gateway</html>"),
        Fault(method=DOWNLOAD, status=404, description="Not Found"),
        Fault(method=DOWNLOAD, drop=Drop.WITHIN_ANSWER),
    ],
    ids=["no network", "bad gateway", "garbage", "the link has died", "cut within the file"],
)
async def test_a_file_that_does_not_come_is_lost_and_can_be_asked_for_again(
    sandbox: Sandbox, files: Files, ana: Phone, fault: Fault
) -> None:
    attached = await sent(ana, b"plano")
    sandbox.telegram.faults.add(fault)
    with pytest.raises(FileRefused, match="file_lost"):
        await files.fetch(attached)
    sandbox.telegram.faults.clear()
    assert (await files.fetch(attached)).content == b"plano"


async def test_a_file_that_takes_too_long_is_lost(
    sandbox: Sandbox, files: Files, ana: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.attachments.PATIENCE", 0.05)
    attached = await sent(ana, b"plano")
    sandbox.telegram.faults.add(Fault(method=DOWNLOAD, delay_before=600))
    with pytest.raises(FileRefused, match="file_lost"):
        await files.fetch(attached)
