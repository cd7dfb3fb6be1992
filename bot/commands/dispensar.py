"""/dispensar: lets an institution off, with a reason and a SEI number; or says that nothing took place.

In one line: `/dispensar UPB 2.1 "Decisão da Secretaria" 19973.014253/2025-58`, `/dispensar desfazer UPB 2.1`,
`/dispensar sem-evento 3.4`.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot import forms, no_event
from bot.dispense_words import DispenseWords, read_dispensation
from bot.forms import Form, Press
from bot.keyboards import in_pairs
from bot.plain import CANCEL
from bot.report_words import brief, read_key
from bot.turn import TakesButton, Turn
from bot.which_institution import which_institution
from db.ids import InstitutionId, ObligationId
from db.institutions import Institution
from db.obligations import ObligationState, Owed, obligation_owed, obligations_in_states
from db.plans import GoalKind
from rede.access import Act, NotYours, require_secretariat
from rede.announce import Buttons
from rede.bound_buttons import Pressed
from rede.dispense import (
    DispensationRefused,
    check_dispensable,
    check_reason,
    check_sei,
    dispense,
    undo_dispensation,
)
from rede.lines import agreement_of
from scheduler.wording import long_date, short_date

NAME = "dispensar"
CONFIRM = ("dispensar", "confirmar", "sim", "ok")
#: Goals and periods offered as buttons.
OFFERED = 24


async def handle(turn: Turn) -> None:
    await require_secretariat(turn.desk)
    words = read_dispensation(turn.arguments)
    if words.no_event:
        await no_event.begin(turn, words)
        return
    form = await _new_form(turn)
    filled = {"key": words.key, "reason": words.reason, "sei": words.sei, "undo": "sim" if words.undo else ""}
    form.fields |= {name: value for name, value in filled.items() if value}
    if words.rest:
        place = await which_institution(turn, words.rest, act=Act.DISPENSE, then=_typed(words))
        if place is None:
            return
        form.fields["place"] = str(place.id)
    await _ask_next(turn, form)


def _typed(words: DispenseWords) -> str:
    """The line without its institution."""
    parts = (
        "desfazer" if words.undo else "",
        words.key,
        f'"{words.reason}"' if words.reason else "",
        words.sei,
    )
    return " ".join(part for part in ("/dispensar", *parts) if part)


async def begin(turn: Turn, obligation_id: ObligationId) -> None:
    """Of one obligation that somebody is looking at (/conferir)."""
    await require_secretariat(turn.desk)
    form = await _new_form(turn)
    form.fields["obligation"] = str(obligation_id)
    await _ask_next(turn, form)


async def _new_form(turn: Turn) -> Form:
    opened = await forms.open_form(turn)
    return Form(NAME, {}, opened.version if opened else 0)


async def resume(turn: Turn, form: Form) -> None:
    """Text typed while the form is open: it answers what was asked."""
    await require_secretariat(turn.desk)
    text, asked = turn.said.text.strip(), form.fields.get("asked", "")
    if "event" in form.fields:
        await no_event.resume(turn, form, text)
        return
    match asked:
        case "place":
            then = _typed(read_dispensation(_known(form)))
            place = await which_institution(turn, text, act=Act.DISPENSE, then=then)
            if place is None:
                return
            form.fields["place"] = str(place.id)
        case "key":
            form.fields["key"] = read_key(text) or text.lower()[:12]
        case "reason":
            form.fields["reason"] = check_reason(text)
        case "sei":
            form.fields["sei"] = check_sei(text)
        case "period":
            turn.answer("dispense_ask_button")
            return
        case _:
            await _confirm(turn, form, text.lower().strip(" .!"))
            return
    await _ask_next(turn, form)


def _known(form: Form) -> str:
    """As it would be typed, but for the institution."""
    parts = (
        "desfazer" if "undo" in form.fields else "",
        form.fields.get("key", ""),
        f'"{form.fields["reason"]}"' if "reason" in form.fields else "",
        form.fields.get("sei", ""),
    )
    return " ".join(part for part in parts if part)


async def press(turn: Turn, form: Form, pressed: Press) -> None:
    await require_secretariat(turn.desk)
    if "event" in form.fields:
        await no_event.press(turn, form, pressed)
    elif pressed.field == "do":
        await _confirm(turn, form, pressed.value)
    elif pressed.field == "obligation" and re.fullmatch(r"\d{1,9}", pressed.value, re.ASCII):
        form.fields["obligation"] = pressed.value
        await _ask_next(turn, form)
    else:
        form.fields["key"] = read_key(pressed.value) or pressed.value[:12]
        await _ask_next(turn, form)


async def _ask(turn: Turn, form: Form, asked: str, *, buttons: Buttons = (), **facts: object) -> None:
    form.fields["asked"] = asked
    turn.answer(f"dispense_ask_{asked}", buttons=buttons, undo="undo" in form.fields, **facts)
    await forms.keep(turn, form)


async def _ask_next(turn: Turn, form: Form) -> None:
    owed = await _chosen(turn, form)
    if owed is None:
        return
    if "undo" not in form.fields and "reason" not in form.fields:
        await check_dispensable(turn.desk, owed)
        await _ask(turn, form, "reason", **_facts(owed))
    elif "undo" not in form.fields and "sei" not in form.fields:
        await _ask(turn, form, "sei", **_facts(owed))
    else:
        labels = (("button_confirm", "confirmar"), ("button_cancel", "cancelar"))
        row = [(turn.text(label), forms.button(form, "do", value)) for label, value in labels]
        reason, sei = form.fields.get("reason", ""), form.fields.get("sei", "")
        await _ask(turn, form, "confirmation", buttons=[row], **_facts(owed), reason=reason, sei=sei)


async def _chosen(turn: Turn, form: Form) -> Owed | None:
    """The obligation that is meant; None: something was asked."""
    if number := form.fields.get("obligation"):
        owed = await obligation_owed(turn.desk.session, ObligationId(int(number)))
        if owed is None:
            raise NotYours
        return owed
    if "place" not in form.fields:
        await _ask(turn, form, "place")
        return None
    place = await turn.desk.session.get_one(Institution, InstitutionId(int(form.fields["place"])))
    known = await _candidates(turn, form, place)
    if not known:
        raise DispensationRefused("dispense_nothing", acronym=place.acronym, undo="undo" in form.fields)
    meant = [one for one in known if one.goal.key == form.fields.get("key", "")]
    if not meant:
        await _ask_goal(turn, form, place, known)
        return None
    if len(meant) > 1:
        rows = [
            [(_period(one), forms.button(form, "obligation", str(one.obligation.id)))]
            for one in meant[:OFFERED]
        ]
        await _ask(turn, form, "period", buttons=rows, acronym=place.acronym, key=meant[0].goal.key)
        return None
    form.fields["obligation"] = str(meant[0].obligation.id)
    return meant[0]


async def _candidates(turn: Turn, form: Form, place: Institution) -> Sequence[Owed]:
    state = ObligationState.DISPENSED if "undo" in form.fields else ObligationState.OPEN
    found = await obligations_in_states(turn.desk.session, [state], [place.id])
    return [one for one in found if one.goal.kind is not GoalKind.TERM_END]


async def _ask_goal(turn: Turn, form: Form, place: Institution, known: Sequence[Owed]) -> None:
    unknown = form.fields.pop("key", "")
    goals = {one.goal.key: one for one in known}
    shown = list(goals.values())[:OFFERED]
    buttons = [(one.goal.key, forms.button(form, "key", one.goal.key)) for one in shown]
    rows = in_pairs(buttons)
    lines = [{"key": one.goal.key, "text": brief(one.goal.text, among=len(shown))} for one in shown]
    await _ask(turn, form, "key", buttons=rows, acronym=place.acronym, unknown=unknown, goals=lines)


def _period(one: Owed) -> str:
    """`qua., 09/12/2026 · AC 15/2025 (UPB)`."""
    literal = one.obligation.literal
    day = short_date(literal) if literal else ""
    return " · ".join(part for part in (day, agreement_of(one)) if part)


def _facts(owed: Owed) -> dict[str, Any]:
    literal = owed.obligation.literal
    return {
        "acronym": owed.institution.acronym,
        "key": owed.goal.key,
        "goal": owed.goal.text,
        "own": owed.goal.kind is not GoalKind.PLAN,
        "day": long_date(literal) if isinstance(literal, date) else "",
    }


async def _confirm(turn: Turn, form: Form, word: str) -> None:
    fields, number = form.fields, ObligationId(int(form.fields.get("obligation", "0")))
    if word in CANCEL:
        await forms.drop(turn)
        turn.answer("cancelled")
    elif word not in CONFIRM or fields.get("asked") != "confirmation":
        turn.answer("dispense_ask_word")
    elif "undo" in fields:
        owed = await undo_dispensation(turn.desk, number)
        await forms.drop(turn)
        turn.answer("dispense_undone", **_facts(owed))
    else:
        owed = await dispense(turn.desk, number, reason=fields["reason"], sei=fields["sei"])
        await forms.drop(turn)
        row = [(turn.text("button_undo"), turn.button("dispensardesfaz", number))]
        turn.answer("dispense_done", buttons=[row], **_facts(owed), sei=fields["sei"])


async def _undo(turn: Turn, pressed: Pressed) -> None:
    owed = await undo_dispensation(turn.desk, ObligationId(pressed.number))
    turn.answer("dispense_undone", **_facts(owed))


BUTTONS: Mapping[str, TakesButton] = {"dispensardesfaz": _undo}
