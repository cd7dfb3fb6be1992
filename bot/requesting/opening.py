"""The Secretariat opens a request: title, text, date, period, audience, asked or in one line; then a preview."""

from collections.abc import Sequence
from datetime import date

from bot import forms
from bot.audience import PRESS, ask_audience, is_asking_audience, take_audience_press, take_audience_text
from bot.forms import Form, Press
from bot.plain import CANCEL, CONFIRM
from bot.requesting.words import read_due, read_period, read_request
from bot.turn import Turn
from rede.access import require_secretariat
from rede.announce import Buttons
from rede.audience import checked, read_audience
from rede.audience_in_words import audience_in_words
from rede.open_request import Foreseen, NewRequest, foresee_request, open_request
from rede.requested import SUGGESTED, Period, RequestRefused, check_due, check_period, check_text, check_title
from scheduler.wording import long_date

NAME = "solicitar"
SKIP = ("pular", "sem texto", "-")
#: Institutions named of those that are left out.
NAMED = 12
#: What may be changed in the preview: the fields that go.
FIELDS = {"title": ["title"], "text": ["text"], "due": ["due"], "period": ["first", "last"], "audience": []}


async def begin(turn: Turn, line: str = "") -> None:
    """What the line says fills the form; what it does not say is asked."""
    await require_secretariat(turn.desk)
    opened = await forms.open_form(turn)
    form = Form(NAME, {"new": "1"}, opened.version if opened else 0)
    words = read_request(line)
    if words.title:
        form.fields |= {"title": check_title(words.title), "text": check_text(words.text)}
    if words.due:
        _take_due(turn, form, words.due)
    if words.period:
        _take_period(turn, form, words.period)
    if words.audience and not words.title and not words.due:
        # A title without its quotes.
        form.fields["title"] = check_title(words.audience)
    elif words.audience:
        form.fields["audience"] = str(await checked(turn.desk, read_audience(words.audience)))
        form.fields["whom"] = "1"
    await ask_next(turn, form)


async def resume(turn: Turn, form: Form) -> None:
    await require_secretariat(turn.desk)
    text, asked = turn.said.text.strip(), form.fields.get("asked", "")
    if is_asking_audience(form):
        if await take_audience_text(turn, form) is not None:
            form.fields["whom"] = "1"
            await ask_next(turn, form)
        return
    match asked:
        case "title":
            form.fields["title"] = check_title(text)
        case "text":
            form.fields["text"] = "" if text.lower().strip(" .!") in SKIP else check_text(text)
        case "due":
            _take_due(turn, form, text)
        case "period":
            _take_period(turn, form, text)
        case _:
            await _decide(turn, form, text.lower().strip(" .!"))
            return
    await ask_next(turn, form)


async def press(turn: Turn, form: Form, pressed: Press) -> None:
    await require_secretariat(turn.desk)
    match pressed.field:
        case field if field == PRESS:
            if await take_audience_press(turn, form, pressed) is not None:
                form.fields["whom"] = "1"
                await ask_next(turn, form)
        case "text":
            form.fields["text"] = ""
            await ask_next(turn, form)
        case "due":
            _take_due(turn, form, pressed.value)
            await ask_next(turn, form)
        case "period":
            _take_period(turn, form, pressed.value)
            await ask_next(turn, form)
        case "fix" if pressed.value in FIELDS:
            for name in (*FIELDS[pressed.value], "whom" if pressed.value == "audience" else ""):
                form.fields.pop(name, None)
            await ask_next(turn, form)
        case "do":
            await _decide(turn, form, pressed.value)
        case _:
            turn.answer("old_button")


def _take_due(turn: Turn, form: Form, typed: str) -> None:
    """Raises RequestRefused: no day, or none that can be."""
    today = turn.desk.today
    day = read_due(typed, today=today, working_day=turn.desk.office.calendar.is_business_day)
    if day is None:
        raise RequestRefused("request_due_unreadable")
    form.fields["due"] = check_due(day, today=today).isoformat()


