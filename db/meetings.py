"""What is asked of meetings: which there are for whom, who answered, who came, and what is owed for them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, func, or_, select, update

from db.announcements import Announcement
from db.convened import Attendance, Convened, Invitee, MeetingDay, MeetingKind
from db.database import Session, batches
from db.deliverables import Deliverable
from db.deliveries import Delivery, is_unsent
from db.happenings import Happening
from db.ids import AnnouncementId, HappeningId, InstitutionId, MeetingId, ObligationId, PersonId
from db.institutions import Institution
from db.notices import Notice
from db.obligations import Obligation, ObligationState
from db.people import Person
from db.plans import Goal, GoalKind


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody convened, with their name and the institution for which they are."""

    invitee: Invitee
    name: str
    place: Institution


async def held_meeting(session: Session, meeting_id: MeetingId) -> Convened | None:
    """As it is now; nobody else changes it till the end of the transaction."""
    found = select(Convened).where(Convened.id == meeting_id)
    found = found.with_for_update(key_share=True).execution_options(populate_existing=True)
    return (await session.scalars(found)).one_or_none()


async def same_meeting(
    session: Session, place: InstitutionId, *, kind: MeetingKind, title: str, starts_at: datetime
) -> Convened | None:
    """One that the institution convened alike, and did not call off; nobody convenes another in its name till the
    end of the transaction."""
    own = select(Institution.id).where(Institution.id == place)
    await session.execute(own.with_for_update(key_share=True))
    found = select(Convened).where(
        Convened.institution_id == place,
        Convened.kind == kind,
        func.lower(Convened.title) == title.lower(),
        Convened.starts_at == starts_at,
        Convened.cancelled_at.is_(None),
    )
    return (await session.scalars(found.order_by(Convened.id).limit(1))).one_or_none()


async def passed_on_as(session: Session, meeting_id: MeetingId) -> Sequence[Convened]:
    """The meetings by which first-layer institutions passed it on, those called off aside; held, by id."""
    found = select(Convened).where(Convened.passes_on == meeting_id, Convened.cancelled_at.is_(None))
    return (await session.scalars(found.order_by(Convened.id).with_for_update(key_share=True))).all()


async def days_of(session: Session, meeting_id: MeetingId) -> Sequence[MeetingDay]:
    found = select(MeetingDay).where(MeetingDay.meeting_id == meeting_id)
    return (await session.scalars(found.order_by(MeetingDay.starts_at, MeetingDay.id))).all()


async def invited_to(session: Session, meeting_id: MeetingId) -> Sequence[Invited]:
    """By institution and name."""
    rows = (
        select(Invitee, Person.name, Institution)
        .join(Person, Person.id == Invitee.person_id)
        .join(Institution, Institution.id == Invitee.institution_id)
        .where(Invitee.meeting_id == meeting_id)
        .order_by(Institution.acronym, Institution.id, Person.name, Person.id)
    )
    return [Invited(*row) for row in (await session.execute(rows)).all()]


async def invitation_of(session: Session, meeting_id: MeetingId, person_id: PersonId) -> Invitee | None:
    return await session.get(Invitee, (meeting_id, person_id))


async def invitations_of(
    session: Session, person_id: PersonId, *, since: datetime
) -> Sequence[tuple[Convened, Invitee]]:
    """What somebody is convened to that ends from then on, the soonest first."""
    rows = (
        select(Convened, Invitee)
        .join(Invitee, Invitee.meeting_id == Convened.id)
        .where(Invitee.person_id == person_id, Convened.ends_at >= since)
        .order_by(Convened.starts_at, Convened.id)
    )
    return [(row[0], row[1]) for row in (await session.execute(rows)).all()]


async def convened_for(
    session: Session, places: Collection[InstitutionId], *, since: datetime
) -> Sequence[Convened]:
    """What somebody of these institutions is convened to that ends from then on, the soonest first."""
    theirs = exists().where(Invitee.meeting_id == Convened.id, Invitee.institution_id.in_(places))
    found = select(Convened).where(theirs, Convened.ends_at >= since)
    return (await session.scalars(found.order_by(Convened.starts_at, Convened.id))).all()


