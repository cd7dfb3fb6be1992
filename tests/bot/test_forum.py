"""/forum: the Secretariat sees what waits and how the feeds are, and publishes or dismisses in one tap."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import select

from db import Database
from db.announcements import Announcement
from db.feeds import Feed, Post, PostState
from rede.access import NotYours
from rede.desk import Office
from rede.forum_plan import ForumPlan
from rede.forum_post import PostRefused
from tests.bot.office_chat import OfficeChat
from tests.rede.makers import ANA, MARIA, NOW, a_desk, make_office, person_id, register

DAY = date(2026, 3, 2)
URLS = ("https://forum.example.org/rss", "https://upb.example.org/rss", "https://novo.example.org/rss")


def office() -> Office:
    return replace(make_office(), forum=ForumPlan(feeds=URLS, trusted=URLS[1:2]))


@pytest.fixture
async def ana(database: Database) -> OfficeChat:
    await register(database)
    chat = OfficeChat(database, await person_id(database, ANA), DAY)
    chat.office = office()
    return chat


def a_feed(url: str, *, title: str = "Notícias", broken_since: datetime | None = None) -> Feed:
    return Feed(
        url=url,
        title=title,
        next_at=NOW,
        checked_at=NOW,
        known_since=NOW,
        broken_since=broken_since,
        last_error="status 503" if broken_since else "",
    )


async def waiting(database: Database, *titles: str, host: str = "forum.example.org") -> list[int]:
    """Drafts of the first feed, by number."""
    async with a_desk(database) as desk:
        feed = a_feed(URLS[0])
        desk.session.add(feed)
        await desk.session.flush()
        posts = [
            Post(
                feed_id=feed.id,
                address=f"https://{host}/{title}",
                link=f"https://{host}/{title}",
                title=title,
                first_seen_at=NOW,
                state=PostState.DRAFT,
            )
            for title in titles
        ]
        desk.session.add_all(posts)
        await desk.session.flush()
        return [one.id for one in posts]


async def states(database: Database) -> list[PostState]:
    async with database.read() as session:
        return list(await session.scalars(select(Post.state).order_by(Post.id)))


async def test_it_says_how_each_feed_is(database: Database, ana: OfficeChat) -> None:
    async with a_desk(database) as desk:
        desk.session.add(a_feed(URLS[0]))
        desk.session.add(a_feed(URLS[1], title="", broken_since=NOW))
    said = await ana.says("/forum")
    assert "Nenhuma novidade espera a sua decisão." in said
    assert "Notícias</b>\nLida em ter., 09/12/2025 10h00." in said
    assert "https://upb.example.org/rss</b> · publica sem conferência" in said
    assert "Não abre desde ter., 09/12/2025 10h00: o site responde com o código 503." in said
    assert "1 lista ainda não foi lida." in said


async def test_without_feeds_it_says_how_to_have_them(ana: OfficeChat) -> None:
    ana.office = None
    assert "Nenhuma lista de notícias está configurada." in await ana.says("/forum")


async def test_three_drafts_are_shown_at_once_the_newest_first(database: Database, ana: OfficeChat) -> None:
    await waiting(database, *"ABCDE")
    first = await ana.says("/forum")
    assert "5 novidades esperam a sua decisão." in first
    assert [title in first for title in ("<b>E</b>", "<b>C</b>", "<b>B</b>")] == [True, True, False]
    second = await ana.presses("Ver mais")
    assert [title in second for title in ("<b>C</b>", "<b>B</b>", "<b>A</b>")] == [False, True, True]


async def test_one_tap_publishes_to_everybody(database: Database, ana: OfficeChat) -> None:
    await waiting(database, "A")
    await ana.says("/forum")
    assert "para todos" in await ana.presses("Publicar")
    async with database.read() as session:
        made = (await session.scalars(select(Announcement))).one()
        assert (made.title, made.audience, made.people) == ("A", "todos", 3)
    with pytest.raises(PostRefused):
        await ana.presses("Descartar")


async def test_one_tap_dismisses(database: Database, ana: OfficeChat) -> None:
    await waiting(database, "A")
    await ana.says("/forum")
    assert "Ninguém recebe esta novidade." in await ana.presses("Descartar")
    assert await states(database) == [PostState.DISMISSED]


async def test_a_button_under_words_that_changed_shows_the_new_ones(
    database: Database, ana: OfficeChat
) -> None:
    [number] = await waiting(database, "A")
    await ana.says("/forum")
    async with a_desk(database) as desk:
        (await desk.session.get_one(Post, number)).title = "B"
    shown = await ana.presses("Publicar")
    assert "O texto mudou no site" in shown
    assert "<b>B</b>" in shown
    assert await states(database) == [PostState.DRAFT]
    await ana.presses("Publicar")
    assert await states(database) == [PostState.ANNOUNCED]


async def test_a_line_does_it_too(database: Database, ana: OfficeChat) -> None:
    one, other = await waiting(database, "A", "B")
    assert f"Rascunho {one}" in await ana.says(f"/forum {one}")
    assert "Publicado" in await ana.says(f"/forum publicar {one}")
    assert "Descartado" in await ana.says(f"/forum Descartar {other}")
    assert "Não entendi" in await ana.says("/forum tudo")
    with pytest.raises(NotYours):
        await ana.says("/forum publicar 999")


async def test_a_link_that_leads_elsewhere_is_not_announced(database: Database, ana: OfficeChat) -> None:
    [number] = await waiting(database, "A", host="curto.example.com")
    with pytest.raises(PostRefused, match="forum_elsewhere"):
        await ana.says(f"/forum publicar {number}")
    ana.office = replace(office(), link_hosts=["example.com"])
    assert "Publicado" in await ana.says(f"/forum publicar {number}")


async def test_a_partner_sees_nothing_of_it(database: Database, ana: OfficeChat) -> None:
    maria = OfficeChat(database, await person_id(database, MARIA), DAY)
    with pytest.raises(NotYours):
        await maria.says("/forum")