def _take_period(turn: Turn, form: Form, typed: str) -> None:
    """Raises RequestRefused: no period, or none that can be."""
    today = turn.desk.today
    period = read_period(typed, today=today, working_day=turn.desk.office.calendar.is_business_day)
    if period is None:
        raise RequestRefused("request_period_unreadable")
    check_period(period, today=today)
    form.fields["first"], form.fields["last"] = period.first.isoformat(), period.last.isoformat()


async def ask_next(turn: Turn, form: Form) -> None:
    """What is missing, in its order; then the preview."""
    fields = form.fields
    if "title" not in fields:
        await _ask(turn, form, "title")
    elif "text" not in fields:
        await _ask(turn, form, "text", [[(turn.text("button_skip"), forms.button(form, "text", "-"))]])
    elif "due" not in fields:
        day = turn.desk.today + SUGGESTED
        label = turn.text("button_until", day=f"{day:%d/%m/%Y}")
        await _ask(turn, form, "due", [[(label, forms.button(form, "due", f"{day:%d/%m/%Y}"))]])
    elif "last" not in fields:
        this = turn.desk.today.year
        row = [
            (turn.text("button_request_year", year=year), forms.button(form, "period", str(year)))
            for year in (this, this - 1)
        ]
        await _ask(turn, form, "period", [row], due=_day(fields["due"]))
    elif "whom" not in fields:
        await ask_audience(turn, form, essential=True)
    else:
        await _preview(turn, form)


def _day(iso: str) -> str:
    return long_date(date.fromisoformat(iso))


async def _ask(turn: Turn, form: Form, asked: str, buttons: Buttons = (), **facts: object) -> None:
    form.fields["asked"] = asked
    turn.answer(f"request_ask_{asked}", buttons=buttons, **facts)
    await forms.keep(turn, form)


async def _preview(turn: Turn, form: Form) -> None:
    fields = form.fields
    foreseen = await foresee_request(turn.desk, fields["audience"])
    if not foreseen.places:
        fields.pop("whom", None)
        turn.answer("request_of_nobody")
        await ask_audience(turn, form, essential=True)
        return
    fix = [
        (turn.text(f"button_request_fix_{name}"), forms.button(form, "fix", name)) for name in list(FIELDS)
    ]
    last = [
        (turn.text("button_request_open"), forms.button(form, "do", "confirmar")),
        (turn.text("button_cancel"), forms.button(form, "do", "cancelar")),
    ]
    form.fields["asked"] = "confirmation"
    turn.answer(
        "request_preview",
        buttons=[last, fix[:2], fix[2:4], fix[4:]],
        title=fields["title"],
        text=fields["text"],
        due=_day(fields["due"]),
        first=f"{date.fromisoformat(fields['first']):%d/%m/%Y}",
        last=f"{date.fromisoformat(fields['last']):%d/%m/%Y}",
        audience=await audience_in_words(turn.desk, read_audience(fields["audience"])),
        **_counts(foreseen),
    )
    await forms.keep(turn, form)


def _counts(one: Foreseen) -> dict[str, object]:
    return {
        "institutions": len(one.places),
        "people": len(one.people),
        "without_goal": _named(one.without_goal),
        "unreached": _named(one.unreached),
    }


def _named(acronyms: Sequence[str]) -> dict[str, object]:
    return {"count": len(acronyms), "names": list(acronyms[:NAMED]), "more": max(0, len(acronyms) - NAMED)}


async def _decide(turn: Turn, form: Form, word: str) -> None:
    if word in CANCEL:
        await forms.drop(turn)
        turn.answer("cancelled")
    elif word in CONFIRM and form.fields.get("asked") == "confirmation":
        fields = form.fields
        period = Period(date.fromisoformat(fields["first"]), date.fromisoformat(fields["last"]))
        new = NewRequest(
            title=fields["title"],
            text=fields["text"],
            due=date.fromisoformat(fields["due"]),
            period=period,
            audience=fields["audience"],
        )
        request = await open_request(turn.desk, new)
        await forms.drop(turn)
        buttons = [[(turn.text("button_request_follow"), turn.button("pedidover", request.id))]]
        turn.answer("request_made", buttons=buttons, number=request.id, title=request.title)
    else:
        turn.answer("request_ask_button")
