"""Two people, or two chats, at the same instant: one of them comes first, and the other finds it so."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from db import Database
from db.channels import ChannelKind, open_channels
from db.ids import PersonId
from db.notices import NoticeKind
from db.serving import administrators, memberships_of
from rede.administrators import LastAdministrator
from rede.confirm_chat import InviteRefused, Linked, accept_invite, confirm_chat
from rede.desk import Desk
from rede.end_function import end_function
from rede.erasing import erase
from rede.invite_person import issue_invite
from rede.register_person import register_people
from rede.rows import Row
from tests.rede.joining import OFFICE, code_of, mails
from tests.rede.makers import ANA, MARIA, NOW, a_desk, person_id, register

BIA = "bia@seges.example.org"


async def end_theirs(desk: Desk, who: PersonId) -> object:
    (row,) = (await memberships_of(desk.session, [who]))[who]
    return await end_function(desk, row.id)


GOES: dict[str, Callable[[Desk, PersonId], Awaitable[object]]] = {"ends": end_theirs, "is erased": erase}


@pytest.fixture
async def rede(database: Database) -> Database:
    await register(database)
    cells = {"email": BIA, "name": "Bia", "institution": "SEGES", "functions": "coordenador"}
    async with a_desk(database) as desk:
        await register_people(desk, [Row(2, cells)])
    return database


@pytest.mark.parametrize("goes", GOES.values(), ids=GOES)
async def test_of_the_last_two_administrators_one_stays(
    rede: Database, goes: Callable[[Desk, PersonId], Awaitable[object]]
) -> None:
    async def go(email: str) -> object:
        who = await person_id(rede, email)
        async with a_desk(rede, actor=who) as desk:
            return await goes(desk, who)

    ends = await asyncio.gather(go(ANA), go(BIA), return_exceptions=True)
    assert [isinstance(one, LastAdministrator) for one in ends].count(True) == 1
    async with rede.read() as session:
        assert len(await administrators(session, now=NOW)) == 1


async def test_an_invite_in_two_chats_makes_one_of_them_theirs(rede: Database) -> None:
    async with a_desk(rede, office=OFFICE) as desk:
        issued = await issue_invite(desk, await person_id(rede, MARIA))
    for chat in (71, 72):
        async with a_desk(rede, office=OFFICE) as desk:
            await accept_invite(desk, issued.token, chat)
    codes = [code_of(mail) for mail in await mails(rede, NoticeKind.CODE)]

    async def confirm(chat: int, code: str) -> object:
        async with a_desk(rede, office=OFFICE) as desk:
            return await confirm_chat(desk, code, chat)

    ends = await asyncio.gather(confirm(71, codes[0]), confirm(72, codes[1]), return_exceptions=True)
    assert sorted(type(one).__name__ for one in ends) == [InviteRefused.__name__, Linked.__name__]
    async with rede.read() as session:
        opened = await open_channels(session, await person_id(rede, MARIA))
    chat = next(one for one, end in zip((71, 72), ends, strict=True) if isinstance(end, Linked))
    assert opened[ChannelKind.TELEGRAM].address == str(chat)
