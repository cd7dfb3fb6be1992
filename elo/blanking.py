"""What the bell does for one-time words and codes that were told: they do not stay in the outbox in clear."""

from datetime import datetime

from db import Database
from db.notices import NoticeKind
from db.secrets_sent import any_to_blank, blank_secrets

KINDS = (NoticeKind.INVITE, NoticeKind.CODE)
#: Of one transaction.
PART = 500


async def blank_what_was_told(database: Database, now: datetime) -> None:
    """Nothing is written where nothing has ended."""
    async with database.read() as session:
        if not await any_to_blank(session, kinds=KINDS, now=now):
            return
    done = PART
    while done == PART:
        async with database.write() as session:
            done = await blank_secrets(session, kinds=KINDS, now=now, limit=PART)
