"""/registrar: a report that came by another way is entered for whoever sent it, who is told and may contest it."""

from collections.abc import Mapping
from datetime import date

from bot import forms
from bot.forms import Form, Press
from bot.plain import CANCEL
from bot.register_words import read_arrival, read_means
from bot.registering.asking import ask_correction, ask_next, ask_point, next_of, subject
from bot.registering.contesting import NAME, contest, contest_named, take_contest
from bot.report import sending
from bot.report.answers import read_answer
from bot.report.asking import ask
from bot.report.files import drop_files, gather, room_of, take_file
from bot.report.filled import days_of, file_ids, hours_of
from bot.report_words import read_hours, read_key, take_protocol
from bot.turn import TakesButton, Turn
from db.ids import DeliverableId, ObligationId
from db.obligations import Owed
from rede.access import Act, NotYours, places
from rede.evidence import Field, Reads
from rede.filing import Details, ReportRefused, check_description, check_hours
from rede.find_institution import find_institutions, the_one
from rede.register_received import CONTEST, Arrival, Means, register_received
from scheduler.plan.sei import PROCESS

SEND, CORRECT = ("enviar", "sim", "ok", "registrar"), ("corrigir",)
SKIP = ("pular", "não", "nao", "não há", "nao ha")
_DAY = Field("day", Reads.DAY)
__all__ = ["BUTTONS", "NAME", "handle", "press", "resume", "room_of"]


async def handle(turn: Turn) -> None:
    """What the line says fills the form; with nothing missing it is entered at once."""
    first, _, rest = turn.arguments.strip().partition(" ")
    if first.lower() in ("contestar", "contesto"):
        await contest_named(turn, *take_protocol(rest))
        return
    if not await places(turn.desk, Act.REGISTER):
        raise NotYours
    words, form = read_arrival(turn.arguments), Form(NAME)
    filled = {
        "key": words.key,
        "description": words.description,
        "sei": words.sei,
        "means": words.means or "",
    }
    form.fields = {name: str(value) for name, value in filled.items() if value}
    if words.hours is not None:
        form.fields["hours"] = str(words.hours)
    if words.day:
        form.fields["day"] = read_answer(_DAY, words.day, days_of(turn))
    in_one_line = bool(words.description and words.day)
    if in_one_line and not words.sei:
        form.fields["sei"] = ""
    if words.whom and not await _take_whom(turn, form, words.whom):
        return
    one = await subject(turn, form)
    if in_one_line and one is not None and next_of(form, one) is None:
        await _send(turn, form, one)
    else:
        await ask_next(turn, form)


async def resume(turn: Turn, form: Form) -> None:
    """Text typed, or a file sent, while the form is open."""
    before, text = len(turn.answers), turn.said.text.strip()
    took = await take_file(turn, form) if "contest" not in form.fields else False
    if took:
        form.fields.pop("asked", None)
        await ask_next(turn, form)
        gather(turn, before)
    elif text:
        await _take(turn, form, text)
    else:
        turn.answer("only_text")


async def press(turn: Turn, form: Form, pressed: Press) -> None:
    match pressed.field:
        case "do":
            await _do(turn, form, pressed.value)
        case "ask":
            await ask_point(turn, form, pressed.value)
        case "means":
            await _take(turn, form, pressed.value)
        case "institution" if not pressed.value.isdecimal():
            raise NotYours
        case "institution" | "key" | "instrument":
            form.fields[pressed.field] = pressed.value
            await ask_next(turn, form)
        case _:
            # None of ours: whoever made it up gets nowhere.
            turn.answer("old_button")


async def _take(turn: Turn, form: Form, text: str) -> None:
    asked, word = form.fields.pop("asked", ""), text.lower().strip(" .!")
    match asked:
        case "whom":
            if not await _take_whom(turn, form, text):
                return
        case "key":
            form.fields["key"] = read_key(text) or text.upper()[:12]
        case "which":
            form.fields["acronym"] = text
        case "description":
            form.fields["description"] = check_description(text)
        case "hours":
            if (hours := read_hours(text)) is None:
                raise ReportRefused("report_hours_unreadable")
            form.fields["hours"] = str(check_hours(hours))
        case "means":
            if (means := read_means(text)) is None:
                raise ReportRefused("report_choice_unreadable")
            form.fields["means"] = means
        case "day":
            form.fields["day"] = read_answer(_DAY, text, days_of(turn))
        case "sei":
            form.fields["sei"] = "" if word in SKIP else _sei(text)
        case "why":
            await contest(turn, DeliverableId(int(form.fields["contest"])), text)
            return
        case _:
            await _do(turn, form, word)
            return
    await ask_next(turn, form)


def _sei(text: str) -> str:
    found = PROCESS.search(text)
    if found is None:
        raise ReportRefused("register_sei_unreadable")
    return found.group()


async def _take_whom(turn: Turn, form: Form, typed: str) -> bool:
    """The one institution that is meant; else it is asked, and the answer is False."""
    among = (await places(turn.desk, Act.REGISTER)).only
    found = await find_institutions(turn.desk, typed, among=among)
    if (place := the_one(found)) is not None:
        form.fields["institution"] = str(place.id)
        return True
    rows = [
        [
            (
                f"{one.place.acronym} · {one.place.uf}".strip(" ·"),
                forms.button(form, "institution", str(one.place.id)),
            )
        ]
        for one in found
    ]
    await ask(turn, form, "whom", "register_which" if found else "register_whom_unknown", buttons=rows)
    return False


async def _do(turn: Turn, form: Form, word: str) -> None:
    if word in CANCEL:
        await drop_files(turn, form)
        await forms.drop(turn)
        turn.answer("cancelled")
        return
    one = await subject(turn, form)
    if word in SEND and one is not None and next_of(form, one) is None:
        await _send(turn, form, one)
        await forms.drop(turn)
    elif word in CORRECT and one is not None:
        await ask_correction(turn, form, one)
    elif word in ("hoje", "ontem", "pular"):
        await _take(turn, form, word)
    else:
        turn.answer("report_ask_confirmation")


async def _send(turn: Turn, form: Form, one: Owed) -> None:
    arrival = Arrival(
        description=form.fields["description"],
        means=Means(form.fields["means"]),
        day=date.fromisoformat(form.fields["day"]),
        hours=hours_of(form),
        sei=form.fields["sei"],
        details=Details(attachments=file_ids(form)),
    )
    receipt = await register_received(turn.desk, ObligationId(one.obligation.id), arrival)
    await sending.answer_receipt(turn, receipt)


BUTTONS: Mapping[str, TakesButton] = {CONTEST: take_contest}
