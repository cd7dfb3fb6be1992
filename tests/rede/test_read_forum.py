"""What a reading of a feed leads to: drafts, announcements, alarms; each once, whatever is repeated."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from db import Database
from db.announcements import Announcement, AnnouncementKind
from db.feeds import Feed, Post, PostState, drafts, keep_feeds
from db.ids import FeedId
from notifier.feed import FeedPost, ReadFeed
from rede.access import NotYours
from rede.decide_post import dismiss_post, publish_post
from rede.desk import Office
from rede.forum_answer import Failed, FeedAnswer, News, Unchanged, retry_in
from rede.forum_plan import ForumPlan
from rede.forum_post import PostRefused, version_of_words
from rede.read_forum import Taken, take_answer, wait_after
from tests.rede.makers import ANA, MARIA, NOW, a_desk, days, make_office, person_id, register
from tests.rede.test_panel_access import tasks_told

URL = "https://forum.example.org/rss"


def office(*, trusted: bool = False, quiet_days: int = 30) -> Office:
    plan = ForumPlan(feeds=[URL], trusted=[URL] if trusted else [], quiet_days=quiet_days)
    return replace(make_office(), forum=plan)


def a_post(number: int, *, title: str = "", host: str = "forum.example.org") -> FeedPost:
    return FeedPost(
        address=f"https://{host}/n/{number}",
        link=f"https://{host}/n/{number}/",
        title=title or f"Novidade {number}",
        summary="Uma frase.",
        published=NOW + days(number),
    )


def news(*posts: FeedPost) -> News:
    return News(ReadFeed(posts, "Notícias da Rede"), etag='"1"')


class Forum:
    """One feed, read at moments that the test names."""

    def __init__(self, database: Database, at_office: Office) -> None:
        self._database, self.office = database, at_office
        self.feed_id = FeedId(0)

    async def begin(self, *known: FeedPost) -> "Forum":
        await register(self._database)
        async with a_desk(self._database) as desk:
            await keep_feeds(desk.session, [URL], now=NOW)
            self.feed_id = (await desk.session.scalars(select(Feed.id))).one()
        assert await self.says(news(*known)) == Taken()
        return self

    async def says(self, came: FeedAnswer, *, after: timedelta = timedelta(0)) -> Taken:
        async with a_desk(self._database, now=NOW + after, office=self.office) as desk:
            return await take_answer(desk, self.feed_id, came)

    async def row(self) -> Feed:
        async with self._database.read() as session:
            return await session.get_one(Feed, self.feed_id)

    async def posts(self) -> list[Post]:
        async with self._database.read() as session:
            return list(await session.scalars(select(Post).order_by(Post.id)))

    async def told(self) -> list[str]:
        return await tasks_told(self._database, ANA)

    async def announced(self) -> list[str]:
        async with self._database.read() as session:
            kept = select(Announcement.title).where(Announcement.kind == AnnouncementKind.POST)
            return list(await session.scalars(kept.order_by(Announcement.id)))


@pytest.fixture
async def forum(database: Database) -> Forum:
    return await Forum(database, office()).begin(a_post(2), a_post(1))


DRAFT = "Fórum: novidade à espera da sua decisão"


async def test_what_a_new_feed_holds_is_no_news(forum: Forum) -> None:
    assert [one.state for one in await forum.posts()] == [PostState.KNOWN] * 2
    assert (await forum.told(), await forum.announced()) == ([], [])


async def test_a_new_post_is_told_to_the_secretariat_once(forum: Forum) -> None:
    came = news(a_post(3), a_post(2), a_post(1))
    assert [await forum.says(came), await forum.says(came)] == [Taken(drafts=1), Taken()]
    assert await forum.told() == [DRAFT]
    assert await forum.announced() == []
    assert (await forum.row()).title == "Notícias da Rede"


async def test_an_edited_post_is_noted_and_not_told_again(forum: Forum) -> None:
    await forum.says(news(a_post(3)))
    edited = await forum.says(news(a_post(3, title="Novidade três"), a_post(1, title="Um")), after=days(1))
    assert edited == Taken(edited=2)
    titles = [(one.title, one.edited_at is not None) for one in await forum.posts()]
    assert titles == [("Um", True), ("Novidade 2", False), ("Novidade três", True)]
    assert len(await forum.told()) == 1


async def test_what_disappears_is_nothing_and_may_come_back(forum: Forum) -> None:
    assert await forum.says(news()) == Taken()
    assert await forum.says(news(a_post(2), a_post(1))) == Taken()


async def test_many_at_once_are_one_notice_also_where_the_feed_is_trusted(database: Database) -> None:
    forum = await Forum(database, office(trusted=True)).begin(a_post(1))
    assert await forum.says(news(*map(a_post, range(2, 22)))) == Taken(drafts=20)
    assert await forum.told() == ["Fórum: 20 novidades à espera da sua decisão"]
    assert await forum.announced() == []


async def test_posts_of_a_trusted_feed_go_straight_out_the_oldest_first(database: Database) -> None:
    forum = await Forum(database, office(trusted=True)).begin(a_post(1))
    assert await forum.says(news(a_post(3), a_post(2), a_post(1))) == Taken(announced=2)
    assert await forum.announced() == ["Novidade 2", "Novidade 3"]
    assert await forum.told() == []


async def test_a_trusted_feed_that_leads_elsewhere_is_looked_at_first(database: Database) -> None:
    forum = await Forum(database, office(trusted=True)).begin()
    found = await forum.says(news(a_post(2, host="curto.example.com"), a_post(3, host="www.gov.br")))
    assert found == Taken(drafts=1, announced=1)
    assert (await forum.announced(), await forum.told()) == (["Novidade 3"], [DRAFT])


async def test_publishing_tells_everybody_once(database: Database, forum: Forum) -> None:
    await forum.says(news(a_post(3)))
    ana = await person_id(database, ANA)
    async with a_desk(database, actor=ana, office=forum.office) as desk:
        [draft] = await drafts(desk.session, limit=9)
        post = await publish_post(desk, draft.id, version=version_of_words(draft))
        made = await desk.session.get_one(Announcement, post.announcement_id)
        assert (made.people, made.audience, made.promotional, made.about) == (
            3,
            "todos",
            True,
            f"posts:{post.id}",
        )
    async with a_desk(database, actor=ana, office=forum.office) as desk:
        with pytest.raises(PostRefused, match="forum_decided"):
            await publish_post(desk, post.id)
    assert await forum.announced() == ["Novidade 3"]


async def test_what_changed_since_it_was_read_is_read_again(database: Database, forum: Forum) -> None:
    await forum.says(news(a_post(3)))
    async with a_desk(database, office=forum.office) as desk:
        [draft] = await drafts(desk.session, limit=9)
        seen = version_of_words(draft)
    await forum.says(news(a_post(3, title="Outra")))
    async with a_desk(database, office=forum.office) as desk:
        with pytest.raises(PostRefused, match="forum_changed"):
            await publish_post(desk, draft.id, version=seen)
        with pytest.raises(PostRefused, match="forum_changed"):
            await dismiss_post(desk, draft.id, version=seen)


async def test_only_the_secretariat_decides_and_known_posts_are_nobodys(
    database: Database, forum: Forum
) -> None:
    await forum.says(news(a_post(3)))
    known, _, draft = await forum.posts()
    async with a_desk(database, actor=await person_id(database, MARIA), office=forum.office) as desk:
        with pytest.raises(NotYours):
            await publish_post(desk, draft.id)
    async with a_desk(database, actor=await person_id(database, ANA), office=forum.office) as desk:
        with pytest.raises(NotYours):
            await dismiss_post(desk, known.id)


async def test_a_dismissed_post_is_told_to_nobody(database: Database, forum: Forum) -> None:
    await forum.says(news(a_post(3)))
    async with a_desk(database, office=forum.office) as desk:
        [draft] = await drafts(desk.session, limit=9)
        await dismiss_post(desk, draft.id)
        assert await drafts(desk.session, limit=9) == []
    assert await forum.says(news(a_post(3))) == Taken()
    assert await forum.announced() == []


async def test_a_feed_that_breaks_and_mends_is_told_of_once_each(forum: Forum) -> None:
    for hour in (1, 2, 26, 50):
        await forum.says(Failed("status 503"), after=timedelta(hours=hour))
    broken = await forum.row()
    assert (broken.failures, broken.etag, broken.last_error) == (4, '"1"', "status 503")
    assert await forum.told() == ["Fórum: a leitura parou"]
    await forum.says(Unchanged(), after=timedelta(hours=51))
    await forum.says(Unchanged(), after=timedelta(hours=52))
    assert await forum.told() == ["Fórum: a leitura parou", "Fórum: a leitura voltou"]
    mended = await forum.row()
    assert (mended.failures, mended.broken_since, mended.next_at) == (0, None, NOW + timedelta(hours=52.5))


async def test_a_feed_is_asked_again_when_a_day_is_over_and_then_told_of(forum: Forum) -> None:
    asked = []
    while not await forum.told():
        await forum.says(Failed("slow"), after=(await forum.row()).next_at - NOW)
        asked.append(((await forum.row()).next_at - NOW).total_seconds() / 3600)
    assert asked == [1, 2, 4, 8, 16, 24.5, 48.5]


async def test_a_feed_that_mends_within_a_day_is_no_news(forum: Forum) -> None:
    await forum.says(Failed("slow"), after=timedelta(hours=1))
    await forum.says(Unchanged(), after=timedelta(hours=20))
    await forum.says(Failed("slow"), after=timedelta(hours=30))
    assert await forum.told() == []


async def test_silence_is_told_of_once_and_again_after_something_new(forum: Forum) -> None:
    for day in (29, 30, 31, 60):
        await forum.says(Unchanged(), after=days(day))
    silent = ["Fórum: nada de novo desde terça-feira, 09/12/2025"]
    assert await forum.told() == silent
    await forum.says(news(a_post(3)), after=days(61))
    await forum.says(Unchanged(), after=days(91))
    assert await forum.told() == [*silent, DRAFT, "Fórum: nada de novo desde domingo, 08/02/2026"]


async def test_silence_may_be_of_no_interest(database: Database) -> None:
    forum = await Forum(database, office(quiet_days=0)).begin(a_post(1))
    await forum.says(Unchanged(), after=days(400))
    assert await forum.told() == []


def test_a_broken_feed_is_asked_less_and_less_up_to_once_a_day() -> None:
    waits = [wait_after(failures) for failures in (0, 1, 2, 3, 6, 7, 1000)]
    assert [one.total_seconds() / 3600 for one in waits] == [0.5, 0.5, 1, 2, 16, 24, 24]


@pytest.mark.parametrize(
    ("said", "waits"),
    [
        ("120", timedelta(minutes=2)),
        ("Tue, 09 Dec 2025 14:00:00 GMT", timedelta(hours=1)),
        ("Tue, 09 Dec 2024 14:00:00 GMT", timedelta(0)),
        ("99999999999999", timedelta(hours=24)),
        ("logo", None),
        ("", None),
    ],
)
def test_how_long_the_other_side_wants_us_to_wait(said: str, waits: timedelta | None) -> None:
    now: datetime = NOW
    assert retry_in({"retry-after": said}, now) == waits


async def test_the_same_post_of_two_feeds_at_once_is_one_draft(forum: Forum, database: Database) -> None:
    other = "https://other.example.org/rss"
    async with a_desk(database) as desk:
        await keep_feeds(desk.session, [other], now=NOW)
        number = (await desk.session.scalars(select(Feed.id).where(Feed.url == other))).one()
    second = Forum(database, office())
    second.feed_id = number
    await second.says(news())
    came = news(a_post(3), a_post(4))
    taken = await asyncio.gather(
        forum.says(came), second.says(news(*came.feed.posts[::-1])), forum.says(came)
    )
    assert sum(one.drafts for one in taken) == 2
    assert [one.state for one in await forum.posts()].count(PostState.DRAFT) == 2
