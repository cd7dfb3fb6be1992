"""A Rede in which every institution has one of each: a broadcast, a meeting, a class, an offer, a joint action, and
what it is asked for. For tests of who may do what to it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import select, update

from db import Database
from db.contributions import ContributionKind
from db.courses import Material
from db.feeds import Feed, Post, PostState, keep_feeds
from db.ids import (
    AnnouncementId,
    ClassId,
    ContributionId,
    CourseId,
    InstitutionId,
    JointActionId,
    MeetingId,
    PersonId,
    PostId,
    RequestId,
)
from db.plans import Goal
from db.requests import Asked
from rede.audience import EVERYBODY, read_audience
from rede.broadcast import BroadcastOrder, broadcast, prepare
from rede.contribute import Offer, contribute
from rede.convene_meeting import convene, invite
from rede.convening import Convocation
from rede.enter_class import enter_class
from rede.keep_material import keep_material
from rede.offers import stage_of
from rede.open_request import NewRequest, open_request
from rede.requested import Period
from rede.tell_joint_action import NewAction, tell_joint_action
from tests.recall import recalled
from tests.rede.classes import CELLS
from tests.rede.makers import NOW, a_desk, days, import_for, person_id
from tests.rede.networks_of_access import build, institution
from tests.rede.reviews import joins

HOUSES = ("SEGES", "UPB", "IRECE", "APEMA", "CODO")
#: The Secretariat and the first layer speak to others.
SPEAK = ("SEGES", "UPB", "APEMA")
#: A number that nothing has.
NOTHING = 999_999
_NO_BROADCAST, _NO_MEETING = AnnouncementId(NOTHING), MeetingId(NOTHING)
LINK = "https://www.gov.br/reuniao"
#: Goals are of axis 2, which the área temática of these tests answers for; offers, of another.
AXIS = "1"
OFFER = Offer(
    kind=ContributionKind.PRACTICE,
    title="Compras em conjunto",
    text="O preço caiu.",
    restricted=True,
    axis=AXIS,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owned:
    """What one institution has; `NOTHING` where it has none."""

    acronym: str
    place: InstitutionId
    lead: PersonId
    class_id: ClassId
    course: CourseId
    material: int
    #: A restricted one, and how far it has come.
    offer: ContributionId
    stage: int
    #: Others told of it, and this one is to confirm it.
    joint: JointActionId
    #: Its row of the request; what all are asked has one number.
    asked: int
    broadcast: AnnouncementId = _NO_BROADCAST
    meeting: MeetingId = _NO_MEETING


@dataclass(frozen=True, slots=True)
class World:
    people: Mapping[str, PersonId]
    things: tuple[Owned, ...]
    #: Of everybody; of Apema alone.
    request: RequestId
    apart: RequestId
    post: PostId

    def of(self, acronym: str) -> Owned:
        return next(one for one in self.things if one.acronym == acronym)


def missing(one: Owned) -> Owned:
    """The same institution, with numbers that nothing has."""
    return replace(
        one,
        class_id=ClassId(NOTHING),
        course=CourseId(NOTHING),
        material=NOTHING,
        offer=ContributionId(NOTHING),
        joint=JointActionId(NOTHING),
        asked=NOTHING,
        broadcast=AnnouncementId(NOTHING),
        meeting=MeetingId(NOTHING),
    )


async def a_world(database: Database) -> World:
    return await recalled(database, ("acts of announcing",), lambda: _make(database))


async def _make(database: Database) -> World:
    people = await build(database)
    leads: dict[str, PersonId] = {}
    for acronym in HOUSES:
        email = f"lead@{acronym.lower()}.example.org"
        await joins(database, email, "Lia", acronym, "coordenador")
        leads[acronym] = await person_id(database, email)
        if acronym != "SEGES":
            await import_for(database, acronym)
    async with a_desk(database) as desk:
        await desk.session.execute(update(Goal).where(Goal.key == "1.1").values(key="2.3"))
        await desk.session.execute(update(Goal).where(Goal.key == "1.2").values(key="3.5"))
    request = await _request(database, leads["SEGES"])
    things = [await _owned(database, acronym, leads, request) for acronym in HOUSES]
    apart = await _request(database, leads["SEGES"], audience="instituicao:APEMA")
    return World(people, tuple(things), request, apart, await _post(database))


async def _owned(
    database: Database, acronym: str, leads: Mapping[str, PersonId], request: RequestId
) -> Owned:
    place, lead = (await institution(database, acronym)).id, leads[acronym]
    async with a_desk(database, actor=lead) as desk:
        made = await enter_class(desk, {**CELLS, "course": f"Curso de {acronym}"}, institution_id=place)
        course = CourseId(made.course_id)
        material: Material = await keep_material(desk, course, title="Apostila", link=LINK)
        offer = await contribute(desk, place, OFFER)
    async with database.read() as session:
        asked = await session.scalar(
            select(Asked.id).where(Asked.request_id == request, Asked.institution_id == place)
        )
    own = Owned(
        acronym=acronym,
        place=place,
        lead=lead,
        class_id=ClassId(made.id),
        course=course,
        material=material.id,
        offer=ContributionId(offer.id),
        stage=stage_of(offer),
        joint=await _joint(database, acronym, leads),
        asked=asked or NOTHING,
    )
    if acronym not in SPEAK:
        return own
    return replace(own, broadcast=await _broadcast(database, own), meeting=await _meeting(database, own))


async def _broadcast(database: Database, own: Owned) -> AnnouncementId:
    order = BroadcastOrder(
        title=f"Aviso de {own.acronym}",
        text="Bom dia.",
        audience=EVERYBODY,
        sender=None if own.acronym == "SEGES" else own.place,
        at=NOW + days(1),
    )
    async with a_desk(database, actor=own.lead) as desk:
        return AnnouncementId((await broadcast(desk, await prepare(desk, order))).id)


async def _meeting(database: Database, own: Owned) -> MeetingId:
    new = Convocation(
        title=f"Encontro de {own.acronym}", agenda="1. Metas", starts_at=NOW + days(10), link=LINK
    )
    # Apema is not convened by the Secretariat: that meeting is another's to it too.
    audience = read_audience("instituicao:UPB") if own.acronym == "SEGES" else None
    async with a_desk(database, actor=own.lead) as desk:
        return MeetingId((await convene(desk, new, await invite(desk, audience, place=own.place))).id)


async def _joint(database: Database, acronym: str, leads: Mapping[str, PersonId]) -> JointActionId:
    teller = "APEMA" if acronym == "UPB" else "UPB"
    new = NewAction(
        place=(await institution(database, teller)).id,
        goal="2.3",
        title=f"Oficina com {acronym}",
        result="40 pessoas formadas",
        day=(NOW - timedelta(days=4)).date(),
        partners=[(await institution(database, acronym)).id],
    )
    async with a_desk(database, actor=leads[teller]) as desk:
        return JointActionId((await tell_joint_action(desk, new)).told.action.id)


async def _request(database: Database, executive: PersonId, *, audience: str = "todos") -> RequestId:
    new = NewRequest(
        title="Relatório",
        text="",
        due=(NOW + days(20)).date(),
        period=Period((NOW - days(300)).date(), NOW.date()),
        audience=audience,
    )
    async with a_desk(database, actor=executive) as desk:
        return RequestId((await open_request(desk, new)).id)


async def _post(database: Database) -> PostId:
    async with a_desk(database) as desk:
        await keep_feeds(desk.session, ["https://forum.example.org/rss"], now=NOW)
        feed = (await desk.session.scalars(select(Feed))).one()
        post = Post(
            feed_id=feed.id,
            address="https://forum.example.org/n/1",
            link="https://forum.example.org/n/1/",
            title="Novidade",
            first_seen_at=NOW,
            state=PostState.DRAFT,
        )
        desk.session.add(post)
        await desk.session.flush()
        return post.id
