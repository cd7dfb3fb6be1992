"""A chat becomes somebody's by the code that is mailed to them; who tries codes is slowed down, and noticed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from db import Database
from db.channels import ChannelKind, open_channels, person_of_chat
from db.confirmations import Confirmation
from db.invites import Invite
from db.notices import NoticeKind
from db.outbox import close_channel
from rede.confirm_chat import (
    CodeSent,
    ConfirmRefused,
    InviteRefused,
    Linked,
    accept_invite,
    confirm_chat,
    masked,
    send_again,
)
from rede.guessing import Slowed, Wrong
from rede.invite_person import issue_invite
from tests.rede.joining import OFFICE, another, mails, newest_code, told_to
from tests.rede.makers import ANA, JOAO, MARIA, NOW, a_desk, link, person_id, register

CHAT, OTHER_CHAT = 8123456789, 8123456790
Answer = Linked | CodeSent | Wrong | Slowed


@pytest.fixture(autouse=True)
async def rede(database: Database) -> None:
    await register(database)


async def invited(database: Database, email: str = MARIA) -> str:
    who = await person_id(database, email)
    async with a_desk(database, office=OFFICE) as desk:
        return (await issue_invite(desk, who)).token


async def knock(database: Database, token: str, chat: int = CHAT, *, minutes: int = 0) -> Answer:
    async with a_desk(database, office=OFFICE, now=NOW + timedelta(minutes=minutes)) as desk:
        return await accept_invite(desk, token, chat)


async def confirm(database: Database, code: str, chat: int = CHAT, *, minutes: int = 0) -> Answer:
    async with a_desk(database, office=OFFICE, now=NOW + timedelta(minutes=minutes)) as desk:
        return await confirm_chat(desk, code, chat)


async def owner(database: Database, chat: int = CHAT) -> str | None:
    async with database.read() as session:
        person = await person_of_chat(session, chat)
        return person.email if person else None


async def test_the_code_of_the_mail_links_the_chat_and_uses_the_invite(database: Database) -> None:
    token = await invited(database)
    assert await knock(database, token) == CodeSent("m•••@upb.example.org")
    assert await owner(database) is None
    assert isinstance(await confirm(database, await newest_code(database), minutes=59), Linked)
    assert await owner(database) == MARIA
    with pytest.raises(InviteRefused, match="invite_used"):
        await knock(database, token, OTHER_CHAT)


async def test_the_mail_goes_to_the_registered_address_and_no_subject_holds_the_code(
    database: Database,
) -> None:
    await knock(database, await invited(database))
    [mail] = await mails(database, NoticeKind.CODE)
    code = await newest_code(database)
    assert (mail.channel, mail.address) == (ChannelKind.EMAIL, MARIA)
    assert mail.expires_at == NOW + timedelta(minutes=60)
    assert f"{code[:3]} {code[3:]}" in mail.html
    assert code[:3] not in mail.subject
    async with database.read() as session:
        assert code not in (await session.scalars(select(Confirmation.code_hash))).one()


async def test_a_chat_that_only_knocked_leaves_the_invite_unused(database: Database) -> None:
    token = await invited(database)
    await knock(database, token, OTHER_CHAT)
    assert isinstance(await knock(database, token), CodeSent)
    await confirm(database, await newest_code(database))
    assert (await owner(database), await owner(database, OTHER_CHAT)) == (MARIA, None)


async def test_a_code_counts_only_in_the_chat_that_asked_for_it(database: Database) -> None:
    await knock(database, await invited(database))
    with pytest.raises(ConfirmRefused, match="confirm_expired"):
        await confirm(database, await newest_code(database), OTHER_CHAT)


async def test_a_code_is_over_after_an_hour(database: Database) -> None:
    await knock(database, await invited(database))
    with pytest.raises(ConfirmRefused, match="confirm_expired"):
        await confirm(database, await newest_code(database), minutes=60)


async def test_a_newer_code_takes_the_place_of_the_older(database: Database) -> None:
    await knock(database, await invited(database))
    older = await newest_code(database)
    async with a_desk(database, office=OFFICE) as desk:
        await send_again(desk, CHAT)
    newer = await newest_code(database)
    if older != newer:
        assert isinstance(await confirm(database, older), Wrong)
    assert isinstance(await confirm(database, newer), Linked)


async def test_three_codes_an_hour_are_sent_to_a_person(database: Database) -> None:
    token = await invited(database)
    for chat in (1, 2, 3):
        await knock(database, token, chat)
    with pytest.raises(ConfirmRefused, match="confirm_too_many"):
        await knock(database, token)
    assert isinstance(await knock(database, token, minutes=61), CodeSent)


async def test_an_invite_that_was_taken_back_meanwhile_links_nobody(database: Database) -> None:
    await knock(database, await invited(database))
    await invited(database)
    with pytest.raises(InviteRefused, match="invite_revoked"):
        await confirm(database, await newest_code(database))
    assert await owner(database) is None


async def test_an_invite_may_expire_while_its_code_is_on_the_way(database: Database) -> None:
    token = await invited(database)
    async with database.write() as session:
        (await session.scalars(select(Invite))).one().expires_at = NOW + timedelta(minutes=5)
    await knock(database, token)
    assert isinstance(await confirm(database, await newest_code(database), minutes=6), Linked)


async def test_where_mail_comes_back_no_code_is_sent(database: Database) -> None:
    maria, token = await person_id(database, MARIA), await invited(database)
    async with a_desk(database) as desk:
        mailbox = (await open_channels(desk.session, maria))[ChannelKind.EMAIL]
        await close_channel(desk.session, mailbox.id, reason="550 unknown", now=NOW)
    with pytest.raises(ConfirmRefused, match="confirm_no_mailbox"):
        await knock(database, token)


async def test_in_the_persons_own_chat_nothing_is_asked_again(database: Database) -> None:
    await link(database, MARIA, CHAT)
    token = await invited(database)
    assert isinstance(await knock(database, token), Linked)
    assert isinstance(await knock(database, token, minutes=600), Linked)
    assert await mails(database, NoticeKind.CODE) == []


async def test_a_chat_passes_to_another_person_only_with_their_code(database: Database) -> None:
    await link(database, MARIA, CHAT)
    await knock(database, await invited(database, JOAO))
    assert await owner(database) == MARIA
    await confirm(database, await newest_code(database))
    assert await owner(database) == JOAO


async def test_five_wrong_codes_slow_the_chat_down_and_each_further_one_doubles_it(
    database: Database,
) -> None:
    await knock(database, await invited(database))
    wrong = another(await newest_code(database))
    answered = [await confirm(database, wrong) for _ in range(6)]
    assert answered == [*(Wrong(left, 0) for left in (4, 3, 2, 1)), Wrong(0, 1), Slowed(1)]
    assert isinstance(await knock(database, "x" * 24), Slowed)
    pauses = []
    minute = 1
    for _ in range(8):
        answer = await knock(database, "x" * 24, minutes=minute)
        assert isinstance(answer, Wrong)
        pauses.append(answer.minutes)
        minute += answer.minutes
    assert pauses == [2, 4, 8, 16, 32, 60, 60, 60]


async def test_the_right_code_is_not_even_looked_at_while_answers_are_slow(database: Database) -> None:
    await knock(database, await invited(database))
    code = await newest_code(database)
    for _ in range(4):
        await confirm(database, another(code))
    await knock(database, "x" * 24)
    assert await confirm(database, code) == Slowed(1)
    assert isinstance(await confirm(database, code, minutes=1), Linked)


async def test_a_code_that_was_guessed_at_five_times_is_worth_nothing(database: Database) -> None:
    await knock(database, await invited(database))
    code = await newest_code(database)
    for _ in range(5):
        await confirm(database, another(code))
    with pytest.raises(ConfirmRefused, match="confirm_expired"):
        await confirm(database, code, minutes=5)


async def test_the_secretariat_is_told_once_and_of_nobody_but_whose_invite_it_was(database: Database) -> None:
    await knock(database, await invited(database))
    wrong = another(await newest_code(database))
    for _ in range(5):
        await confirm(database, wrong)
    await knock(database, "x" * 24, minutes=2)
    ana = await person_id(database, ANA)
    assert len(await told_to(database, ana, NoticeKind.ALARM)) == 1
    [mail] = await mails(database, NoticeKind.ALARM)
    assert "O convite era de Maria." in mail.body
    assert MARIA not in mail.body
    assert str(CHAT) not in mail.body


async def test_wrong_words_are_forgotten_after_a_day(database: Database) -> None:
    for _ in range(4):
        await knock(database, "x" * 24)
    assert await knock(database, "x" * 24, minutes=24 * 60) == Wrong(left=4, minutes=0)


@pytest.mark.parametrize(
    ("address", "shown"),
    [("maria@upb.example.org", "m•••@upb.example.org"), ("a@b.example", "a•••@b.example")],
)
def test_an_address_is_shown_with_little_of_it(address: str, shown: str) -> None:
    assert masked(address) == shown
