"""A feed of the forum, through the whole service: a new post becomes an announcement, and a broken feed mends."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from elo.demo.cast import ANA, FIRST_MORNING, MARIA
from elo.demo.stage import stage
from sandbox.clock import SandboxClock
from sandbox.desk import Sandbox
from tests.journeys.conftest import Town
from tests.notifier.feeds import post, rss
from tests.notifier.web_servers import Site, answer, at_home, site

HALF_AN_HOUR = timedelta(minutes=31)


def served(*posts: str) -> bytes:
    return answer(rss(*posts).encode(), "Content-Type: application/rss+xml")


@asynccontextmanager
async def town_with_a_feed(folder: Path, forum: Site) -> AsyncIterator[Town]:
    more = {"forum": {"feeds": [forum.url("/rss")]}, "links": {"hosts": ["forum.example.org"]}}
    async with (
        Sandbox(clock=SandboxClock(FIRST_MORNING)) as sandbox,
        stage(sandbox, folder, filled=True, more=more, fetcher=at_home()) as set_up,
    ):
        yield Town(set_up)


async def read_after(town: Town, forum: Site, wait: timedelta) -> None:
    """The feed is read once more, after that time."""
    before = len(forum.heads)
    town.sandbox.clock.advance(wait)
    async with asyncio.timeout(15):
        while len(forum.heads) == before:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    # What it said is written down after the answer.
    await asyncio.sleep(0.5)


async def test_a_new_post_is_published_and_a_feed_breaks_and_mends(tmp_path: Path, furnished: Path) -> None:
    shutil.copytree(furnished, tmp_path, dirs_exist_ok=True)
    async with site({"/rss": served(post(1))}) as forum, town_with_a_feed(tmp_path, forum) as town:
        ana, maria = await town.linked(ANA), await town.linked(MARIA)
        await read_after(town, forum, timedelta(0))
        forum.pages["/rss"] = served(post(2, title="Guia de prestação de contas"), post(1))
        await read_after(town, forum, HALF_AN_HOUR)
        await ana.waits_for("Guia de prestação de contas")
        await ana.presses("Publicar")
        await ana.waits_for("", timeout=15)
        town.sandbox.clock.advance(timedelta(minutes=2))
        await maria.waits_for("Há novidade no fórum da Rede")
        forum.pages["/rss"] = answer(b"<html>fora do ar</html>", "Content-Type: text/html")
        await read_after(town, forum, HALF_AN_HOUR)
        await read_after(town, forum, timedelta(hours=25))
        told = await ana.waits_for("O Elo não consegue ler o fórum")
        assert "não é lista de notícias" in told.text
        forum.pages["/rss"] = served(post(3, title="Novo painel"), post(2), post(1))
        await read_after(town, forum, timedelta(hours=24))
        await ana.waits_for("Novo painel")
