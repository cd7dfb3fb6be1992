"""Contributions as partners send them, for tests of what becomes of them."""

from datetime import datetime

from sqlalchemy import select

from db import Database
from db.announcements import Announcement
from db.contributions import Contribution, ContributionKind
from db.ids import ContributionId
from db.institutions import institution_by_acronym
from rede.contribute import Offer, contribute
from rede.offers import stage_of
from tests.rede.makers import MARIA, NOW, a_desk, person_id

WORDS = "Oito municípios compraram juntos. O preço caiu."
TITLE = "Compras em conjunto"


async def shared(
    database: Database,
    *,
    who: str = MARIA,
    acronym: str = "UPB",
    kind: ContributionKind = ContributionKind.PRACTICE,
    text: str = WORDS,
    title: str = TITLE,
    restricted: bool = False,
    axis: str = "2",
    now: datetime = NOW,
) -> Contribution:
    async with a_desk(database, actor=await person_id(database, who), now=now) as desk:
        place = await institution_by_acronym(desk.session, acronym)
        assert place is not None
        offer = Offer(kind=kind, title=title, text=text, restricted=restricted, axis=axis)
        return await contribute(desk, place.id, offer)


async def as_it_is(database: Database, number: ContributionId) -> Contribution:
    async with database.read() as session:
        return await session.get_one(Contribution, number)


async def stage(database: Database, number: ContributionId) -> int:
    return stage_of(await as_it_is(database, number))


async def announced(database: Database) -> list[Announcement]:
    async with database.read() as session:
        return list(await session.scalars(select(Announcement).order_by(Announcement.id)))
