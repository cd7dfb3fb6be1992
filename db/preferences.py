"""By which channels a person wants to be told, and whether of announcements at all.

What has to be told is told: a preference changes its channel, never whether.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from db.channels import Channel, ChannelKind
from db.database import Base, Session, batches, insert, text_enum
from db.ids import PersonId


class ChannelChoice(StrEnum):
    """Which channel leaves first."""

    TELEGRAM = "telegram"
    EMAIL = "email"
    #: Both at once.
    BOTH = "both"


class Preference(Base):
    """Who has none hears by Telegram first, and hears announcements."""

    __tablename__ = "preferences"

    person_id: Mapped[PersonId] = mapped_column(ForeignKey("people.id"), primary_key=True)
    changed_at: Mapped[datetime]
    channels: Mapped[ChannelChoice] = mapped_column(
        text_enum(ChannelChoice, "channels"), default=ChannelChoice.TELEGRAM
    )
    announcements: Mapped[bool] = mapped_column(default=True)


@dataclass(frozen=True, slots=True)
class Reach:
    """The open channels of one person, and which of them they want to hear by first."""

    channels: Mapping[ChannelKind, Channel] = field(default_factory=dict)
    choice: ChannelChoice = ChannelChoice.TELEGRAM

    @property
    def is_open(self) -> bool:
        return bool(self.channels)

    @property
    def telegram_stands_by(self) -> bool:
        """Whether the chat hears only what was not acknowledged by e-mail."""
        return self.choice is ChannelChoice.EMAIL and ChannelKind.EMAIL in self.channels

    def stands_by(self, kind: ChannelKind) -> bool:
        """Whether that channel waits for the other."""
        if kind is ChannelKind.TELEGRAM:
            return self.telegram_stands_by
        return self.choice is ChannelChoice.TELEGRAM and ChannelKind.TELEGRAM in self.channels


async def reach_of(session: Session, person_ids: Collection[PersonId]) -> dict[PersonId, Reach]:
    """How each of these people is reached; one without an open channel is there too."""
    channels: dict[PersonId, dict[ChannelKind, Channel]] = {one: {} for one in person_ids}
    choices: dict[PersonId, ChannelChoice] = {}
    for part in batches(person_ids):
        rows = (
            select(Channel, Preference.channels)
            .outerjoin(Preference, Preference.person_id == Channel.person_id)
            .where(Channel.person_id.in_(part), Channel.closed_at.is_(None))
        )
        for channel, choice in (await session.execute(rows)).all():
            channels[channel.person_id][channel.kind] = channel
            choices[channel.person_id] = choice or ChannelChoice.TELEGRAM
    return {one: Reach(found, choices.get(one, ChannelChoice.TELEGRAM)) for one, found in channels.items()}


async def reach(session: Session, person_id: PersonId) -> Reach:
    return (await reach_of(session, [person_id]))[person_id]


async def preference_of(session: Session, person_id: PersonId) -> Preference | None:
    """None: nothing was ever chosen."""
    return await session.get(Preference, person_id, populate_existing=True)


async def without_announcements(session: Session, person_ids: Collection[PersonId]) -> set[PersonId]:
    """Which of these people want no announcements."""
    found: set[PersonId] = set()
    for part in batches(person_ids):
        left = select(Preference.person_id).where(
            Preference.person_id.in_(part), Preference.announcements.is_(False)
        )
        found |= set(await session.scalars(left))
    return found


async def prefer(
    session: Session,
    person_id: PersonId,
    *,
    now: datetime,
    channels: ChannelChoice | None = None,
    announcements: bool | None = None,
) -> None:
    """Remembers what was chosen, and leaves the rest as it is. Of two at once, the later counts."""
    chosen = {"channels": channels, "announcements": announcements}
    values = {name: value for name, value in chosen.items() if value is not None} | {"changed_at": now}
    new = insert(session, Preference).values(
        person_id=person_id,
        changed_at=now,
        channels=channels or ChannelChoice.TELEGRAM,
        announcements=announcements is not False,
    )
    await session.execute(new.on_conflict_do_update(index_elements=["person_id"], set_=values))
