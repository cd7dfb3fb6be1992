"""/entregar: files a report. Everything in one line, or asked one thing at a time; one code for both."""

from collections.abc import Mapping
from datetime import timedelta

from bot import check_in, forms
from bot.forms import Form, Press
from bot.plain import CANCEL
from bot.report import sending
from bot.report.answers import read_answer
from bot.report.asking import ask, ask_next, offers_the_draft
from bot.report.choosing import ABOUT, choices, matching, reportable, subject
from bot.report.correcting import ask_correction, ask_more, choose
from bot.report.files import drop_files, gather, room_of, take_file
from bot.report.filled import (
    EVIDENCE,
    adjusts,
    days_of,
    describe,
    describe_again,
    fill_from,
    is_whole,
    keep_answer,
    pass_over,
)
from bot.report_words import check_in_named, read_hours, read_key, read_report, take_protocol
from bot.turn import TakesButton, Turn
from db.deliverables import report_of_protocol
from db.ids import DeliverableId
from rede.access import NotYours
from rede.bound_buttons import Pressed
from rede.correct_deliverable import report_to_correct
from rede.evidence import field_named
from rede.filing import check_hours
from rede.own_goals import CHECK_IN
from rede.review_words import ADJUST
from scheduler.clock import local_day
from scheduler.wording import long_date

NAME = "entregar"
#: Words that mean the button of the same name.
SEND, CORRECT = ("enviar", "sim", "ok"), ("corrigir",)
COMPLETE, SKIP = ("completar",), ("pular", "não sei", "nao sei")
#: A form that rested so long is greeted with what it is about.
LONG = timedelta(days=1)
#: By what its button says: why there is nothing to tell.
REASONS = ("none", "preparing", "elsewhere")

__all__ = ["BUTTONS", "NAME", "handle", "press", "resume", "room_of"]


async def handle(turn: Turn) -> None:
    """The command itself: what it says fills the form; with nothing missing it is filed at once."""
    named, (protocol, rest) = check_in_named(turn.arguments), take_protocol(turn.arguments)
    if named is not None:
        await check_in.begin(turn, named=named)
    elif protocol:
        await _adjust_named(turn, protocol, rest)
    elif turn.arguments.strip() or not await offers_the_draft(turn, NAME):
        await _read_line(turn)


async def _read_line(turn: Turn) -> None:
    owed = await reportable(turn)
    words = read_report(turn.arguments, {one.institution.acronym for one in owed})
    filled = {"key": words.key, "acronym": words.acronym}
    form = Form(NAME, {name: value for name, value in filled.items() if value})
    if words.hours is not None:
        form.fields["hours"] = str(words.hours)
    if words.description:
        describe(turn, form, words.description, words.key)
    possible = matching(form, owed)
    one = await subject(turn, form) if len(choices(possible)) == 1 else None
    if one is None or not is_whole(form, one):
        await _leave_draft(turn)
        await ask_next(turn, form)
    elif not await sending.already_sent(turn, form, one):
        await sending.send(turn, form, one)
        await _leave_draft(turn, unless_about_another=words.key)


async def _leave_draft(turn: Turn, *, unless_about_another: str = "") -> None:
    """The form that was open makes room, with its files; one with something in it about another goal may stay."""
    before = await forms.open_form(turn)
    if before is None:
        return
    begun = before.name == NAME and {"description", "files"} & before.fields.keys()
    if begun and unless_about_another and before.fields.get("key") != unless_about_another:
        return
    if before.name == NAME:
        await drop_files(turn, before)
    await forms.drop(turn)


async def _adjust_named(turn: Turn, protocol: str, text: str) -> None:
    found = await report_of_protocol(turn.desk.session, protocol)
    if found is None:
        raise NotYours
    await _adjust(turn, DeliverableId(found[0].id), text)


async def _adjust(turn: Turn, number: DeliverableId, text: str = "") -> None:
    """A report that came back, filled in as it was; with its new text it is sent at once."""
    report, owed = await report_to_correct(turn.desk, number)
    await _leave_draft(turn)
    form = Form(NAME)
    fill_from(form, report, owed)
    if not text.strip():
        await ask_next(turn, form)
        return
    describe(turn, form, text, owed.goal.key)
    await sending.send(turn, form, owed)


async def _take_adjust(turn: Turn, pressed: Pressed) -> None:
    if await sending.is_of_now(turn, pressed):
        await _adjust(turn, DeliverableId(pressed.number))


BUTTONS: Mapping[str, TakesButton] = {sending.UNDO: sending.undo, ADJUST: _take_adjust}


async def resume(turn: Turn, form: Form) -> None:
    """Text typed, or a file sent, while the form is open: it answers what was asked."""
    _greet(turn, form)
    before, text = len(turn.answers), turn.said.text.strip()
    took = await take_file(turn, form)
    if took and (not text or form.fields.get("asked") != "description"):
        await _ask_again(turn, form)
    elif text:
        await _take_text(turn, form, text)
    else:
        turn.answer("only_text")
    if took:
        gather(turn, before)


