"""What the bell does for files that somebody asked to see: read in a thread, then put with their messages."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

import structlog

from db import Database
from db.attachments import Attachment
from db.ids import AttachmentId
from rede.attachment_folder import AttachmentFolder
from rede.desk import Office, open_desk
from rede.want_files import send_files, wanted_files
from scheduler.bell import Ring

log = structlog.get_logger(__name__)


#: Somebody looks at their phone and waits.
SOON = timedelta(seconds=5)


def files_ring(database: Database, office: Office, folder: AttachmentFolder) -> Ring:
    """For the bell of a process that has the folder."""
    return Ring("files", SOON, partial(send_wanted_files, database, office, folder))


async def send_wanted_files(
    database: Database, office: Office, folder: AttachmentFolder, now: datetime
) -> None:
    """One small question while nothing is wanted."""
    async with database.read() as session:
        wanted = await wanted_files(await open_desk(session, now=now, office=office))
    for one in wanted:
        contents = await asyncio.to_thread(_read, folder, one.files)
        async with database.write() as session:
            count = await send_files(await open_desk(session, now=now, office=office), one, contents)
        log.info("files.sent", count=count, gone=count - len(contents))


def _read(folder: AttachmentFolder, files: Sequence[Attachment]) -> dict[AttachmentId, bytes]:
    """Without those that are gone."""
    contents: dict[AttachmentId, bytes] = {}
    for file in files:
        try:
            contents[file.id] = folder.read(file.path)
        except FileNotFoundError:
            log.warning("attachment.gone", attachment=file.id)
    return contents
