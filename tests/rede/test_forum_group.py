"""The forum group: who attaches it, which announcements go to which topic, and a question with its answer."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from db import Database
from db.announcements import Announcement
from db.contributions import Contribution, ContributionKind, ContributionState
from db.deliveries import Delivery, DeliveryState
from db.forum_groups import forum_group, move_group, topics_of
from db.ids import ContributionId
from db.notices import Notice, NoticeKind
from elo.announcing import fill_announcements
from elo.posting_to_topics import post_to_topics
from rede.access import NotYours
from rede.attach_forum_group import (
    GroupRefused,
    attach_forum_group,
    detach_forum_group,
    note_removed,
    set_forum_topic,
)
from rede.moderate_contribution import publish_contribution
from rede.take_question import bring_answer, take_question
from tests.rede.contributions import shared, stage
from tests.rede.makers import ANA, MARIA, NOW, a_desk, days, make_office, person_id
from tests.rede.reviews import a_network, told

GROUP, LATER = -1001, NOW + timedelta(minutes=30)


async def attached(database: Database) -> None:
    await a_network(database)
    await attaches(database, GROUP)


async def attaches(database: Database, chat: int, *, now: datetime = NOW) -> None:
    async with a_desk(database, actor=await person_id(database, ANA), now=now) as desk:
        await attach_forum_group(desk, chat, title="Fórum")
        await set_forum_topic(desk, chat, axis="2", thread_id=22)


async def published(database: Database, **facts: str) -> ContributionId:
    number = (await shared(database, **facts)).id  # type: ignore[arg-type]
    async with a_desk(database, actor=await person_id(database, ANA)) as desk:
        await publish_contribution(desk, number, await stage(database, number))
    return number


async def posts(database: Database, now: datetime = LATER) -> list[Delivery]:
    office = make_office()
    await fill_announcements(database, office, now)
    await post_to_topics(database, office, now)
    return await in_group(database)


async def in_group(database: Database) -> list[Delivery]:
    async with database.read() as session:
        found = select(Delivery).where(Delivery.address.startswith("-")).order_by(Delivery.id)
        return list(await session.scalars(found))


async def fails(database: Database) -> None:
    async with a_desk(database) as desk:
        gone = update(Delivery).where(Delivery.address == str(GROUP))
        await desk.session.execute(gone.values(state=DeliveryState.FAILED, last_error="400 TOPIC_CLOSED"))


@pytest.mark.parametrize(("axis", "thread"), [("2", 22), ("3", 0), ("", 0)])
async def test_what_was_announced_is_posted_once_to_the_topic_of_its_axis(
    database: Database, axis: str, thread: int
) -> None:
    await attached(database)
    await published(database, axis=axis)
    await posts(database)
    (post,) = await posts(database, LATER + timedelta(minutes=1))
    assert (post.address, post.thread_id, post.channel_id) == (str(GROUP), thread, None)
    assert post.body.startswith("<b>Compras em conjunto</b>")
    assert "Enviado por UPB." in post.body
    assert not any(word in post.body for word in ("Olá", "Maria", "AV-"))


async def test_what_is_held_or_older_than_the_group_is_not_posted(database: Database) -> None:
    await attached(database)
    await published(database)
    async with a_desk(database) as desk:
        await desk.session.execute(update(Announcement).values(held_at=NOW))
    assert await posts(database) == []
    async with a_desk(database) as desk:
        await desk.session.execute(update(Announcement).values(held_at=None, created_at=NOW - days(1)))
    assert await posts(database) == []


async def test_what_is_let_go_after_weeks_is_news_then(database: Database) -> None:
    await attached(database)
    await published(database)
    then = LATER + timedelta(days=14)
    async with a_desk(database) as desk:
        await desk.session.execute(update(Announcement).values(not_before=then))
    assert len(await posts(database, then)) == 1


async def test_in_the_evening_it_waits_for_it_may_yet_be_called_off(database: Database) -> None:
    await attached(database)
    await published(database)
    office = make_office()
    await fill_announcements(database, office, LATER)
    await post_to_topics(database, office, NOW + timedelta(hours=12))
    assert await in_group(database) == []


async def test_without_a_group_nothing_is_posted(database: Database) -> None:
    await attached(database)
    async with a_desk(database, actor=await person_id(database, ANA)) as desk:
        await detach_forum_group(desk, GROUP)
    await published(database)
    assert await posts(database) == []


async def test_what_the_group_does_not_take_is_told_of_once(database: Database) -> None:
    await attached(database)
    await published(database)
    await posts(database)
    await fails(database)
    for minute in (1, 2):
        await posts(database, LATER + timedelta(minutes=minute))
    heard = await told(database, NoticeKind.TASK, "forum-unposted:")
    assert ["não recebeu 1 mensagem" in words for _, words in heard] == [True, True]


async def test_a_new_group_takes_the_place_of_the_old_one(database: Database) -> None:
    await attached(database)
    await attaches(database, -1002, now=NOW + timedelta(hours=1))
    async with database.read() as session:
        group = await forum_group(session)
    assert group is not None
    assert group.chat_id == -1002


async def test_topics_move_with_the_group(database: Database) -> None:
    await attached(database)
    async with a_desk(database) as desk:
        await move_group(desk.session, GROUP, -1009)
    async with database.read() as session:
        group = await forum_group(session)
        assert (group and group.chat_id, await topics_of(session, -1009)) == (-1009, {"2": 22})


async def test_thrown_out_of_the_group_the_secretariat_is_told(database: Database) -> None:
    await attached(database)
    async with a_desk(database) as desk:
        assert await note_removed(desk, GROUP)
        assert not await note_removed(desk, GROUP)
    assert len(await told(database, NoticeKind.TASK, "forum-gone:")) == 2


async def test_let_in_again_it_is_attached_with_the_topics_that_it_had(database: Database) -> None:
    await attached(database)
    async with a_desk(database) as desk:
        await note_removed(desk, GROUP)
    async with a_desk(database, actor=await person_id(database, ANA), now=NOW + timedelta(hours=1)) as desk:
        await attach_forum_group(desk, GROUP, title="Fórum")
        group = await forum_group(desk.session)
        assert group is not None
        assert await topics_of(desk.session, group.chat_id) == {"2": 22}


async def test_a_partner_attaches_nothing(database: Database) -> None:
    await attached(database)
    async with a_desk(database, actor=await person_id(database, MARIA)) as desk:
        with pytest.raises(NotYours):
            await attach_forum_group(desk, -5, title="Outro")


async def test_a_topic_of_another_group_is_refused(database: Database) -> None:
    await attached(database)
    async with a_desk(database, actor=await person_id(database, ANA)) as desk:
        with pytest.raises(GroupRefused, match="forum_group_unknown"):
            await set_forum_topic(desk, -7, axis="1", thread_id=1)


async def asked(database: Database, text: str = "Quem usa o modelo?") -> Contribution:
    found = await shared(database, kind=ContributionKind.QUESTION, text=text)
    async with a_desk(database, actor=await person_id(database, MARIA)) as desk:
        await take_question(desk, found.id)
        sent = update(Delivery).where(Delivery.address == str(GROUP))
        await desk.session.execute(sent.values(state=DeliveryState.SENT, remote_id="77"))
    return found


async def test_a_question_goes_without_a_name_and_its_answer_comes_back(database: Database) -> None:
    await attached(database)
    found = await asked(database)
    (question,) = await in_group(database)
    assert (question.thread_id, "CT-000001" in question.body, "UPB" in question.body) == (22, True, False)
    async with a_desk(database) as desk:
        assert await bring_answer(desk, GROUP, to=77, text="Nós usamos.", message_id=78)
        assert await bring_answer(desk, GROUP, to=76, text="Outra conversa", message_id=79) is None
    ((address, words),) = await told(database, NoticeKind.REVIEW, "forum-answer:")
    assert (address, "Do fórum: Nós usamos." in words) == (MARIA, True)
    async with database.read() as session:
        assert (await session.get_one(Contribution, found.id)).state is ContributionState.ANSWERED


async def test_without_a_group_the_secretariat_answers(database: Database) -> None:
    await a_network(database)
    found = await shared(database, kind=ContributionKind.QUESTION)
    async with a_desk(database, actor=await person_id(database, MARIA)) as desk:
        assert not await take_question(desk, found.id)
    async with database.read() as session:
        keyed = select(Notice.key).where(Notice.key.startswith("question:"))
        assert (await session.scalars(keyed)).all() == []
