"""The forum group of the Rede on Telegram: which chat it is, and which of its topics is for which axis."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, cast, delete, exists, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from db.announcements import Announcement, AnnouncementKind
from db.channels import ChannelKind
from db.contributions import Contribution
from db.database import Base, Session, insert
from db.deliveries import Delivery, DeliveryState
from db.ids import AnnouncementId, ContributionId, NoticeId, PersonId
from db.notices import Notice


class ForumGroup(Base):
    __tablename__ = "forum_groups"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    title: Mapped[str]
    attached_at: Mapped[datetime]
    attached_by: Mapped[PersonId | None] = mapped_column(ForeignKey("people.id"), default=None)
    left_at: Mapped[datetime | None] = mapped_column(default=None)


class ForumTopic(Base):
    __tablename__ = "forum_topics"

    chat_id: Mapped[int] = mapped_column(ForeignKey("forum_groups.chat_id"), primary_key=True)
    #: `1`, `2`, `3`; empty for what belongs to no axis.
    axis: Mapped[str] = mapped_column(primary_key=True)
    #: Bot API, message_thread_id.
    thread_id: Mapped[int] = mapped_column(BigInteger)


#: What begins the key of a notice to the group: an announcement's, a question's (a contribution's number).
TOPIC, QUESTION = "topic:", "question:"


async def forum_group(session: Session) -> ForumGroup | None:
    """The one that is attached now, the newest."""
    found = select(ForumGroup).where(ForumGroup.left_at.is_(None))
    newest = found.order_by(ForumGroup.attached_at.desc(), ForumGroup.chat_id).limit(1)
    return (await session.scalars(newest)).one_or_none()


async def attach_group(session: Session, group: ForumGroup) -> None:
    """In the place of any other; its topics stay known."""
    others = update(ForumGroup).where(ForumGroup.chat_id != group.chat_id, ForumGroup.left_at.is_(None))
    await session.execute(others.values(left_at=group.attached_at))
    attached = await session.merge(group)
    # A default is not merged over what a group had that was left before.
    attached.left_at = None
    await session.flush()


async def leave_group(session: Session, chat_id: int, *, now: datetime) -> bool:
    """False: it was not attached."""
    left = update(ForumGroup).where(ForumGroup.chat_id == chat_id, ForumGroup.left_at.is_(None))
    left = left.values(left_at=now)
    return (await session.scalars(left.returning(ForumGroup.chat_id))).first() is not None


async def move_group(session: Session, old: int, new: int) -> None:
    """Telegram gave the chat another number. Where a group is there already, that one stays."""
    group = await session.get(ForumGroup, old)
    if group is None or await session.get(ForumGroup, new) is not None:
        return
    session.add(
        ForumGroup(
            chat_id=new,
            title=group.title,
            attached_at=group.attached_at,
            attached_by=group.attached_by,
            left_at=group.left_at,
        )
    )
    await session.flush()
    await session.execute(update(ForumTopic).where(ForumTopic.chat_id == old).values(chat_id=new))
    await session.execute(delete(ForumGroup).where(ForumGroup.chat_id == old))


async def set_topic(session: Session, chat_id: int, axis: str, thread_id: int) -> None:
    known = insert(session, ForumTopic).values(chat_id=chat_id, axis=axis, thread_id=thread_id)
    known = known.on_conflict_do_update(index_elements=["chat_id", "axis"], set_={"thread_id": thread_id})
    await session.execute(known)


async def topics_of(session: Session, chat_id: int) -> dict[str, int]:
    """By axis; empty for what belongs to none."""
    found = select(ForumTopic.axis, ForumTopic.thread_id).where(ForumTopic.chat_id == chat_id)
    return {row[0]: row[1] for row in (await session.execute(found.order_by(ForumTopic.axis))).all()}


async def announcements_to_post(
    session: Session, kinds: Collection[AnnouncementKind], *, since: datetime, fresh: datetime, now: datetime
) -> list[Announcement]:
    """Those that promote something, were made since then, were told to everybody, not before `fresh`, and are not
    in the group yet."""
    posted = exists().where(Notice.key == TOPIC + cast(Announcement.id, String))
    found = select(Announcement).where(
        Announcement.kind.in_(kinds),
        Announcement.promotional,
        Announcement.created_at >= since,
        Announcement.not_before >= fresh,
        Announcement.filled_at.is_not(None),
        Announcement.held_at.is_(None),
        Announcement.paused_at.is_(None),
        Announcement.cancelled_at.is_(None),
        or_(Announcement.expires_at.is_(None), Announcement.expires_at > now),
        ~posted,
    )
    return list((await session.scalars(found.order_by(Announcement.id))).all())


async def unposted(session: Session, *, after: NoticeId | int) -> list[tuple[NoticeId, str, str]]:
    """What the group did not take, with a greater number: the notice, its key and what Telegram said."""
    found = (
        select(Notice.id, Notice.key, Delivery.last_error)
        .join(Delivery, Delivery.notice_id == Notice.id)
        .where(
            Delivery.state == DeliveryState.FAILED,
            Delivery.channel == ChannelKind.TELEGRAM,
            Notice.id > after,
            or_(Notice.key.startswith(TOPIC), Notice.key.startswith(QUESTION)),
        )
        .order_by(Notice.id)
    )
    return [(row[0], row[1] or "", row[2]) for row in (await session.execute(found)).all()]


async def question_at(session: Session, chat_id: int, message_id: int) -> Contribution | None:
    """The question that stands in that message of the group."""
    found = (
        select(Contribution)
        .join(Notice, Notice.key == QUESTION + cast(Contribution.id, String))
        .join(Delivery, Delivery.notice_id == Notice.id)
        .where(
            Delivery.address == str(chat_id),
            Delivery.remote_id == str(message_id),
            Delivery.state == DeliveryState.SENT,
        )
        .limit(1)
        .with_for_update(of=Contribution)
    )
    return (await session.scalars(found)).one_or_none()


def key_of_post(announcement_id: AnnouncementId) -> str:
    return f"{TOPIC}{announcement_id}"


def key_of_question(contribution_id: ContributionId) -> str:
    return f"{QUESTION}{contribution_id}"
