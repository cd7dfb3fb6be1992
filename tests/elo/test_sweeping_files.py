"""Attachments that nobody handed in go: what a crash left after a week, what was given up after two months."""

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from db import Database
from db.attachments import Attachment
from db.drafts import Draft, keep_draft
from db.enclosures import Enclosure, keep_enclosure
from db.ids import PersonId
from elo.sweeping_files import sweep_attachments
from rede.attachment_folder import AttachmentFolder
from tests.rede.makers import MARIA, NOW, a_desk, person_id, register

PDF = b"%PDF-1.7\n"


@pytest.fixture
async def maria(database: Database) -> PersonId:
    await register(database)
    return await person_id(database, MARIA)


def laid(folder: AttachmentFolder, root: Path, age: timedelta) -> str:
    path = folder.keep(PDF, ".pdf")
    when = (NOW - age).timestamp()
    os.utime(root / path, (when, when))
    return path


async def named(database: Database, who: PersonId, path: str, age: timedelta) -> None:
    async with a_desk(database) as desk:
        desk.session.add(
            Attachment(
                chat_id=7,
                person_id=who,
                name="a.pdf",
                media_type="application/pdf",
                size=9,
                sha256="",
                path=path,
                received_at=NOW - age,
            )
        )


@pytest.mark.parametrize(
    ("days", "has_row", "stays"),
    [(6, False, True), (8, False, False), (8, True, True), (59, True, True), (61, True, False)],
    ids=["left lately", "left by a crash", "in a form", "in an old form", "in a form given up"],
)
async def test_what_stays(
    database: Database, maria: PersonId, tmp_path: Path, days: int, has_row: bool, stays: bool
) -> None:
    folder, age = AttachmentFolder(tmp_path), timedelta(days=days)
    path = laid(folder, tmp_path, age)
    if has_row:
        await named(database, maria, path, age)
    await sweep_attachments(database, folder, NOW)
    assert (tmp_path / path).exists() is stays
    async with database.read() as session:
        rows = (await session.scalars(select(Attachment.path))).all()
    assert rows == ([path] if has_row and stays else [])


async def test_once_a_day_is_enough(database: Database, tmp_path: Path) -> None:
    folder = AttachmentFolder(tmp_path)
    await sweep_attachments(database, folder, NOW)
    path = laid(folder, tmp_path, timedelta(days=9))
    await sweep_attachments(database, folder, NOW + timedelta(minutes=1))
    assert (tmp_path / path).exists()
    await sweep_attachments(database, folder, NOW + timedelta(days=1))
    assert not (tmp_path / path).exists()


async def kept(database: Database, name: str, age: timedelta) -> int:
    async with database.write() as session:
        return await keep_enclosure(
            session, name=name, media_type="application/pdf", content=PDF, now=NOW - age
        )


async def test_files_of_messages_that_were_never_sent_go_after_a_month(
    database: Database, tmp_path: Path
) -> None:
    await kept(database, "young.pdf", timedelta(days=29))
    await kept(database, "given up.pdf", timedelta(days=31))
    in_form = await kept(database, "in a form.pdf", timedelta(days=31))
    async with database.write() as session:
        fields = json.dumps({"title": "Curso", "file": str(in_form)})
        await keep_draft(session, Draft(chat_id=7, form="x", fields=fields, version=1, updated_at=NOW))
    await sweep_attachments(database, AttachmentFolder(tmp_path), NOW)
    async with database.read() as session:
        names = await session.scalars(select(Enclosure.name).order_by(Enclosure.id))
        assert names.all() == ["young.pdf", "in a form.pdf"]
