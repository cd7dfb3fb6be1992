"""The service as its own process, as an operator runs it: to be killed, stopped and started again."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sandbox.desk import Sandbox

ROOT = Path(__file__).parents[2]


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


@asynccontextmanager
async def running(folder: Path, *arguments: str) -> AsyncIterator[Process]:
    """`elo run`; killed at the end unless it has ended."""
    with (folder / "run.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "elo",
            "run",
            *arguments,
            cwd=folder,
            env=environment() | {"PYTHONPATH": str(ROOT)},
            stdout=log,
            stderr=log,
        )
    try:
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
