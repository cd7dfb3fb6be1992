"""What the form of /transmitir holds: texts by name, so that it survives a crash."""

from datetime import datetime

from bot.forms import Form
from bot.turn import Turn
from db.enclosures import Enclosure, drop_unused
from db.ids import AnnouncementId, EnclosureId, InstitutionId

NAME = "transmitir"
#: The number of the file that goes with it.
FILE = "file"


def file_of(form: Form) -> EnclosureId | None:
    number = form.fields.get(FILE)
    return EnclosureId(int(number)) if number else None


def moment_of(form: Form) -> datetime | None:
    """When it is to begin; None: now."""
    at = form.fields.get("at")
    return datetime.fromisoformat(at) if at else None


def sender_of(form: Form) -> InstitutionId | None:
    """In whose name; None: the Secretariat's."""
    number = form.fields.get("sender")
    return InstitutionId(int(number)) if number else None


def corrected_by(form: Form) -> AnnouncementId | None:
    """What it puts right."""
    number = form.fields.get("correction")
    return AnnouncementId(int(number)) if number else None


async def drop_file(turn: Turn, form: Form) -> None:
    """It is not wanted any more; what somebody was shown of it already stays where it is."""
    number = file_of(form)
    for field in (FILE, "file_name", "album"):
        form.fields.pop(field, None)
    if number is not None:
        await drop_unused(turn.desk.session, Enclosure.id == number)
