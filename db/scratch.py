"""A copy in memory of all that decides what an institution's people are told, to try the future out on.

In memory, because it holds people's data: a file would outlive a process that is killed.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Select, Table, event, or_, select, true
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import StaticPool

from db.announcements import Announcement, AnnouncementRecipient, Wording
from db.calendar_days import CalendarDay, CalendarList
from db.channels import Channel
from db.classes import CourseClass, Lesson
from db.contributions import Contribution
from db.convened import Attendance, Convened, Invitee, MeetingDay
from db.courses import Course
from db.database import Base, Database, Session, _sqlite_pragmas
from db.date_moves import DateMove
from db.deliverables import Deliverable
from db.deliveries import Delivery, DeliveryState
from db.happenings import Happening
from db.ids import InstitutionId
from db.institutions import Institution, Layer
from db.instruments import Instrument
from db.interests import Interest
from db.invites import Invite
from db.joint_actions import JointAction, JointPartner
from db.kits import Kit
from db.marks import Mark
from db.notices import Notice, NoticeKind, NoticeLine
from db.obligations import Obligation
from db.panel_accesses import PanelAccess
from db.people import Membership, Person
from db.plans import Goal, Plan
from db.preferences import Preference
from db.readings import ReadingDecision
from db.report_versions import ReportVersion
from db.requests import Asked, Request
from db.snoozes import Snooze
from db.tables import metadata

#: What no ring asks: what was said and done, not what is owed and told.
LEFT_OUT = frozenset(
    {
        *("archived_deliveries", "attempts", "audit", "bot_identities", "couriers", "drafts"),
        *(
            "adhesions",
            "attachments",
            "chats",
            "confirmations",
            "data_requests",
            "elos",
            "enclosures",
            "guesses",
        ),
        *("multipliers", "outages", "page_looks", "protocol_counters", "updates"),
        *("feeds", "forum_groups", "forum_topics", "materials", "posts"),
    }
)
#: How long ago a message may have left and still decide what follows it.
RECENT = timedelta(days=45)
UNDECIDED = (DeliveryState.PENDING, DeliveryState.STANDBY, DeliveryState.SENDING, DeliveryState.UNKNOWN)
#: Rows carried over at a time.
PAGE = 2000


class ScratchDatabase(Database):
    """One connection for all: transactions must follow one another. Gone when it is closed."""

    def __init__(self) -> None:
        self.url, self.is_sqlite, self._listeners = "sqlite+aiosqlite://", True, []
        engine = create_async_engine(self.url, poolclass=StaticPool, hide_parameters=True)
        # A slice has rows that point outside.
        event.listen(engine.sync_engine, "connect", _sqlite_pragmas("foreign_keys=OFF"))
        event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
        self._writer = self._reader = engine


@asynccontextmanager
async def scratch_copy(
    database: Database, institution_id: InstitutionId | None, *, now: datetime
) -> AsyncIterator[ScratchDatabase]:
    """All that decides what the people of the institution are told; None: everything.

    The Secretariat is told of everybody, so its slice is everything too.
    """
    scratch = ScratchDatabase()
    try:
        async with database.read() as source, scratch.write() as target:
            if not database.is_sqlite:
                await source.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            await (await target.connection()).run_sync(metadata.create_all)
            circle = None if institution_id is None else await _circle(source, institution_id)
            for row, wanted in _slice(circle, now - RECENT).items():
                await _carry(source, target, row, wanted)
        yield scratch
    finally:
        await scratch.close()


async def _carry(source: Session, target: Session, row: type[Base], wanted: ColumnElement[bool]) -> None:
    table: Table = row.__table__  # type: ignore[assignment]
    rows = await source.stream(select(table).where(wanted))
    async for page in rows.mappings().partitions(PAGE):
        await target.execute(table.insert(), [dict(one) for one in page])


async def _circle(session: Session, institution_id: InstitutionId) -> Sequence[InstitutionId] | None:
    """The institution, those that joined through it, and whoever shares a person with one of them, however far:
    a person has one digest of all they serve. None once it reaches the Secretariat."""
    secretariat = set(await session.scalars(_of_the_secretariat()))
    circle, fresh = {institution_id}, {institution_id}
    while fresh:
        if circle & secretariat:
            return None
        people = select(Membership.person_id).where(Membership.institution_id.in_(fresh))
        shared = select(Membership.institution_id).where(Membership.person_id.in_(people))
        joined = select(Institution.id).where(Institution.parent_id.in_(fresh))
        fresh = {*await session.scalars(shared), *await session.scalars(joined)} - circle
        circle |= fresh
    return sorted(circle)


def _of_the_secretariat() -> Select[InstitutionId]:
    return select(Institution.id).where(Institution.layer == Layer.SECRETARIAT)


def carried() -> frozenset[str]:
    """The tables of which something is carried over."""
    return frozenset(row.__tablename__ for row in _slice((), datetime.min.replace(tzinfo=UTC)))


Wanted = dict[type[Base], ColumnElement[bool]]
Ids = Select[*tuple[object, ...]]


def _slice(circle: Sequence[InstitutionId] | None, since: datetime) -> Wanted:
    """What is asked of each table, a table after those that it points to.

    New rows get numbers that are free in the copy: nothing may point to what stays behind.
    """
    within: ColumnElement[bool] = true() if circle is None else Institution.id.in_(circle)
    circled = select(Institution.id).where(within)
    # Whom a step may climb to. What they are told is not whole here, so it may be shown to nobody.
    parents = select(Institution.parent_id).where(within, Institution.parent_id.is_not(None))
    known = select(Institution.id).where(
        or_(within, Institution.layer == Layer.SECRETARIAT, Institution.id.in_(parents))
    )
    people = select(Membership.person_id).where(Membership.institution_id.in_(known))
    instruments = select(Instrument.id).where(Instrument.institution_id.in_(circled))
    owed = select(Obligation.id).where(Obligation.instrument_id.in_(instruments))
    heard = select(Membership.person_id).where(Membership.institution_id.in_(circled))
    everywhere: Wanted = {CalendarList: true(), CalendarDay: true(), ReadingDecision: true()}
    told = _told(people, heard, owed, since)
    gathered = _gathered(people, circled, everything=circle is None)
    return everywhere | _people(known, people) | _owed(instruments, owed) | gathered | told


def _people(known: Ids, people: Ids) -> Wanted:
    return {
        Institution: Institution.id.in_(known),
        Person: Person.id.in_(people),
        Membership: Membership.institution_id.in_(known),
        Channel: Channel.person_id.in_(people),
        Invite: Invite.person_id.in_(people),
        Preference: Preference.person_id.in_(people),
    }


def _owed(instruments: Ids, owed: Ids) -> Wanted:
    plans = select(Plan.id).where(Plan.instrument_id.in_(instruments))
    reports = select(Deliverable.id).where(Deliverable.obligation_id.in_(owed))
    return {
        Instrument: Instrument.id.in_(instruments),
        Happening: or_(Happening.instrument_id.is_(None), Happening.instrument_id.in_(instruments)),
        Plan: Plan.id.in_(plans),
        Goal: Goal.plan_id.in_(plans),
        Obligation: Obligation.id.in_(owed),
        Deliverable: Deliverable.obligation_id.in_(owed),
        ReportVersion: ReportVersion.deliverable_id.in_(reports),
        PanelAccess: PanelAccess.deliverable_id.in_(reports),
        DateMove: DateMove.obligation_id.in_(owed),
    }


def _gathered(people: Ids, circled: Ids, *, everything: bool) -> Wanted:
    """Classes, meetings and requests are everybody's; who answered what is of those who are carried over."""
    named = select(JointPartner.action_id).where(JointPartner.institution_id.in_(circled))
    joint = or_(JointAction.institution_id.in_(circled), JointAction.id.in_(named))
    actions = select(JointAction.id).where(joint)
    return {
        Course: true(),
        CourseClass: true(),
        Lesson: true(),
        Kit: true(),
        Interest: Interest.person_id.in_(people),
        Convened: true(),
        MeetingDay: true(),
        Invitee: Invitee.person_id.in_(people),
        Attendance: Attendance.institution_id.in_(circled),
        Request: true(),
        Asked: Asked.institution_id.in_(circled),
        JointAction: joint,
        JointPartner: JointPartner.action_id.in_(actions),
        Contribution: true() if everything else Contribution.institution_id.in_(circled),
        # Whom or what was told already; on which day a ring was through is the copy's own to find.
        Mark: ~Mark.name.endswith(" on"),
    }


def _told(people: Ids, heard: Ids, owed: Ids, since: datetime) -> Wanted:
    spoken = Notice.person_id.in_(people) & (Notice.kind != NoticeKind.REPLY)
    notices = select(Notice.id).where(spoken)
    whole = select(Notice.id).where(spoken, Notice.person_id.in_(heard))
    unsent = select(Delivery.notice_id).where(Delivery.state.in_(UNDECIDED))
    alive = or_(Delivery.notice_id.in_(unsent), Delivery.settled_at >= since)
    return {
        Announcement: true(),
        AnnouncementRecipient: AnnouncementRecipient.person_id.in_(people),
        Wording: true(),
        Snooze: Snooze.obligation_id.in_(owed) & Snooze.person_id.in_(people),
        Notice: spoken,
        NoticeLine: NoticeLine.obligation_id.in_(owed) & NoticeLine.notice_id.in_(notices),
        Delivery: Delivery.notice_id.in_(whole) & alive,
    }
