"""Announcements: what is told to many at once. Audience and words are kept once; each person's notice is put later.

The recipients are filled into the outbox in the order of their numbers, some at a time: what was filled last is
remembered in the same transaction, so that a crash repeats nobody and forgets nobody. Holding and calling off:
db/held_announcements.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, insert, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from db.channels import ChannelKind
from db.database import OUTBOX_PUT, Base, Session, batches, text_enum
from db.ids import AnnouncementId, EnclosureId, InstitutionId, PersonId, WordingId
from db.preferences import ChannelChoice

#: `not_before` of what is held, or paused.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


class AnnouncementKind(StrEnum):
    BROADCAST = "broadcast"
    CLASS = "class"
    MEETING = "meeting"
    REQUEST = "request"
    #: A post of the forum.
    POST = "post"
    CONTRIBUTION = "contribution"
    JOINT = "joint"


class Announcement(Base):
    __tablename__ = "announcements"

    id: Mapped[AnnouncementId] = mapped_column(primary_key=True, init=False)
    title: Mapped[str]
    #: As it was written.
    text: Mapped[str]
    #: In the language of audiences: `todos`.
    audience: Mapped[str]
    created_at: Mapped[datetime]
    #: Before then nothing of it leaves.
    not_before: Mapped[datetime]
    #: How many people the audience was, when it was resolved.
    people: Mapped[int]
    #: None for the command line.
    created_by: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"), default=None)
    #: Why it leaves at once, whatever the hour; empty: it waits for the sending window.
    urgent: Mapped[str] = mapped_column(default="")
    #: Everybody up to this number has their notice.
    filled_through: Mapped[int] = mapped_column(default=0)
    #: Everybody has their notice; None while some wait.
    filled_at: Mapped[datetime | None] = mapped_column(default=None)
    #: It would have begun too late: nothing of it leaves until a person says so.
    held_at: Mapped[datetime | None] = mapped_column(default=None)
    #: Called off by a person: what has not left never does.
    cancelled_at: Mapped[datetime | None] = mapped_column(default=None)
    #: Why it is held: `late`, `electoral`; `let go`: it goes on in an electoral period, by a person's word.
    held_for: Mapped[str] = mapped_column(default="")
    kind: Mapped[AnnouncementKind] = mapped_column(
        text_enum(AnnouncementKind, "kind"), default=AnnouncementKind.BROADCAST
    )
    #: Makes announcing it twice harmless: `class:12:opens:0`.
    key: Mapped[str | None] = mapped_column(unique=True, default=None)
    #: What it tells of, so that those who heard of it hear of its changes: `classes:12`; empty for nothing.
    about: Mapped[str] = mapped_column(default="", index=True)
    #: An obligation follows from it: it goes to those, too, who turned announcements off.
    essential: Mapped[bool] = mapped_column(default=False)
    #: It promotes something: held in the electoral period of whoever sends it.
    promotional: Mapped[bool] = mapped_column(default=False)
    #: In whose name it speaks; None: the Secretariat's.
    sender_id: Mapped[InstitutionId | None] = mapped_column(ForeignKey("institutions.id"), default=None)
    #: What it puts right.
    correction_of: Mapped[AnnouncementId | None] = mapped_column(ForeignKey("announcements.id"), default=None)
    #: A second authorised person has to say yes, and did.
    needs_approval: Mapped[bool] = mapped_column(default=False)
    approved_at: Mapped[datetime | None] = mapped_column(default=None)
    approved_by: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"), default=None)
    #: Stopped by a person; `suspended`: by the Secretariat, and only it may let it go on.
    paused_at: Mapped[datetime | None] = mapped_column(default=None)
    suspended: Mapped[bool] = mapped_column(default=False)
    #: JSON: rows of buttons under the words of the chat (rede/to_many.py); empty for none.
    buttons: Mapped[str] = mapped_column(default="")
    #: An iCalendar object that goes with the e-mail.
    calendar: Mapped[str] = mapped_column(default="")
    enclosure_id: Mapped[EnclosureId | None] = mapped_column(ForeignKey("enclosures.id"), default=None)
    #: Past this instant it tells nobody any more.
    expires_at: Mapped[datetime | None] = mapped_column(default=None)
    #: What the message says in which whoever sent it watches it go.
    progress_shown: Mapped[str] = mapped_column(default="")
    #: Its summary was sent to whoever sent it.
    summarised_at: Mapped[datetime | None] = mapped_column(default=None)
    #: How often a person let what had failed go once more.
    generation: Mapped[int] = mapped_column(default=0)

    @property
    def stands_still(self) -> bool:
        """It waits for a person's word."""
        return self.held_at is not None or self.paused_at is not None

    @property
    def has_begun(self) -> bool:
        """Somebody has, or had, a notice of it."""
        return self.filled_through > 0 or self.generation > 0

    @property
    def waits_for_approval(self) -> bool:
        return self.needs_approval and self.approved_at is None and self.cancelled_at is None

    @property
    def goes_on(self) -> bool:
        """Somebody has no notice of it yet, and nobody stops it."""
        stopped = self.stands_still or self.waits_for_approval
        return self.filled_at is None and self.cancelled_at is None and not stopped


class AnnouncementRecipient(Base):
    """The audience, resolved once."""

    __tablename__ = "announcement_recipients"

    announcement_id: Mapped[AnnouncementId] = mapped_column(ForeignKey("announcements.id"), primary_key=True)
    person_id: Mapped[PersonId] = mapped_column(ForeignKey("people.id"), primary_key=True)
    #: A `LeftOut`: of the audience, and hears nothing; empty for who hears it.
    left_out: Mapped[str] = mapped_column(default="")
    #: The last time that it goes to them: 0 is the first.
    generation: Mapped[int] = mapped_column(default=0)


