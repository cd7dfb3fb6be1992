"""The desk as a whole: loopback only, made-up tokens only, many at once, alone as a program."""

import asyncio
import re
import signal
import sys
from pathlib import Path

import httpx
import pytest
import telegram

from sandbox.__main__ import main
from sandbox.connections import NotLoopback, bind_loopback
from sandbox.desk import Sandbox
from sandbox.tokens import RealLookingToken, make_token


async def test_everything_is_on_loopback(sandbox: Sandbox) -> None:
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", sandbox.base_url)
    assert sandbox.smtp_host == "127.0.0.1"
    assert sandbox.page_url.startswith(sandbox.base_url)


def test_nothing_else_can_be_listened_on() -> None:
    with pytest.raises(NotLoopback):
        bind_loopback(None, "0.0.0.0")


def test_a_made_up_token_looks_like_one_and_says_what_it_is() -> None:
    assert re.fullmatch(r"\d{9}:SANDBOX_not_a_real_token_[A-Za-z0-9]{10}", make_token())
    assert len(make_token().partition(":")[2]) == 35


def test_a_real_looking_token_is_refused_and_not_repeated() -> None:
    secret = "123456789:" + "AbCdEfGhIj" * 3 + "KlMnO"
    with pytest.raises(RealLookingToken) as caught:
        Sandbox(token=secret)
    assert secret not in str(caught.value)


async def test_a_token_of_the_sandboxs_making_may_be_given() -> None:
    token = make_token()
    async with Sandbox(token=token) as desk:
        assert desk.token == token


async def test_several_desks_do_not_see_one_another(sandbox: Sandbox) -> None:
    async with Sandbox() as other:
        ana = other.telegram.phone("Ana")
        await ana.says("/start")
        async with telegram.Bot(other.token, base_url=f"{other.base_url}/bot") as bot:
            await bot.send_message(ana.chat_id, "oi")
        assert (len(other.telegram.ledger), len(sandbox.telegram.ledger)) == (1, 0)
        assert other.base_url != sandbox.base_url


async def test_a_taken_port_is_an_error_and_leaves_nothing_open(sandbox: Sandbox) -> None:
    port = int(sandbox.base_url.rpartition(":")[2])
    second = Sandbox(port=port)
    with pytest.raises(OSError, match="in use"):
        async with second:
            pass
    with pytest.raises(OSError, match=r"refused|Connect"):
        await asyncio.open_connection(second.smtp_host, second.smtp_port)


async def test_closing_waits_for_nobody() -> None:
    async with asyncio.timeout(2), asyncio.TaskGroup() as group, httpx.AsyncClient(verify=False) as web:
        async with Sandbox() as desk:
            polls = [
                group.create_task(_ends(web, f"{desk.base_url}/bot{desk.token}/getUpdates?timeout=40")),
                group.create_task(_ends(web, f"{desk.clock_url}?after=0&timeout=40")),
            ]
            await asyncio.sleep(0.1)
        await asyncio.wait(polls)


async def _ends(web: httpx.AsyncClient, address: str) -> None:
    """However it ends: the desk is gone."""
    try:
        await web.get(address)
    except httpx.TransportError:
        return


async def test_the_signals_of_the_program_stay_its_own(sandbox: Sandbox) -> None:
    before = signal.getsignal(signal.SIGTERM)
    async with Sandbox():
        assert signal.getsignal(signal.SIGTERM) is before


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--port", "65536"], "argument --port: a port is a number up to 65535"),
        (["--port", "-1"], "argument --port: a port is a number up to 65535"),
        (["--port", "http"], "argument --port: a port is a number up to 65535"),
        (["--token", "123456789:" + "x" * 35], "the sandbox takes only tokens of its own making"),
        (["--authority", "/nowhere/ca.pem"], "No such file or directory: /nowhere/ca.pem"),
    ],
)
def test_a_program_that_cannot_begin_says_why(
    capsys: pytest.CaptureFixture[str], words: list[str], complaint: str
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(words)
    assert f"error: {complaint}" in capsys.readouterr().err


def test_a_program_says_which_port_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    with bind_loopback(None) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(SystemExit, match="2"):
            main(["--port", str(port)])
    assert f"Address already in use: port {port}" in capsys.readouterr().err


async def test_it_runs_alone_as_a_program_and_stops_when_told(tmp_path: Path) -> None:
    authority = tmp_path / "authority.pem"
    token = make_token()
    command = [sys.executable, "-m", "sandbox", "--authority", str(authority), "--token", token]
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    assert process.stdout
    lines = dict([(await process.stdout.readline()).decode().split(maxsplit=1)])
    async with httpx.AsyncClient(verify=False) as web:
        page = await web.get(lines["page"].strip())
        addresses = (await web.get(lines["page"].strip().replace("/page", "/control"))).json()
    process.terminate()
    _, errors = await process.communicate()
    assert (page.status_code, process.returncode, errors) == (200, 0, b"")
    assert addresses["token"] == token
    assert authority.read_text().startswith("-----BEGIN CERTIFICATE-----")
