"""The service as its own process, as an operator runs it: to be killed, stopped and started again."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bench.forked import LOG, READY, fork
from db import schema
from elo import wiring
from elo.configuration import load
from elo.demo.cast import FIRST_MORNING, Role
from elo.demo.stage import Stage, fill
from elo.secret_key import make_secret_key, read_secret_key
from sandbox.clock import SandboxClock
from sandbox.desk import Sandbox

ROOT = Path(__file__).parents[2]


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("ELO_")}


async def elo(*arguments: str, folder: Path) -> str:
    """Runs one command to its end and returns its stdout; any exit code but 0 fails the test."""
    out, err = folder / "command.out", folder / "command.err"
    for file in (out, err):
        file.write_text("")
    process = fork(folder, *arguments, out=out, err=err)
    await asyncio.to_thread(process.join)
    assert process.exitcode == 0, (arguments, process.exitcode, err.read_text())
    return out.read_text()


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


async def furnish(folder: Path) -> None:
    """Database and key, with the cast and its plans on the first morning: to be copied, which is sooner done."""
    async with Sandbox(clock=SandboxClock(FIRST_MORNING)) as sandbox:
        write_configuration(folder, sandbox)
        settings = load(folder / "config.toml", environment())
        make_secret_key(settings.secret_key_file)
        await schema.upgrade(settings.database_url)
        async with _stage(folder, sandbox) as stage:
            await fill(stage)
    (folder / "config.toml").unlink()


async def seed(folder: Path, furnished: Path, sandbox: Sandbox, *invited: Role) -> list[str]:
    """The cast and its plans, without a process for each command; returns the invites asked for."""
    shutil.copytree(furnished, folder, dirs_exist_ok=True)
    async with _stage(folder, sandbox) as stage:
        return [await stage.invite(role) for role in invited]


@asynccontextmanager
async def _stage(folder: Path, sandbox: Sandbox) -> AsyncIterator[Stage]:
    settings = load(folder / "config.toml", environment())
    database = wiring.open_database(settings)
    office = wiring.office(settings, read_secret_key(settings.secret_key_file))
    try:
        yield Stage(sandbox, database, office, SandboxTime(sandbox.clock))
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


@dataclass(frozen=True, slots=True)
class Service:
    """`elo run` in a process of its own."""

    pid: int
    #: The exit code, once there is one.
    ended: Callable[[], int | None]

    @property
    def returncode(self) -> int | None:
        return self.ended()

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)

    async def wait(self) -> int:
        while (code := self.ended()) is None:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        return code


@asynccontextmanager
async def running(folder: Path, *arguments: str, fresh: bool = False) -> AsyncIterator[Service]:
    """`elo run`, once it has said that it runs, or has ended; killed at the end unless it has ended.

    `fresh`: by a Python of its own, as an operator starts it, which takes seconds.
    """
    log = folder / LOG
    log.touch()
    said_before = log.read_text().count(READY)
    service = (_fresh if fresh else _forked)(folder, *arguments)
    try:
        while service.returncode is None and log.read_text().count(READY) == said_before:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        yield service
    finally:
        if service.returncode is None:
            service.kill()
            await service.wait()


def _forked(folder: Path, *arguments: str) -> Service:
    process = fork(folder, "run", *arguments, out=folder / LOG, err=folder / LOG)
    return Service(process.pid or 0, lambda: process.exitcode)


def _fresh(folder: Path, *arguments: str) -> Service:
    with (folder / LOG).open("ab") as writing:
        process = subprocess.Popen(
            [sys.executable, "-m", "elo", "run", *arguments],
            cwd=folder,
            env=environment() | {"PYTHONPATH": str(ROOT)},
            stdout=writing,
            stderr=writing,
        )
    return Service(process.pid, process.poll)


async def stopped(service: Service) -> int:
    """Asks with SIGTERM; the exit code, which must come within fifteen seconds."""
    os.kill(service.pid, signal.SIGTERM)
    async with asyncio.timeout(15):
        return await service.wait()