class Wording(Base):
    """Words for one channel that many deliveries share; what differs stands in its slots (`db/slots.py`)."""

    __tablename__ = "wordings"

    id: Mapped[WordingId] = mapped_column(primary_key=True, init=False)
    announcement_id: Mapped[AnnouncementId] = mapped_column(ForeignKey("announcements.id"), index=True)
    channel: Mapped[ChannelKind] = mapped_column(text_enum(ChannelKind, "channel"))
    body: Mapped[str]
    subject: Mapped[str] = mapped_column(default="")
    html: Mapped[str] = mapped_column(default="")


class LeftOut(StrEnum):
    """Why somebody of an audience hears nothing."""

    #: They never had a channel.
    NO_CONTACT = "no_contact"
    #: They had, and none is open any more.
    CLOSED = "closed"
    #: They turned announcements off.
    OPTED_OUT = "opted_out"


@dataclass(frozen=True, slots=True)
class Listener:
    """Somebody of an audience: by which channels they would hear, and whether they want to."""

    person_id: PersonId
    name: str
    #: In the order in which they leave.
    telegram: bool
    email: bool
    choice: ChannelChoice
    wants: bool
    #: Whether they have, or had, a channel at all.
    known: bool = True

    @property
    def first(self) -> frozenset[ChannelKind]:
        """The channels that leave at once; empty when none is open."""
        opened = {ChannelKind.TELEGRAM: self.telegram, ChannelKind.EMAIL: self.email}
        found = [kind for kind in ChannelKind if opened[kind]]
        if len(found) < len(ChannelKind) or self.choice is ChannelChoice.BOTH:
            return frozenset(found)
        return frozenset((ChannelKind(self.choice),))

    @property
    def reason(self) -> LeftOut | None:
        """Why they hear nothing; None: they do. What an obligation follows from is told to who opted out, too."""
        if not self.wants:
            return LeftOut.OPTED_OUT
        return self.unreachable

    @property
    def unreachable(self) -> LeftOut | None:
        """None: some channel of theirs is open."""
        if self.telegram or self.email:
            return None
        return LeftOut.CLOSED if self.known else LeftOut.NO_CONTACT


async def keep(
    session: Session,
    announcement: Announcement,
    *,
    wordings: Sequence[tuple[ChannelKind, str, str, str]],
    recipients: Mapping[PersonId, str],
) -> bool:
    """`wordings`: channel, body, subject, html. `recipients`: the whole audience, and why somebody of it hears
    nothing, else "". False: one with its key is there already, and nothing is kept."""
    try:
        async with session.begin_nested():
            session.add(announcement)
            await session.flush()
    except IntegrityError:
        if announcement.key is None or await announcement_with_key(session, announcement.key) is None:
            raise
        return False
    session.add_all(
        Wording(announcement_id=announcement.id, channel=kind, body=body, subject=subject, html=html)
        for kind, body, subject, html in wordings
    )
    rows = [
        {"announcement_id": announcement.id, "person_id": one, "left_out": why}
        for one, why in recipients.items()
    ]
    for part in batches(rows, PAGE):
        await session.execute(insert(AnnouncementRecipient.__table__), part)  # type: ignore[arg-type]
    # Nothing leaves yet; whoever waits for what leaves next looks again.
    session.info[OUTBOX_PUT] = True
    return True


async def announcement_with_key(session: Session, key: str) -> Announcement | None:
    return (await session.scalars(select(Announcement).where(Announcement.key == key))).one_or_none()


async def people_told_about(session: Session, about: str) -> list[PersonId]:
    """Who has a notice of some announcement about it, by number; of those called off too, as far as they went."""
    told = (
        select(AnnouncementRecipient.person_id)
        .join(Announcement, Announcement.id == AnnouncementRecipient.announcement_id)
        .where(
            Announcement.about == about,
            AnnouncementRecipient.left_out == "",
            or_(
                Announcement.filled_at.is_not(None),
                Announcement.generation > 0,
                AnnouncementRecipient.person_id <= Announcement.filled_through,
            ),
        )
        .distinct()
    )
    return sorted((await session.scalars(told)).all())


#: Rows of one statement.
PAGE = 5000


async def same_words(
    session: Session, *, title: str, text: str, audience: str, since: datetime
) -> Announcement | None:
    """The last one with these words for that audience, made since then and not called off."""
    alike = select(Announcement).where(
        Announcement.created_at >= since,
        Announcement.title == title,
        Announcement.text == text,
        Announcement.audience == audience,
        Announcement.cancelled_at.is_(None),
    )
    return (await session.scalars(alike.order_by(Announcement.id.desc()).limit(1))).one_or_none()


async def locked_announcement(session: Session, announcement_id: AnnouncementId) -> Announcement | None:
    """As it is now, and nobody else changes it before the transaction ends."""
    found = select(Announcement).where(Announcement.id == announcement_id)
    found = found.with_for_update().execution_options(populate_existing=True)
    return (await session.scalars(found)).one_or_none()


async def wordings_of(session: Session, announcement_id: AnnouncementId) -> dict[ChannelKind, Wording]:
    rows = select(Wording).where(Wording.announcement_id == announcement_id)
    return {row.channel: row for row in await session.scalars(rows)}


async def wordings(session: Session, ids: Sequence[WordingId]) -> dict[WordingId, Wording]:
    """Each of these, to be kept however the transaction ends; few are asked for at a time."""
    found = (await session.scalars(select(Wording).where(Wording.id.in_(ids)))).all()
    for one in found:
        # A rollback would empty what its session still knows.
        session.expunge(one)
    return {one.id: one for one in found}
