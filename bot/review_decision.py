"""A word on reports: accepted, one or many; given back, with a reason and a day; taken back. For /conferir."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from bot import forms
from bot.date_words import Doubt, read_date
from bot.forms import Form, Press
from bot.plain import CANCEL
from bot.review_queue import filter_of, only_filter
from bot.turn import Turn
from db.ids import DeliverableId
from rede.announce import Buttons
from rede.review_deliverable import Accepted, Reviewed, Seen, accept, check_reason, give_back, take_back
from rede.review_words import report_line
from rede.want_files import want_files
from scheduler.wording import long_date

#: Working days that somebody gets to send a report again, where no other day is chosen.
SUGGESTED = 10
SEND = ("devolver", "sim", "ok", "confirmar")
#: What a reason typed in one line may end in: `"Falta a lista" 15/12`.
_CLOSING = '"”'


async def accept_these(turn: Turn, seen: Sequence[Seen]) -> None:
    _tell_accepted(turn, await accept(turn.desk, seen))


def _tell_accepted(turn: Turn, accepted: Accepted) -> None:
    """What was done, and of what was not, why."""
    done = accepted.done
    if done:
        first = done[0].report
        undo = (turn.text("button_undo"), turn.button("conferirdesfazer", first.id, first.version))
        alone = len(done) == 1 and turn.of_the_secretariat
        lines = [report_line(one.report, one.owed) for one in done]
        turn.answer("review_accepted", buttons=[[undo]] if alone else (), reports=lines)
    for _, refusal in accepted.refused:
        turn.answer(refusal.key, **refusal.facts)


async def begin_return(turn: Turn, seen: Seen, words: str) -> None:
    """`words`: a reason, and after it a day, as far as they were given with the command."""
    form = only_filter(await filter_of(turn))
    form.fields |= {"report": str(seen.id), "version": str(seen.version)}
    reason, day = _split(turn, words)
    if reason:
        form.fields["reason"] = check_reason(reason)
    if day is not None:
        form.fields["due"] = day.isoformat()
    await _ask_next(turn, form)


def _split(turn: Turn, words: str) -> tuple[str, date | None]:
    """`"Falta a lista" 15/12`: the longest end that is a day, where the reason is in quotes; else the last word."""
    text = words.strip()
    closing = max(text.rfind(mark) for mark in _CLOSING)
    if text[:1] in ('"', "“") and closing > 0:
        reason, rest = text[1:closing], text[closing + 1 :].strip()
        return reason.strip(), _day(turn, rest)
    before, _, last = text.rpartition(" ")
    day = _day(turn, last) if before and any(letter.isdigit() for letter in last) else None
    return (before, day) if day is not None else (text, None)


def _day(turn: Turn, text: str) -> date | None:
    """None: it is no day, or may be two."""
    read = _read(turn, text) if text else None
    return read if isinstance(read, date) else None


def _read(turn: Turn, text: str) -> date | str:
    """The day, or the key of what is asked again."""
    working_day = turn.desk.office.calendar.is_business_day
    read = read_date(text, today=turn.desk.today, working_day=working_day)
    if read is None:
        return "review_day_unreadable"
    if read.doubt is Doubt.EITHER or read.doubt is Doubt.BETWEEN:
        return "review_day_in_doubt"
    return read.day if read.day > turn.desk.today else "review_day_past"


async def resume(turn: Turn, form: Form, text: str) -> None:
    """What was asked, answered in writing."""
    match form.fields["asked"]:
        case "reason":
            form.fields["reason"] = check_reason(text)
        case "due":
            read = _read(turn, text)
            if not isinstance(read, date):
                # The form is not kept again: what was asked stays asked, and its buttons stay good.
                turn.answer(read)
                return
            form.fields["due"] = read.isoformat()
        case _:
            await _confirm(turn, form, text.lower().strip(" .!"))
            return
    await _ask_next(turn, form)


async def press(turn: Turn, form: Form, pressed: Press) -> bool:
    """False: it is no button of a decision."""
    if pressed.field == "due" and form.fields.get("report") and pressed.value == _suggested(turn).isoformat():
        form.fields["due"] = pressed.value
        await _ask_next(turn, form)
    elif pressed.field == "do" and pressed.value == "lista":
        await _preview(turn, form)
    elif pressed.field == "accept":
        await _accept_listed(turn, form, pressed.value)
    elif pressed.field == "do":
        await _confirm(turn, form, pressed.value)
    else:
        return False
    return True


async def _ask_next(turn: Turn, form: Form) -> None:
    buttons: Buttons = ()
    facts: dict[str, Any] = {}
    if "reason" not in form.fields:
        asked = "reason"
    elif "due" not in form.fields:
        asked = "due"
        day = _suggested(turn)
        label = turn.text("button_until", day=f"{day:%d/%m/%Y}")
        buttons = [[(label, forms.button(form, "due", day.isoformat()))]]
    else:
        asked, facts = "confirmation", _facts(form)
        labels = (("button_give_back", "devolver"), ("button_cancel", "cancelar"))
        buttons = [[(turn.text(label), forms.button(form, "do", value)) for label, value in labels]]
    turn.answer(f"review_ask_{asked}", buttons=buttons, **facts)
    form.fields["asked"] = asked
    await forms.keep(turn, form)


def _suggested(turn: Turn) -> date:
    """So many working days from today, not counting it."""
    day, calendar = turn.desk.today, turn.desk.office.calendar
    for _ in range(SUGGESTED):
        day = calendar.next_business_day(day + timedelta(days=1))
    return day


def _facts(form: Form) -> dict[str, Any]:
    return {
        "reason": form.fields["reason"],
        "day": long_date(date.fromisoformat(form.fields["due"])),
    }


async def _confirm(turn: Turn, form: Form, word: str) -> None:
    if word in CANCEL:
        await forms.keep(turn, only_filter(form))
        turn.answer("review_left")
    elif word in SEND and {"report", "reason", "due"} <= form.fields.keys():
        seen = Seen(DeliverableId(int(form.fields["report"])), int(form.fields["version"]))
        day = date.fromisoformat(form.fields["due"])
        done = await give_back(turn.desk, seen, reason=form.fields["reason"], due_again=day)
        await forms.keep(turn, only_filter(form))
        _tell_returned(turn, done)
    else:
        turn.answer("review_ask_word")


def _tell_returned(turn: Turn, done: Reviewed) -> None:
    report = done.report
    row = [(turn.text("button_next"), turn.button("conferirproximo", report.id, report.version))]
    if turn.of_the_secretariat:
        undo = turn.button("conferirdesfazer", report.id, report.version)
        row.insert(0, (turn.text("button_undo"), undo))
    turn.answer("review_returned", buttons=[row], report=report_line(report, done.owed))


async def _preview(turn: Turn, form: Form) -> None:
    """What is about to be accepted together, once more, before it is."""
    batch = form.fields.get("batch", "")
    seen = _batch(batch)
    if not seen:
        turn.answer("old_button")
        return
    confirm = forms.button(form, "accept", f"{seen[0].id}-{len(seen)}")
    row = [
        (turn.text("button_confirm"), confirm),
        (turn.text("button_cancel"), forms.button(form, "do", "cancelar")),
    ]
    turn.answer("review_ask_accept", buttons=[row], count=len(seen))
    await forms.keep(turn, form)


async def _accept_listed(turn: Turn, form: Form, value: str) -> None:
    seen = _batch(form.fields.get("batch", ""))
    if not seen or value != f"{seen[0].id}-{len(seen)}":
        turn.answer("old_button")
        return
    await forms.keep(turn, only_filter(form))
    await accept_these(turn, seen)


def _batch(text: str) -> list[Seen]:
    pairs = [one.split(":") for one in text.split(",") if one]
    return [Seen(DeliverableId(int(number)), int(version)) for number, version in pairs]


async def undo(turn: Turn, seen: Seen) -> None:
    done = await take_back(turn.desk, seen)
    row = [(turn.text("button_see"), turn.button("conferirver", done.report.id))]
    turn.answer("review_taken_back", buttons=[row], report=report_line(done.report, done.owed))


async def send_files(turn: Turn, number: DeliverableId) -> None:
    """Their names at once; the files themselves within a minute."""
    files = await want_files(turn.desk, number, chat_id=turn.said.chat_id)
    turn.answer("review_files", files=[{"name": one.name, "size": one.size} for one in files])