async def press(turn: Turn, form: Form, pressed: Press) -> None:
    """A button of the current version of the form."""
    _greet(turn, form)
    match pressed.field:
        case "do":
            await _do(turn, form, pressed.value)
        case "answer":
            await _take_text(turn, form, pressed.value)
        case "point":
            await choose(turn, form, pressed.value)
        case "reason" if pressed.value in REASONS:
            await _say_nothing(turn, form, turn.text(f"report_nothing_{pressed.value}"))
        case "report" if pressed.value.isdecimal():
            await _adjust(turn, DeliverableId(int(pressed.value[:9])))
        case "key" if pressed.value == CHECK_IN:
            await check_in.begin(turn)
        case "key" | "instrument":
            form.fields.pop("asked", None)
            form.fields[pressed.field] = pressed.value
            describe_again(turn, form)
            await ask_next(turn, form)
        case _:
            # None of ours: whoever made it up gets nowhere.
            turn.answer("old_button")


def _greet(turn: Turn, form: Form) -> None:
    """Who comes back after days is told what it was about."""
    if form.kept_at is not None and turn.desk.now - form.kept_at > LONG and "key" in form.fields:
        day = long_date(local_day(form.kept_at))
        turn.answer("report_resumed", key=form.fields["key"], day=day)


async def _ask_again(turn: Turn, form: Form) -> None:
    """What was asked still is; nothing that was chosen in between counts."""
    form.fields.pop("asked", None)
    await ask_next(turn, form)


async def _take_text(turn: Turn, form: Form, text: str) -> None:
    asked = form.fields.pop("asked", "")
    if asked == "begun":
        asked = form.fields.pop("was", "")
    word = text.lower().strip(" .!")
    match asked:
        case "key" if check_in_named(text) is not None:
            await check_in.begin(turn)
            return
        case "key":
            form.fields["key"] = read_key(text) or text.upper()[:12]
            describe_again(turn, form)
        case "which":
            form.fields["acronym"] = text
            if not matching(form, await reportable(turn)):
                form.fields.pop("acronym")
                turn.answer("report_institution_unknown")
        case "description" | "text" | "correction":
            if asked == "correction":
                form.fields.pop("hours", None)
            describe(turn, form, text, form.fields.get("key", ""))
        case "hours":
            if not _take_hours(form, text):
                await ask(turn, form, "hours", "report_hours_unreadable")
                return
        case "why_nothing":
            await _say_nothing(turn, form, text)
            return
        case _ if asked.startswith(EVIDENCE):
            _take_field(turn, form, asked.removeprefix(EVIDENCE), text)
        case _:
            await _do(turn, form, word)
            return
    await ask_next(turn, form)


def _take_hours(form: Form, text: str) -> bool:
    hours = read_hours(text)
    if hours is not None:
        keep_answer(form, "hours", str(check_hours(hours)))
    return hours is not None


def _take_field(turn: Turn, form: Form, name: str, text: str) -> None:
    field = field_named(form.fields.get("key", ""), name)
    if field is None or text.lower().strip(" .!") in SKIP:
        pass_over(form, name)
    else:
        keep_answer(form, EVIDENCE + name, read_answer(field, text, days_of(turn)))


async def _say_nothing(turn: Turn, form: Form, why: str) -> None:
    one = await subject(turn, form)
    if one is None:
        await ask_next(turn, form)
        return
    about = {name: form.fields[name] for name in ABOUT if name in form.fields}
    form.fields = {**about, "description": why, "nothing": "1"}
    await sending.send(turn, form, one)
    await forms.drop(turn)


async def _do(turn: Turn, form: Form, word: str) -> None:
    if word in CANCEL:
        await drop_files(turn, form)
        await forms.drop(turn)
        turn.answer("cancelled")
    elif word == "outro":
        await drop_files(turn, form)
        await ask_next(turn, Form(NAME))
    else:
        await _go_on(turn, form, word)


async def _go_on(turn: Turn, form: Form, word: str) -> None:
    one = await subject(turn, form)
    if one is None or word == "continuar":
        await _ask_again(turn, form)
    elif word in SEND and is_whole(form, one):
        await sending.send(turn, form, one)
        await forms.drop(turn)
    elif word in CORRECT:
        await ask_correction(turn, form, one)
    elif word in COMPLETE:
        await ask_more(turn, form, one)
    elif word == "nada":
        await _ask_why_nothing(turn, form)
    elif word in SKIP:
        pass_over(form, form.fields.pop("asked", "").removeprefix(EVIDENCE))
        await ask_next(turn, form)
    elif adjusts(turn, form, one):
        await ask_next(turn, form)
    else:
        # The form is not kept again, so the buttons above stay good.
        turn.answer("report_ask_confirmation")


async def _ask_why_nothing(turn: Turn, form: Form) -> None:
    one = await subject(turn, form)
    if one is None:
        await ask_next(turn, form)
        return
    rows = [
        [(turn.text(f"report_nothing_{reason}"), forms.button(form, "reason", reason))] for reason in REASONS
    ]
    facts = {"goal": one.goal.text}
    await ask(turn, form, "why_nothing", "report_ask_why_nothing", buttons=rows, key=one.goal.key, **facts)
