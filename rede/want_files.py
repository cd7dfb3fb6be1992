"""Somebody asks for the files of a report that they may read; a bell fetches them from the folder and sends them.

What is wanted is written down, for no file is read while a transaction is open. Stopped anywhere, it is sent once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db import outbox
from db.attachments import Attachment, attachments_of
from db.audit import record
from db.channels import ChannelKind
from db.deliverables import Deliverable
from db.deliveries import Lane
from db.enclosures import keep_enclosure
from db.ids import AttachmentId, DeliverableId, ObligationId, PersonId
from db.marks import forget_mark, marks_like, set_mark
from db.notices import NoticeKind
from db.obligations import obligation_owed
from rede.access import Act, NotYours, require
from rede.desk import Desk

#: Of the marks that remember what is wanted: `files wanted: 3/142`, with the chat and the moment.
_MARK = "files wanted: "


@dataclass(frozen=True, slots=True)
class Wanted:
    """The files of one report, for one chat."""

    mark: str
    value: str
    person_id: PersonId
    protocol: str
    files: Sequence[Attachment]

    @property
    def chat_id(self) -> str:
        return self.value.partition(" ")[0]


async def want_files(desk: Desk, deliverable_id: DeliverableId, *, chat_id: int) -> Sequence[Attachment]:
    """The files that will be sent to the chat of the desk's actor; none where the report has none.

    Raises:
        NotYours: no such report, or the actor may not read it.
    """
    report = await desk.session.get(Deliverable, deliverable_id)
    owed = await obligation_owed(desk.session, ObligationId(report.obligation_id)) if report else None
    if report is None or owed is None or desk.actor is None:
        raise NotYours
    await require(desk, Act.READ_REPORTS, owed.institution.id, axis=owed.goal.axis)
    files = (await attachments_of(desk.session, [deliverable_id])).get(deliverable_id, [])
    if files:
        value = f"{chat_id} {desk.now.isoformat()}"
        await set_mark(desk.session, f"{_MARK}{desk.actor}/{deliverable_id}", value)
        record(desk.session, "attachments.read", report.protocol, now=desk.now, person_id=desk.actor)
    return files


async def wanted_files(desk: Desk) -> list[Wanted]:
    """What is still to be sent."""
    found = []
    for name, value in (await marks_like(desk.session, _MARK)).items():
        person, _, number = name.removeprefix(_MARK).partition("/")
        report = await desk.session.get_one(Deliverable, DeliverableId(int(number)))
        files = (await attachments_of(desk.session, [report.id])).get(report.id, [])
        found.append(Wanted(name, value, PersonId(int(person)), report.protocol, files))
    return found


async def send_files(desk: Desk, wanted: Wanted, contents: Mapping[AttachmentId, bytes]) -> int:
    """Puts one message for each file; of one that is gone from the folder its name. How many were put."""
    for file in wanted.files:
        content = contents.get(file.id)
        gone = content is None
        body = desk.office.texts.chat("review_file", protocol=wanted.protocol, name=file.name, gone=gone)
        enclosure_id = None
        if content is not None:
            enclosure_id = await keep_enclosure(
                desk.session, name=file.name, media_type=file.media_type, content=content, now=desk.now
            )
        delivery = outbox.NewDelivery(
            channel=ChannelKind.TELEGRAM, address=wanted.chat_id, body=body, enclosure_id=enclosure_id
        )
        new = outbox.NewNotice(
            kind=NoticeKind.RECEIPT,
            lane=Lane.INTERACTIVE,
            created_at=desk.now,
            not_before=desk.now,
            deliveries=[delivery],
            person_id=wanted.person_id,
            key=f"{wanted.mark}:{wanted.value}:{file.id}",
        )
        await outbox.put(desk.session, new)
    await forget_mark(desk.session, wanted.mark, wanted.value)
    return len(wanted.files)
