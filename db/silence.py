"""Who was reminded and gave no sign: no message, no acknowledgement, nothing done in their name."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, select

from db.audit import AuditEntry
from db.channels import Channel, ChannelKind
from db.database import Session, batches
from db.ids import PersonId
from db.inbox import StoredUpdate
from db.institutions import Institution, Layer
from db.notices import Notice, NoticeKind
from db.people import Function, Membership

#: Whose word an institution counts on.
CONTACTS = (
    Function.COORDENADOR,
    Function.SUBSTITUTO,
    Function.SERVIDOR_DESIGNADO,
    Function.RESPONSAVEL_PAINEL,
)


async def reminded(session: Session, *, since: datetime, at_least: int) -> set[PersonId]:
    """Contacts of partners who could be reached before that instant, and were reminded so often since."""
    told = (
        select(Notice.person_id)
        .where(Notice.kind == NoticeKind.REMINDER, Notice.created_at > since)
        .group_by(Notice.person_id)
        .having(func.count() >= at_least)
    )
    reached = select(Channel.person_id).where(Channel.closed_at.is_(None), Channel.opened_at <= since)
    found = (
        select(Membership.person_id)
        .join(Institution, Institution.id == Membership.institution_id)
        .where(Institution.layer != Layer.SECRETARIAT, Membership.function.in_(CONTACTS))
        .where(Membership.person_id.in_(told), Membership.person_id.in_(reached))
    )
    return set((await session.scalars(found)).all())


async def gave_a_sign(session: Session, people: Collection[PersonId], *, since: datetime) -> set[PersonId]:
    """Which of these wrote, acknowledged or did something since then."""
    # Each asked once for everybody: there is no index by person, and people are many.
    wrote = select(StoredUpdate.sender).where(StoredUpdate.received_at > since).distinct()
    senders = set((await session.scalars(wrote)).all())
    read = select(Notice.person_id).where(Notice.acknowledged_at > since).distinct()
    did = select(AuditEntry.person_id).where(AuditEntry.at > since).distinct()
    found: set[PersonId | None] = {*(await session.scalars(read)).all(), *(await session.scalars(did)).all()}
    for part in batches(people):
        telegram = (Channel.person_id.in_(part), Channel.kind == ChannelKind.TELEGRAM)
        chats = await session.execute(select(Channel.person_id, Channel.address).where(*telegram))
        found |= {one for one, address in chats.all() if int(address) in senders}
    return {one for one in people if one in found}