async def convened_by(
    session: Session, places: Collection[InstitutionId], *, since: datetime
) -> Sequence[Convened]:
    """What these institutions convened that ends from then on, the soonest first."""
    found = select(Convened).where(Convened.institution_id.in_(places), Convened.ends_at >= since)
    return (await session.scalars(found.order_by(Convened.starts_at, Convened.id))).all()


async def forget_replies(session: Session, meeting_id: MeetingId) -> None:
    """They answered for another date: when they did is kept."""
    given = (Invitee.meeting_id == meeting_id, Invitee.reply.is_not(None))
    await session.execute(update(Invitee).where(*given).values(reply=None))


async def meetings_that_remind(session: Session, *, now: datetime, until: datetime) -> Sequence[Convened]:
    """Those that begin from now until then, and stand; the soonest first."""
    found = select(Convened).where(
        Convened.starts_at > now, Convened.starts_at <= until, Convened.cancelled_at.is_(None)
    )
    return (await session.scalars(found.order_by(Convened.starts_at, Convened.id))).all()


async def next_start(session: Session, *, after: datetime) -> datetime | None:
    """When the next meeting begins that was not called off."""
    rows = select(func.min(Convened.starts_at)).where(
        Convened.starts_at > after, Convened.cancelled_at.is_(None)
    )
    return await session.scalar(rows)


async def meetings_over(session: Session, *, now: datetime, since: datetime) -> Sequence[Convened]:
    """Those that ended between then and now, and of which nobody was asked who came."""
    found = select(Convened).where(
        Convened.ends_at <= now,
        Convened.ends_at > since,
        Convened.cancelled_at.is_(None),
        Convened.attendance_asked_at.is_(None),
        Convened.attendance_closed_at.is_(None),
    )
    return (await session.scalars(found.order_by(Convened.ends_at, Convened.id))).all()


async def attendances_of(session: Session, meeting_id: MeetingId) -> Sequence[Attendance]:
    found = select(Attendance).where(Attendance.meeting_id == meeting_id)
    return (await session.scalars(found.order_by(Attendance.id))).all()


async def happenings_of_meeting(session: Session, meeting_id: MeetingId) -> Sequence[Happening]:
    found = select(Happening).where(Happening.meeting_id == meeting_id).order_by(Happening.id)
    return (await session.scalars(found)).all()


async def called_by_meetings(session: Session, happening_ids: Collection[HappeningId]) -> set[HappeningId]:
    """Which of these a meeting called for."""
    found: set[HappeningId] = set()
    for part in batches(happening_ids):
        rows = select(Happening.id).where(Happening.id.in_(part), Happening.meeting_id.is_not(None))
        found |= set(await session.scalars(rows))
    return found


async def owed_for_meeting(
    session: Session, meetings: Collection[MeetingId], institution_id: InstitutionId
) -> Sequence[ObligationId]:
    """What an institution still owes because these called for it."""
    found = (
        select(Obligation.id)
        .join(Happening, Happening.id == Obligation.happening_id)
        .where(
            Happening.meeting_id.in_(meetings),
            Obligation.institution_id == institution_id,
            Obligation.state == ObligationState.OPEN,
        )
    )
    return (await session.scalars(found.order_by(Obligation.id))).all()


async def owed_in_cycle(
    session: Session, key: str, institution_id: InstitutionId, day: date
) -> Sequence[ObligationId]:
    """What an institution still owes of that goal in the cycle that has the day in it."""
    found = (
        select(Obligation.id)
        .join(Goal, Goal.id == Obligation.goal_id)
        .where(
            Goal.key == key,
            Goal.kind == GoalKind.PLAN,
            Obligation.institution_id == institution_id,
            Obligation.state == ObligationState.OPEN,
            Obligation.literal >= day,
            or_(Obligation.opens.is_(None), Obligation.opens <= day),
        )
    )
    return (await session.scalars(found.order_by(Obligation.id))).all()


