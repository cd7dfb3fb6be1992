"""Files in the form of a report: on the disk first, by what is in them, ten at the most, each once."""

import stat
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.attachments import Attachment, FileRefused, Room, keep
from bot.file_kind import media_type_of
from bot.report.files import room_of
from bot.update import Attached, FileKind
from db import Database
from db.attachments import Attachment as Row
from db.attachments import attachments_of
from db.deliverables import Deliverable
from db.ids import DeliverableId
from rede.attachment_folder import AttachmentFolder
from tests.bot.office_chat import OfficeChat
from tests.rede.makers import MARIA, import_for, person_id, register

DAY = date(2025, 12, 19)
PDF, PNG = b"%PDF-1.7\n1 0 obj\n", b"\x89PNG\r\n\x1a\n" + bytes(40)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(30)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"


def archive(**parts: str) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/"), content)
    return packed.getvalue()


DOCX = archive(**{"[Content_Types].xml": "<Types/>", "word__document.xml": "<w/>"})


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PDF, "application/pdf"),
        (PNG, "image/png"),
        (JPEG, "image/jpeg"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 " + bytes(20), "image/webp"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "image/heif"),
        (DOCX, WORD),
        (archive(mimetype=ODT, **{"content.xml": "<o/>"}), ODT),
        (b"Curso;Horas\nObrasgov;20\n", "text/plain"),
        ("Relação de cursos: ção".encode("cp1252"), "text/plain"),
    ],
    ids=["pdf", "png", "jpeg", "webp", "heic", "docx", "odt", "table", "old table"],
)
def test_what_is_in_it_says_what_it_is(content: bytes, media_type: str) -> None:
    assert media_type_of(content) == media_type


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00" + bytes(60),
        b"\x7fELF" + bytes(60),
        b"<html><script>alert(1)</script>",
        b'\xef\xbb\xbf  <?xml version="1.0"?><svg/>',
        b"#!/bin/sh\nrm -rf /\n",
        archive(**{"a.txt": "x"}),
        archive(**{"word__document.xml": "<w/>", "word__vbaProject.bin": "x"}),
        b"PK\x03\x04 broken",
        b"GIF89a" + bytes(20),
        b"",
        b"\x00\x01\x02",
    ],
    ids=["exe", "elf", "html", "svg", "script", "zip", "macros", "broken zip", "gif", "nothing", "bytes"],
)
def test_what_runs_or_is_unknown_is_not_taken(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="report_file_kind"):
        keep(AttachmentFolder(tmp_path), Attachment("relatorio.pdf", content))
    assert list(tmp_path.iterdir()) == []


def test_a_file_lies_under_a_name_of_ours_for_us_alone(tmp_path: Path) -> None:
    folder = AttachmentFolder(tmp_path / "attachments")
    kept = keep(folder, Attachment("../../etc/passwd", PDF)).kept
    assert kept is not None
    path = tmp_path / "attachments" / kept.path
    assert path.parent.parent == tmp_path / "attachments"
    assert (path.suffix, folder.read(kept.path)) == (".pdf", PDF)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (
        stat.S_IMODE(path.parent.stat().st_mode) == stat.S_IMODE(path.parent.parent.stat().st_mode) == 0o700
    )
    with pytest.raises(FileNotFoundError):
        folder.read("../../etc/passwd")


@pytest.mark.parametrize(
    ("room", "attached", "refusal"),
    [
        (Room(), Attached("x", "a.pdf", 20_000_001), "report_file_large"),
        (Room(files=0), Attached("x", "a.pdf", 1), "report_files_full"),
        (Room(size=10), Attached("x", "a.pdf", 11), "report_files_heavy"),
        (Room(), Attached("x", "voz.ogg", 1, FileKind.VOICE), "report_file_moving"),
        (Room(), Attached("x", "filme.mp4", 1, FileKind.VIDEO), "report_file_moving"),
    ],
)
def test_what_there_is_no_room_for_is_not_fetched(room: Room, attached: Attached, refusal: str) -> None:
    with pytest.raises(FileRefused, match=refusal):
        room.check(attached)


@pytest.fixture
async def maria(database: Database, tmp_path: Path) -> OfficeChat:
    await register(database)
    await import_for(database, "UPB")
    chat = OfficeChat(database, await person_id(database, MARIA), DAY)
    chat.folder = AttachmentFolder(tmp_path)
    return chat


async def rows(database: Database) -> list[Row]:
    async with database.read() as session:
        return list((await session.scalars(select(Row).order_by(Row.id))).all())


async def test_files_are_taken_at_any_step_and_go_with_the_report(
    maria: OfficeChat, database: Database, tmp_path: Path
) -> None:
    await maria.says("/entregar 1.2")
    said = await maria.sends(PDF, "ofício.pdf")
    assert "Anexo recebido: ofício.pdf. Total: 1 KB." in said
    assert "Conte em uma mensagem" in said
    said = await maria.sends(JPEG, "foto.jpg", caption="Indicada a responsável")
    assert "2 anexos recebidos: ofício.pdf, foto.jpg" in said
    assert "Relato: Indicada a responsável" in said
    assert "Anexos: ofício.pdf, foto.jpg" in said
    assert "2 anexos guardados." in await maria.presses("Enviar")
    async with database.read() as session:
        number = DeliverableId((await session.scalars(select(Deliverable.id))).one())
        kept = (await attachments_of(session, [number]))[number]
    assert [one.name for one in kept] == ["ofício.pdf", "foto.jpg"]
    assert all((tmp_path / one.path).is_file() for one in kept)


async def test_the_same_file_is_kept_once(maria: OfficeChat, database: Database) -> None:
    await maria.says("/entregar 1.2 ")
    await maria.sends(PDF, "a.pdf")
    assert "já está neste relato" in await maria.sends(PDF, "b.pdf")
    assert [one.name for one in await rows(database)] == ["a.pdf"]


async def test_an_album_is_answered_by_one_message(maria: OfficeChat) -> None:
    await maria.says("/entregar 1.2")
    await maria.sends(PDF, "a.pdf", album="77")
    first = maria.answers
    await maria.sends(PNG, "b.png", album="77")
    assert [len(first), len(maria.answers)] == [1, 1]
    assert first[0].gathers == maria.answers[0].gathers != ""
    assert "2 anexos recebidos" in maria.answers[0].text


async def test_the_room_shrinks_with_each_file(maria: OfficeChat, database: Database) -> None:
    await maria.says("/entregar 1.2")
    await maria.sends(PDF)
    async with database.read() as session:
        room = await room_of(session, await maria.fields())
    assert room == Room(9, 50_000_000 - len(PDF))


async def test_a_form_that_is_given_up_gives_up_its_files(maria: OfficeChat, database: Database) -> None:
    await maria.says("/entregar 1.2 ")
    await maria.sends(PDF, "a.pdf", caption="Ofício")
    await maria.presses("Corrigir")
    assert "Para anexar" in await maria.presses("Retirar anexos")
    await maria.sends(PNG, "b.png")
    await maria.presses("Cancelar")
    assert await rows(database) == []
