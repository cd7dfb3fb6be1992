"""The bell reads feeds from real sites on this machine: what is due, once, whatever the other side does."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from db import Database
from db.feeds import Feed, PostState, claim_feed, drafts, drafts_waiting
from elo.reading_forum import CLAIM, FARTHEST, read_forum
from rede.desk import Office
from rede.forum_answer import LIMITS, Failed, understood
from rede.forum_plan import ForumPlan
from tests.notifier.feeds import LAUGHS, post, rss
from tests.notifier.web_servers import Act, Site, answer, at_home, endless, redirect, site
from tests.rede.makers import ANA, NOW, a_desk, make_office, register
from tests.rede.test_panel_access import tasks_told

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"
HOUR = timedelta(hours=1)


def office_of(*urls: str) -> Office:
    return replace(make_office(), forum=ForumPlan(feeds=urls))


def served(*posts: str, etag: str = "") -> bytes:
    return answer(rss(*posts).encode(), *([f"ETag: {etag}"] if etag else []))


async def read(database: Database, office: Office, *, after: timedelta = timedelta(0)) -> int:
    return await read_forum(database, office, at_home(), NOW + after)


async def feed(database: Database) -> Feed:
    async with database.read() as session:
        return (await session.scalars(select(Feed))).one()


async def waiting(database: Database) -> int:
    async with database.read() as session:
        return await drafts_waiting(session)


async def test_without_feeds_nothing_is_asked(database: Database) -> None:
    assert await read(database, office_of()) == 0


async def test_a_feed_is_read_each_half_hour_and_a_new_post_is_a_draft(database: Database) -> None:
    await register(database)
    async with site({"/rss": served(post(1))}) as forum:
        office = office_of(forum.url("/rss"))
        assert [await read(database, office), await read(database, office)] == [1, 0]
        forum.pages["/rss"] = served(post(2, title="Novidade"), post(1))
        assert await read(database, office, after=HOUR / 3) == 0
        assert await read(database, office, after=HOUR / 2) == 1
    async with database.read() as session:
        [draft] = await drafts(session, limit=5)
        assert (draft.title, draft.state) == ("Novidade", PostState.DRAFT)
    assert len(await tasks_told(database, ANA)) == 1


async def test_what_did_not_change_is_not_sent_again(database: Database) -> None:
    await register(database)
    unchanged = b"HTTP/1.1 304 Not Modified\r\nContent-Length: 0\r\n\r\n"
    async with site({"/rss": served(post(1), etag='"abc"')}) as forum:
        office = office_of(forum.url("/rss"))
        await read(database, office)
        forum.pages["/rss"] = unchanged
        await read(database, office, after=HOUR)
        assert 'if-none-match: "abc"' in forum.heads[1]
    kept = await feed(database)
    assert (kept.etag, kept.failures, kept.next_at) == ('"abc"', 0, NOW + HOUR * 1.5)


async def test_a_feed_that_is_no_longer_configured_is_not_read(database: Database) -> None:
    await register(database)
    async with site({"/rss": served(post(1)), "/other": served(post(2))}) as forum:
        await read(database, office_of(forum.url("/rss")))
        await read(database, office_of(forum.url("/other")), after=HOUR)
        assert [head.split(" ")[1] for head in forum.heads] == ["/rss", "/other"]


SLOW = endless(b" ", before=HEAD + b"Content-Length: 100000\r\n\r\n<rss>", pause=0.05)
BAD: dict[str, tuple[Act, str]] = {
    "a page": (answer(b"<!DOCTYPE html><p>Em obras</p>"), "not_a_feed"),
    "1 GB announced": (
        endless(b"a" * 65536, before=HEAD + b"Content-Length: 1000000000\r\n\r\n"),
        "too_long",
    ),
    "without end": (endless(b"<item>" * 9000, before=HEAD + b"\r\n<rss>"), "too_long"),
    "shorter than it says": (HEAD + b"Content-Length: 999\r\n\r\n<rss></rss>", "cut"),
    "a billion laughs": (answer(LAUGHS.encode()), "entities"),
    "to a private place": (redirect("http://169.254.169.254/latest/meta-data/"), "private"),
    "in circles": (redirect("/rss"), "redirects"),
    "a slow loris": (SLOW, "slow"),
    "an error": (answer(status=500), "status 500"),
    "not HTTP": (b"SSH-2.0-OpenSSH\r\n\r\n", "garbled"),
}


@pytest.mark.parametrize(("page", "why"), BAD.values(), ids=BAD.keys())
async def test_a_bad_feed_is_told_apart(page: Act, why: str) -> None:
    fetcher = at_home().within(replace(LIMITS, whole=1))
    async with site({"/rss": page}) as forum:
        assert understood(await fetcher.get(forum.url("/rss")), now=NOW) == Failed(why)


async def test_a_bad_feed_changes_nothing_that_is_known(database: Database) -> None:
    async with site({"/rss": served(post(1), etag='"abc"')}) as forum:
        office = office_of(forum.url("/rss"))
        await read(database, office)
        forum.pages["/rss"] = answer(LAUGHS.encode())
        assert await read(database, office, after=HOUR) == 1
    kept = await feed(database)
    assert (kept.last_error, kept.failures, kept.etag) == ("entities", 1, '"abc"')
    assert (kept.broken_since, kept.next_at) == (NOW + HOUR, NOW + HOUR * 1.5)


WAITS = {
    "gone": (answer(status=410), HOUR * 24),
    "too many questions": (answer(b"", "Retry-After: 7200", status=429), HOUR * 2),
    "busy until an hour": (answer(b"", "Retry-After: Tue, 09 Dec 2025 18:00:00 GMT", status=503), HOUR * 5),
}


@pytest.mark.parametrize(("page", "waits"), WAITS.values(), ids=WAITS.keys())
async def test_a_site_is_left_alone_for_as_long_as_it_asks(
    database: Database, page: Act, waits: timedelta
) -> None:
    async with site({"/rss": page}) as forum:
        await read(database, office_of(forum.url("/rss")))
    assert (await feed(database)).next_at == NOW + waits


async def walk(database: Database, forum: Site, story: dict[int, bytes]) -> list[str]:
    """What the Secretariat was told after these hours."""
    for hours, page in story.items():
        forum.pages["/rss"] = page
        await read(database, office_of(forum.url("/rss")), after=HOUR * hours)
    return await tasks_told(database, ANA)


async def test_a_feed_breaks_and_mends_and_what_was_new_meanwhile_is_told(database: Database) -> None:
    await register(database)
    gone, page = answer(status=404), answer(b"<html></html>")
    async with site({}) as forum:
        story = {0: served(post(1)), 1: gone, 3: page, 26: gone, 49: page, 76: served(post(2), post(1))}
        told = await walk(database, forum, story)
    assert told == [
        "Fórum: a leitura parou",
        "Fórum: a leitura voltou",
        "Fórum: novidade à espera da sua decisão",
    ]


async def test_two_bells_read_it_once(database: Database) -> None:
    await register(database)
    async with site({"/rss": served(post(1))}) as forum:
        office = office_of(forum.url("/rss"))
        await read(database, office)
        forum.pages["/rss"] = served(post(2), post(1))
        asked = await asyncio.gather(*(read(database, office, after=HOUR) for _ in range(3)))
        assert (sum(asked), len(forum.heads)) == (1, 2)
    assert await waiting(database) == 1


async def test_a_bell_that_died_leaves_it_to_the_next_some_minutes_later(database: Database) -> None:
    await register(database)
    async with site({"/rss": served(post(1))}) as forum:
        office = office_of(forum.url("/rss"))
        await read(database, office)
        async with a_desk(database) as desk:
            number = (await desk.session.scalars(select(Feed.id))).one()
            at = NOW + HOUR
            assert (
                await claim_feed(desk.session, number, now=at, until=at + CLAIM, farthest=at + FARTHEST)
                is not None
            )
        assert [
            await read(database, office, after=HOUR),
            await read(database, office, after=HOUR + CLAIM),
        ] == [0, 1]


def test_a_feed_may_be_larger_than_a_page_and_has_bounds() -> None:
    assert (LIMITS.body, LIMITS.whole) == (5_000_000, 20)


async def test_a_feed_put_off_by_a_clock_that_ran_ahead_is_read(database: Database) -> None:
    await register(database)
    async with site({"/rss": served(post(1))}) as forum:
        office = office_of(forum.url("/rss"))
        assert await read(database, office, after=timedelta(days=400)) == 1
        assert [await read(database, office), await read(database, office)] == [1, 0]
