"""An office that sends mail, and what the mails of invites and codes say."""

import re
from dataclasses import replace

from sqlalchemy import select

from db import Database
from db.deliveries import Delivery
from db.ids import PersonId
from db.notices import Notice, NoticeKind
from tests.rede.makers import make_office

OFFICE = replace(make_office(), sender="elo@rede.example.org", username="EloRedeBot")


async def mails(database: Database, kind: NoticeKind) -> list[Delivery]:
    """As they were put."""
    async with database.read() as session:
        of_kind = select(Delivery).join(Notice, Notice.id == Delivery.notice_id).where(Notice.kind == kind)
        return list(await session.scalars(of_kind.order_by(Delivery.id)))


async def newest_code(database: Database) -> str:
    """The six digits of the last mail that has some."""
    return code_of((await mails(database, NoticeKind.CODE))[-1])


def code_of(mail: Delivery) -> str:
    found = re.search(r"^(\d{3}) (\d{3})$", mail.body, re.MULTILINE)
    assert found is not None
    return found[1] + found[2]


def another(code: str) -> str:
    """Six digits that are not these."""
    return f"{(int(code) + 1) % 10**6:06d}"


async def told_to(database: Database, person_id: PersonId, kind: NoticeKind) -> list[Notice]:
    async with database.read() as session:
        told = select(Notice).where(Notice.person_id == person_id, Notice.kind == kind)
        return list(await session.scalars(told.order_by(Notice.id)))
