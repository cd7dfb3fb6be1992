"""The service as its own process, as an operator runs it: to be killed, stopped and started again."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from db import schema
from elo import wiring
from elo.configuration import load
from elo.demo.cast import Role
from elo.demo.stage import Stage, fill
from elo.secret_key import make_secret_key, read_secret_key
from sandbox.clock import SandboxClock
from sandbox.desk import Sandbox

ROOT = Path(__file__).parents[2]
#: The service says so once it runs.
READY = "Ctrl-C ends it"


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("ELO_")}


async def elo(*arguments: str, folder: Path) -> str:
    """Runs one command to its end and returns its stdout; any exit code but 0 fails the test."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "elo",
        *arguments,
        cwd=folder,
        env=environment() | {"PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode == 0, (arguments, process.returncode, err.decode())
    return out.decode()


def write_configuration(folder: Path, sandbox: Sandbox, *, more: str = "") -> None:
    """Only token, base_url, SMTP host and port: what the contract calls enough."""
    (folder / "config.toml").write_text(
        f"""
[telegram]
token = "{sandbox.token}"
base_url = "{sandbox.base_url}"
[email]
host = "{sandbox.smtp_host}"
port = {sandbox.smtp_port}
{more}
"""
    )


async def seed(folder: Path, sandbox: Sandbox, *invited: Role) -> list[str]:
    """The cast and its plans, without a process for each command; returns the invites asked for."""
    settings = load(folder / "config.toml", environment())
    make_secret_key(settings.secret_key_file)
    await schema.upgrade(settings.database_url)
    database = wiring.open_database(settings)
    office = wiring.office(settings, read_secret_key(settings.secret_key_file))
    try:
        stage = Stage(sandbox, database, office, SandboxTime(sandbox.clock))
        await fill(stage)
        return [await stage.invite(role) for role in invited]
    finally:
        await database.close()


@dataclass(frozen=True, slots=True)
class SandboxTime:
    """The sandbox's clock, read directly: seeding needs no following."""

    clock: SandboxClock

    def now(self) -> datetime:
        return self.clock.now()

    async def changed(self) -> None:
        await self.clock.changed(self.clock.version)


@asynccontextmanager
async def running(folder: Path, *arguments: str) -> AsyncIterator[Process]:
    """`elo run`, once it has said that it runs, or has ended; killed at the end unless it has ended."""
    log = folder / "run.log"
    with log.open("ab") as writing:
        said_before = log.read_text().count(READY)
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "elo",
            "run",
            *arguments,
            cwd=folder,
            env=environment() | {"PYTHONPATH": str(ROOT)},
            stdout=writing,
            stderr=writing,
        )
    try:
        while process.returncode is None and log.read_text().count(READY) == said_before:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def stopped(process: Process) -> int:
    """Asks with SIGTERM; the exit code, which must come within fifteen seconds."""
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(15):
        return await process.wait()
