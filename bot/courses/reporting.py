"""From classes to reports: that of goal 2.2 after a class, and the schedule of goal 2.1, both filled in already."""

from collections.abc import Mapping
from datetime import timedelta

from bot import forms
from bot.for_whom import own
from bot.forms import Form
from bot.report.asking import ask_next
from bot.report.choosing import matching, meant, reportable
from bot.report.files import drop_files
from bot.report.filled import CLASS, EVIDENCE
from bot.turn import TakesButton, Turn
from db.ids import ClassId, InstitutionId
from db.institutions import Institution
from db.obligations import Owed
from rede.access import Act, require
from rede.bound_buttons import Pressed
from rede.class_report import REPORT_BUTTON, prefilled
from rede.class_words import schedule_text

#: The goal of the schedule, and the act of its button.
SCHEDULE, SEND_SCHEDULE = "2.1", "turmacronograma"
REPORT = "entregar"
#: What a schedule tells of, from the first day of its period on.
YEAR = timedelta(days=365)


async def report_class(turn: Turn, pressed: Pressed) -> None:
    """Opens /entregar, filled in with what is known of the class."""
    told = await prefilled(turn.desk, ClassId(pressed.number))
    if told.protocol:
        turn.answer("class_reported", protocol=told.protocol)
        return
    fields = {"key": told.key, "acronym": told.acronym, "description": told.description}
    if told.hours:
        fields["hours"] = told.hours
    fields |= {EVIDENCE + name: text for name, text in told.evidence.items()}
    await _open(turn, fields | {CLASS: str(told.class_id)})


async def report_schedule(turn: Turn, pressed: Pressed) -> None:
    """Opens /entregar 2.1 with the classes of its period."""
    place = await require(turn.desk, Act.HAND_IN, InstitutionId(pressed.number))
    text = await schedule_of(turn, place)
    if not text:
        turn.answer("class_schedule_empty")
        return
    await _open(turn, {"key": SCHEDULE, "acronym": place.acronym, "description": text})


async def owed_for(turn: Turn, acronym: str, key: str) -> Owed | None:
    """The obligation that a report of today is about; None: that institution owes no such goal."""
    form = Form(REPORT, {"key": key, "acronym": acronym})
    possible = matching(form, await reportable(turn, [one.id for one in own(turn)]))
    return meant(possible, turn.desk.today) if possible else None


async def schedule_of(turn: Turn, place: Institution) -> str:
    """What the institution would send as its schedule; empty where it owes none, or has no classes in its year."""
    owed = await owed_for(turn, place.acronym, SCHEDULE)
    if owed is None:
        return ""
    first = owed.obligation.opens or turn.desk.today
    return await schedule_text(turn.desk, place.id, first=first, last=first + YEAR)


async def _open(turn: Turn, fields: dict[str, str]) -> None:
    """What was begun of another report goes, with its files."""
    before = await forms.open_form(turn)
    if before is not None and before.name == REPORT:
        await drop_files(turn, before)
    await forms.drop(turn)
    await ask_next(turn, Form(REPORT, fields))


BUTTONS: Mapping[str, TakesButton] = {REPORT_BUTTON: report_class, SEND_SCHEDULE: report_schedule}
