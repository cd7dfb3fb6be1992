"""Files of a report's form: how many more it takes, and each as a row; the album is answered once."""

from collections.abc import Mapping
from dataclasses import replace

from babel.numbers import format_decimal

from bot.attachments import MOST_FILES, MOST_TOGETHER, Room
from bot.forms import Form
from bot.report.asking import file_names
from bot.report.filled import file_ids
from bot.turn import Turn
from db import Session
from db.attachments import Attachment, attachments_by_id, forget_loose


async def room_of(session: Session, fields: Mapping[str, str]) -> Room:
    """What a form with these fields may still take."""
    kept = await attachments_by_id(session, file_ids(Form("", dict(fields))))
    return Room(MOST_FILES - len(kept), MOST_TOGETHER - sum(one.size for one in kept))


async def take_file(turn: Turn, form: Form) -> bool:
    """Puts the file that came into the form; False: none came. What is there already is not kept twice."""
    if turn.file is None or turn.file.kept is None:
        return False
    kept, name = turn.file.kept, turn.file.name
    before = await attachments_by_id(turn.desk.session, file_ids(form))
    if any(one.sha256 == kept.sha256 for one in before):
        turn.answer("report_file_twice", name=name)
        return True
    row = Attachment(
        chat_id=turn.said.chat_id,
        person_id=turn.who,
        name=name,
        media_type=kept.media_type,
        size=kept.size,
        sha256=kept.sha256,
        path=kept.path,
        received_at=turn.desk.now,
        album=turn.said.album,
    )
    turn.desk.session.add(row)
    await turn.desk.session.flush()
    form.fields["files"] = ",".join(str(number) for number in (*file_ids(form), row.id))
    total = kept.size + sum(one.size for one in before)
    turn.answer("report_files_taken", files=await file_names(turn, form), size=_size(total))
    return True


def gather(turn: Turn, before: int) -> None:
    """What is answered to a file, from the answer of that number on, is one message; that of an album waits for
    its other files."""
    *_, last = said = turn.answers[before:]
    album = f"album:{turn.said.chat_id}:{turn.said.album}" if turn.said.album else ""
    text = "\n\n".join(answer.text for answer in said)
    turn.answers[before:] = [replace(last, text=text, gathers=album)]


async def drop_files(turn: Turn, form: Form) -> None:
    """The form is given up, or its files are not wanted."""
    if numbers := file_ids(form):
        await forget_loose(turn.desk.session, numbers, turn.who)
    form.fields.pop("files", None)


def _size(count: int) -> str:
    """`1,2 MB`, `340 KB`."""
    if count < 1_000_000:
        return f"{max(1, count // 1000)} KB"
    return f"{format_decimal(round(count / 1_000_000, 1), locale='pt_BR')} MB"
