"""/convocar: a meeting or a forum is convened, in one line or step by step; what is shown is confirmed first."""

from collections.abc import Mapping
from datetime import datetime

from bot import forms
from bot.convening.asking import (
    ask_correction,
    ask_next,
    ask_point,
    convocation_of,
    invitation_of,
    next_of,
)
from bot.convening.reading import read_days, read_end, read_line, read_number, read_start, read_ufs
from bot.for_whom import speaking_for
from bot.forms import Form, Press
from bot.meetings.passing import pass_on_pressed
from bot.plain import CANCEL, plain
from bot.turn import TakesButton, Turn
from db.convened import MeetingKind
from db.institutions import institutions_by_id
from rede.access import NotYours
from rede.audience import read_audience
from rede.convene_meeting import convene
from rede.convening import PASS_ON, USUAL, check_agenda, convening_places
from rede.links import allowed_link

NAME = "convocar"
CONVENE, CORRECT = ("convocar", "sim", "ok", "confirmar"), ("corrigir",)
SKIP = ("pular", "nao", "nao ha", "sem")
#: What may be left empty.
OPTIONAL = ("place", "link", "days", "closes", "enrol")
_KINDS = {"reuniao": MeetingKind.MEETING, "nacional": MeetingKind.NATIONAL_FORUM}


async def handle(turn: Turn) -> None:
    """What the line says fills the form; a line that says all is shown for confirmation."""
    numbers = await convening_places(turn.desk)
    places = await institutions_by_id(turn.desk.session, set(numbers))
    if not places:
        raise NotYours
    place = await speaking_for(turn, [places[one] for one in numbers])
    if place is None:
        return
    form = Form(NAME, {"institution": str(place.id)})
    typed = turn.arguments.strip()
    if typed:
        form.fields |= read_line(turn, typed)
        _usual(turn, form)
    await ask_next(turn, form)


def _usual(turn: Turn, form: Form) -> None:
    """In one line what is not said is as usual; a link may be the place."""
    fields = form.fields
    if fields.get("closes"):
        fields["closes"] = read_start(turn, fields["closes"]).isoformat()
    if "starts" not in fields or not (fields.get("place") or fields.get("link")):
        return
    fields.setdefault("ends", (datetime.fromisoformat(fields["starts"]) + USUAL).isoformat())
    for name in OPTIONAL:
        fields.setdefault(name, "")


async def resume(turn: Turn, form: Form) -> None:
    text = turn.said.text.strip()
    if not text:
        turn.answer("only_text")
        return
    word, asked = plain(text).strip(" .!"), form.fields.get("asked", "")
    if asked in ("confirmation", "correction") or (word in CANCEL and asked not in OPTIONAL):
        await _do(turn, form, word)
    else:
        await _take(turn, form, asked, text)


async def press(turn: Turn, form: Form, pressed: Press) -> None:
    match pressed.field:
        case "do":
            await _do(turn, form, pressed.value)
        case "ask":
            await ask_point(turn, form, pressed.value)
        case "kind" if pressed.value in set(MeetingKind):
            form.fields["kind"] = pressed.value
            await ask_next(turn, form)
        case _:
            turn.answer("old_button")


async def _take(turn: Turn, form: Form, asked: str, text: str) -> None:
    """One answer; what is refused is asked again, and nothing is lost."""
    fields, word = form.fields, plain(text).strip(" .!")
    if asked in OPTIONAL and word in SKIP:
        fields[asked] = ""
    else:
        fields[asked] = _read(turn, form, asked, text)
    await ask_next(turn, form)


def _read(turn: Turn, form: Form, asked: str, text: str) -> str:
    match asked:
        case "kind":
            words = plain(text)
            return next((kind for word, kind in _KINDS.items() if word in words), MeetingKind.REGIONAL_FORUM)
        case "number":
            return read_number(text)
        case "ufs":
            return ",".join(read_ufs(text))
        case "starts":
            for follows in ("ends", "days"):
                form.fields.pop(follows, None)
            return read_start(turn, text).isoformat()
        case "ends":
            return read_end(turn, text, datetime.fromisoformat(form.fields["starts"])).isoformat()
        case "closes":
            return read_start(turn, text).isoformat()
        case "days":
            read_days(turn, text)
        case "link" | "enrol":
            return allowed_link(turn.desk.office, text)
        case "agenda":
            check_agenda(text)
        case "audience":
            return str(read_audience(text))
        case _:
            pass
    return text


async def _do(turn: Turn, form: Form, word: str) -> None:
    asked = form.fields.get("asked", "")
    if word in CANCEL:
        await forms.drop(turn)
        turn.answer("cancelled")
    elif word == "usual" and asked == "ends":
        form.fields["ends"] = (datetime.fromisoformat(form.fields["starts"]) + USUAL).isoformat()
        await ask_next(turn, form)
    elif word == "usual":
        form.fields.pop("audience", None)
        await ask_next(turn, form)
    elif word == "pular" and asked in OPTIONAL:
        form.fields[asked] = ""
        await ask_next(turn, form)
    elif word in CONVENE and next_of(form) is None:
        await _convene(turn, form)
    elif word in CORRECT:
        await ask_correction(turn, form)
    else:
        await ask_next(turn, form)


async def _convene(turn: Turn, form: Form) -> None:
    invitation = await invitation_of(turn, form)
    meeting = await convene(turn.desk, convocation_of(turn, form), invitation)
    await forms.drop(turn)
    turn.answer("meeting_convened", title=meeting.title, people=invitation.headcount.hears)


BUTTONS: Mapping[str, TakesButton] = {PASS_ON: pass_on_pressed}
