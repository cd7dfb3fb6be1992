"""`elo` as a process of its own that starts in a moment: forked from one that has the modules loaded already.

Nothing else is shared with whoever starts it; a SIGKILL ends it as it would any other.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path

#: What the service says once it runs; where all that it says goes.
READY, LOG = "Ctrl-C ends it", "run.log"
_MODULES = [
    *("elo.cli", "elo.wiring", "elo.lifetime", "elo.configuration", "elo.followed_clock", "elo.announcing"),
    *("elo.http.server", "elo.logs", "elo.single", "elo.secret_key", "alembic.command", "alembic.config"),
    *("aiosqlite", "httpcore", "anyio._backends._asyncio", "db.schema", "holidays.countries"),
    *("rede.import_plan", "rede.invite_person", "rede.open_obligations", "rede.register_person"),
]
_FORKS = get_context("forkserver")
_FORKS.set_forkserver_preload(_MODULES)


def fork(folder: Path, *arguments: str, out: Path, err: Path) -> ForkServerProcess:
    """`elo` with those arguments in that folder, begun; what it says is added to the two files."""
    process = _FORKS.Process(target=_run, args=(str(folder), arguments, str(out), str(err)))
    process.start()
    return process


@asynccontextmanager
async def forked(folder: Path, *arguments: str) -> AsyncIterator[ForkServerProcess]:
    """`elo run` in that folder, once it has said that it runs; killed at the end.

    Raises RuntimeError when it ends before.
    """
    log = folder / LOG
    log.touch()
    said_before = log.read_text().count(READY)
    process = fork(folder, "run", *arguments, out=log, err=log)
    try:
        while process.is_alive() and log.read_text().count(READY) == said_before:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        if not process.is_alive():
            raise RuntimeError(f"the service ended by itself: {log.read_text()[-500:]}")
        yield process
    finally:
        process.kill()
        process.join()


def _run(folder: str, arguments: Sequence[str], out: str, err: str) -> None:
    os.chdir(folder)
    for stream, file in ((sys.stdout, out), (sys.stderr, err)):
        os.dup2(os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT), stream.fileno())
    for name in [name for name in os.environ if name.startswith("ELO_")]:
        del os.environ[name]
    from elo.cli import main

    sys.exit(main(list(arguments)))
