"""What the bell does for one-time words and codes that were told: they do not stay in the outbox in clear."""

from datetime import datetime

from db import Database
from db.notices import NoticeKind
from db.secrets_sent import blank_secrets

#: Of one transaction.
PART = 500


async def blank_what_was_told(database: Database, now: datetime) -> None:
    done = PART
    while done == PART:
        async with database.write() as session:
            kinds = [NoticeKind.INVITE, NoticeKind.CODE]
            done = await blank_secrets(session, kinds=kinds, now=now, limit=PART)
