"""`elo demo`: the whole service on the sandbox, no token and no network beyond this machine."""

import asyncio
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from elo.cli.ending import Ending, Failure
from elo.cli.house import run
from elo.cli.printing import say, tell

if TYPE_CHECKING:
    from sandbox.desk import Sandbox

FOLDER = Path(".demo")


def demo(
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="HTTP port of the page; 0 takes a free one.")
    ] = 0,
    once: Annotated[
        bool, typer.Option("--once", help="Play the story without a browser, print it, exit.")
    ] = False,
) -> None:
    """Try the whole service on your desk: a Telegram, a mailbox and a clock that can be moved.

    \b
    elo demo                 prints the address of a page with chats, mailbox and clock
    elo demo --port 8000
    elo demo --once          plays the main job, prints every message, exits 0 or 1

    All people and numbers are invented. Data is kept in ./.demo and made afresh each time.
    """
    if once:
        with tempfile.TemporaryDirectory(prefix="elo-demo-") as folder:
            run(_play(Path(folder)))
    else:
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir(mode=0o700)
        run(_stay_open(port, FOLDER))


def _sandbox(port: int) -> "Sandbox":
    from elo.demo.cast import FIRST_MORNING
    from sandbox.clock import SandboxClock
    from sandbox.desk import Sandbox

    return Sandbox(port=port or None, clock=SandboxClock(FIRST_MORNING), bot_name="Elo")


async def _play(folder: Path) -> None:
    from elo import logs
    from elo.demo.stage import stage
    from elo.demo.story import Story, StoryFailed

    logs.set_up(level=logs.QUIET)
    async with _sandbox(0) as sandbox, stage(sandbox, folder) as set_up:
        try:
            await Story(set_up, tell).play()
        except StoryFailed as failed:
            raise Failure(Ending.FAILED, f"the story did not go as told: {failed}") from failed
    tell("\nEverything went as told.")


async def _stay_open(port: int, folder: Path) -> None:
    from elo import logs
    from elo.demo.cast import DAVI, ON_TELEGRAM
    from elo.demo.stage import stage
    from elo.lifetime import stop_on_signals

    logs.set_up(level=logs.QUIET)
    stop = asyncio.Event()
    stop_on_signals(stop)
    try:
        async with _sandbox(port) as sandbox, stage(sandbox, folder) as set_up:
            for role in ON_TELEGRAM:
                await set_up.link(role)
            tell(f"page: {sandbox.page_url}")
            say(
                "Two people talk to the bot already; move the clock to 12/12/2025 and see the first reminders."
            )
            say(f"A third has not come yet. As a new person, send: /start {await set_up.invite(DAVI)}")
            say(f"A mail to {DAVI.email} then brings the code to type.")
            say("Ctrl-C ends it.")
            await stop.wait()
    except OSError as error:
        raise Failure(
            Ending.FAILED, f"port {port}: {error.strerror}", "choose another with --port"
        ) from error