async def cycles_attended(session: Session, key: str, means: str, day: date) -> Sequence[ObligationId]:
    """Of that goal, in cycles that have the day in them, owed or fulfilled: those with a report by such means."""
    reported = exists().where(Deliverable.obligation_id == Obligation.id, Deliverable.means == means)
    found = (
        select(Obligation.id)
        .join(Goal, Goal.id == Obligation.goal_id)
        .where(
            Goal.key == key,
            Goal.kind == GoalKind.PLAN,
            Obligation.state.in_((ObligationState.OPEN, ObligationState.FULFILLED)),
            Obligation.literal >= day,
            or_(Obligation.opens.is_(None), Obligation.opens <= day),
            reported,
        )
    )
    return (await session.scalars(found.order_by(Obligation.id))).all()


async def is_told(session: Session, obligation_id: ObligationId, description: str) -> bool:
    """Whether a report in those very words was kept for it, whatever became of it."""
    found = exists().where(Deliverable.obligation_id == obligation_id, Deliverable.description == description)
    return bool(await session.scalar(select(found)))


async def forums_between(session: Session, *, first: datetime, last: datetime) -> Sequence[Convened]:
    """Forums that stand and begin in that time, both ends included."""
    found = select(Convened).where(
        Convened.kind != MeetingKind.MEETING,
        Convened.passes_on.is_(None),
        Convened.starts_at.between(first, last),
        Convened.cancelled_at.is_(None),
    )
    return (await session.scalars(found.order_by(Convened.starts_at, Convened.id))).all()


async def attended_by(
    session: Session, institution_id: InstitutionId, meetings: Collection[MeetingId]
) -> set[MeetingId]:
    """Which of these the institution was at, also as the one that it was passed on by."""
    found = (
        select(func.coalesce(Convened.passes_on, Convened.id))
        .join(Attendance, Attendance.meeting_id == Convened.id)
        .where(
            Attendance.institution_id == institution_id,
            Convened.attendance_closed_at.is_not(None),
            or_(Convened.id.in_(meetings), Convened.passes_on.in_(meetings)),
        )
    )
    return {MeetingId(one) for one in await session.scalars(found)}


async def keys_told(session: Session, keys: Collection[str]) -> set[str]:
    """Which of these keys an announcement has already."""
    found = select(Announcement.key).where(Announcement.key.in_(keys))
    return {one for one in await session.scalars(found) if one}


async def last_told(session: Session, meeting_id: MeetingId) -> datetime | None:
    """When it was convened, or changed last: what people hear of it besides reminders."""
    keys = [f"meeting:{meeting_id}:{step}" for step in ("told", "changed")]
    told = select(func.max(Announcement.created_at)).where(
        or_(*(Announcement.key.startswith(one, autoescape=True) for one in keys))
    )
    return await session.scalar(told)


async def stop_announcements(session: Session, about: str, *, now: datetime) -> Sequence[AnnouncementId]:
    """What has not left about it never does; which announcements that stops."""
    leaving = exists().where(
        Notice.announcement_id == Announcement.id, Delivery.notice_id == Notice.id, is_unsent()
    )
    waiting = (
        Announcement.about == about,
        Announcement.cancelled_at.is_(None),
        or_(Announcement.filled_at.is_(None), leaving),
    )
    stopped = update(Announcement).where(*waiting).values(cancelled_at=now).returning(Announcement.id)
    return sorted(await session.scalars(stopped))


async def all_meetings(session: Session, *, since: datetime) -> Sequence[Convened]:
    """Whoever convened them, those called off too, that end from then on; the soonest first."""
    found = select(Convened).where(Convened.ends_at >= since)
    return (await session.scalars(found.order_by(Convened.starts_at, Convened.id))).all()


async def with_second_layer(
    session: Session, institution_ids: Collection[InstitutionId]
) -> set[InstitutionId]:
    """Those of them through which somebody joined."""
    found: set[InstitutionId] = set()
    for part in batches(institution_ids):
        rows = select(Institution.parent_id).where(Institution.parent_id.in_(part)).distinct()
        found |= {one for one in await session.scalars(rows) if one is not None}
    return found
