"""The files of a report come to whoever checks it, once, with their names; one that is gone is said to be."""

from pathlib import Path

import pytest
from sqlalchemy import select

from db import Database
from db.attachments import Attachment
from db.deliveries import Delivery
from db.enclosures import Enclosure
from db.ids import DeliverableId
from db.notices import Notice
from elo.sending_files import send_wanted_files
from rede.access import NotYours
from rede.attachment_folder import AttachmentFolder
from rede.want_files import want_files
from tests.rede.makers import ANA, JOAO, MARIA, NOW, a_desk, make_office, person_id
from tests.rede.reviews import a_network, handed_in


async def with_files(database: Database, folder: AttachmentFolder) -> DeliverableId:
    """A report with a list that lies in the folder, and a picture that does not."""
    await a_network(database)
    report, maria = await handed_in(database, "1.2"), await person_id(database, MARIA)
    paths = {"lista.pdf": folder.keep(b"%PDF-1.7 a list", ".pdf"), "foto.png": "00/gone.png"}
    async with a_desk(database) as desk:
        for name, path in paths.items():
            row = Attachment(
                chat_id=1,
                person_id=maria,
                name=name,
                media_type="application/pdf",
                size=15,
                sha256="0" * 64,
                path=path,
                received_at=NOW,
            )
            row.deliverable_id = report.id
            desk.session.add(row)
    return report.id


async def wants(database: Database, number: DeliverableId, who: str = ANA) -> None:
    async with a_desk(database, actor=await person_id(database, who)) as desk:
        await want_files(desk, number, chat_id=77)


async def test_each_file_comes_once_to_the_chat_that_asked(database: Database, tmp_path: Path) -> None:
    folder = AttachmentFolder(tmp_path)
    await wants(database, await with_files(database, folder))
    for _ in range(2):
        await send_wanted_files(database, make_office(), folder, NOW)
    async with database.read() as session:
        rows = select(Delivery.address, Delivery.body, Enclosure.content).join(Notice)
        rows = rows.outerjoin(Enclosure, Enclosure.id == Delivery.enclosure_id).where(
            Delivery.address == "77"
        )
        sent = [tuple(row) for row in (await session.execute(rows.order_by(Delivery.id))).all()]
    assert sent == [
        ("77", "Anexo de RP-2025-000001: lista.pdf", b"%PDF-1.7 a list"),
        ("77", "Anexo de RP-2025-000001: foto.png. Este arquivo já não está guardado.", None),
    ]


async def test_others_get_nothing(database: Database, tmp_path: Path) -> None:
    number = await with_files(database, AttachmentFolder(tmp_path))
    with pytest.raises(NotYours):
        await wants(database, number, JOAO)
