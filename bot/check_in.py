"""The check-in of a semester in chat: one form about all that is owed all the time, one tap where there is nothing.

Reached from a reminder's buttons, from /entregar and from /prazos.
"""

from collections.abc import Sequence
from datetime import date

from bot import forms
from bot.forms import Form, Press
from bot.report_words import brief, read_key
from bot.turn import Answer, Turn
from db.ids import InstitutionId, ObligationId
from db.notices import NoticeKind
from db.obligations import ObligationState, Owed, obligation_owed, obligations_in
from rede.access import NotYours
from rede.announce import Buttons
from rede.check_in import Asked, CheckedIn, asked_of, begun_of, check_in
from rede.filing import check_description
from rede.own_goals import CHECK_IN, NOTHING_BUTTON, TELL_BUTTON
from scheduler.wording import long_date

NAME = "acompanhamento"
#: Before the key of a goal, the field that holds its report.
REPORT = "report "
#: Words that mean the button of the same name.
NOTHING = ("nada", "nada a informar", "nada a informar em nenhuma", "nenhuma", "não", "nao")
CONCLUDE, CANCEL = ("concluir", "enviar", "ok"), ("cancelar",)


async def begin(turn: Turn, *, named: str = "") -> None:
    """Opens the form; `named` is the acronym of an institution, where one was given."""
    asked = await _waiting(turn)
    chosen = [one for one in asked if one.institution.acronym.casefold() == named.casefold()] or asked
    if not chosen:
        await _say_when(turn)
    elif len(chosen) > 1:
        await _ask_institution(turn, Form(NAME), chosen)
    else:
        await _ask(turn, Form(NAME, {"institution": str(chosen[0].institution.id)}), chosen[0])


async def is_waiting(turn: Turn) -> bool:
    """Whether some institution of the person can answer one today."""
    return any([await begun_of(turn.desk, institution) for institution in turn.served])


async def take_button(turn: Turn, data: str) -> bool:
    """The buttons under a reminder: one answers everything, the other opens the form. False: it is another's."""
    kind, _, number = data.rpartition(":")
    if f"{kind}:" not in (NOTHING_BUTTON, TELL_BUTTON):
        return False
    owed = await _named(turn, number)
    form = await forms.open_form(turn)
    # A report that was begun is not lost by an old button.
    begun = form is not None and form.name == NAME and bool(_reports(form))
    if f"{kind}:" == NOTHING_BUTTON and not begun:
        await _file(turn, ObligationId(owed.obligation.id), {})
    elif form is not None and begun:
        await _ask_again(turn, form)
    elif owed.obligation.state is ObligationState.FULFILLED:
        turn.answer("check_in_done", protocol=owed.obligation.closed_why)
    else:
        await begin(turn, named=owed.institution.acronym)
    return True


async def _named(turn: Turn, number: str) -> Owed:
    """The check-in that a button is about; its institution has to be one of the person's."""
    is_id = number.isdecimal() and len(number) < 10
    owed = await obligation_owed(turn.desk.session, ObligationId(int(number))) if is_id else None
    if owed is None or owed.institution.id not in {one.id for one in turn.served}:
        raise NotYours
    return owed


async def resume(turn: Turn, form: Form) -> None:
    """Text typed while the form is open: it answers what was asked."""
    text = turn.said.text.strip()
    word = text.lower().strip(" .!")
    if key := form.fields.pop("writing", ""):
        if word not in NOTHING:
            form.fields[f"{REPORT}{key}"] = check_description(text)
        await _ask_again(turn, form)
    elif "institution" not in form.fields:
        await begin(turn, named=text)
    elif word in NOTHING:
        await _decide(turn, form, "nothing")
    elif word in CONCLUDE:
        await _decide(turn, form, "conclude")
    elif word in CANCEL:
        await _decide(turn, form, "cancel")
    elif key := read_key(text):
        await _write(turn, form, key)
    else:
        # The form is not kept again, so the buttons above stay good.
        turn.answer("check_in_choose")


async def press(turn: Turn, form: Form, pressed: Press) -> None:
    """A button of the current version of the form."""
    match pressed.field:
        case "institution":
            form.fields["institution"] = pressed.value
            await _ask_again(turn, form)
        case "goal":
            await _write(turn, form, pressed.value)
        case _:
            await _decide(turn, form, pressed.value)


async def _waiting(turn: Turn) -> list[Asked]:
    found = [await asked_of(turn.desk, institution) for institution in turn.served]
    return [one for one in found if one is not None]


async def _asked(turn: Turn, form: Form) -> Asked | None:
    """None when it was answered meanwhile, or the person no longer serves the institution."""
    institution_id = form.fields.get("institution", "")
    served = next((one for one in turn.served if str(one.id) == institution_id), None)
    return await asked_of(turn.desk, served) if served else None


async def _say_when(turn: Turn) -> None:
    days = [await _next_day(turn, institution.id) for institution in turn.served]
    soonest = min((day for day in days if day is not None), default=None)
    turn.answer("check_in_nothing_asked", day=long_date(soonest) if soonest else "")


async def _next_day(turn: Turn, institution_id: InstitutionId) -> date | None:
    state = ObligationState.OPEN
    waiting = await obligations_in(turn.desk.session, institution_id, key=CHECK_IN, state=state)
    return waiting[0].obligation.literal if waiting else None


async def _ask_institution(turn: Turn, form: Form, asked: Sequence[Asked]) -> None:
    buttons = [
        [(one.institution.acronym, forms.button(form, "institution", str(one.institution.id)))]
        for one in asked
    ]
    turn.answer("check_in_ask_institution", buttons=buttons)
    await forms.keep(turn, form)


async def _ask_again(turn: Turn, form: Form) -> None:
    asked = await _asked(turn, form)
    if asked is None:
        await forms.drop(turn)
        turn.answer("check_in_done", protocol="")
        return
    await _ask(turn, form, asked)


async def _ask(turn: Turn, form: Form, asked: Asked) -> None:
    half, year = asked.semester
    goals = [
        {
            "key": one.goal.key,
            "text": brief(one.goal.text, among=len(asked.goals)),
            "told": f"{REPORT}{one.goal.key}" in form.fields,
        }
        for one in asked.goals
    ]
    turn.answer(
        "check_in_ask",
        buttons=_buttons(turn, form, asked),
        acronym=asked.institution.acronym,
        half=half,
        year=year,
        goals=goals,
        told=bool(_reports(form)),
    )
    await forms.keep(turn, form)


def _buttons(turn: Turn, form: Form, asked: Asked) -> Buttons:
    last = ("button_conclude", "conclude") if _reports(form) else ("button_nothing", "nothing")
    goals = [(one.goal.key, forms.button(form, "goal", one.goal.key)) for one in asked.goals]
    rows = [goals[at : at + 4] for at in range(0, len(goals), 4)]
    ending = [(turn.text(label), forms.button(form, "do", value)) for label, value in (last,)]
    return [ending, *rows, [(turn.text("button_cancel"), forms.button(form, "do", "cancel"))]]


def _reports(form: Form) -> dict[str, str]:
    """What was written so far, by the key of its goal."""
    return {name.removeprefix(REPORT): text for name, text in form.fields.items() if name.startswith(REPORT)}


async def _write(turn: Turn, form: Form, key: str) -> None:
    asked = await _asked(turn, form)
    goal = next((one.goal for one in asked.goals if one.goal.key == key), None) if asked else None
    if asked is None or goal is None:
        turn.answer("check_in_goal_unknown", named=key)
        return
    form.fields["writing"] = key
    turn.answer("check_in_ask_report", key=key, goal=goal.text, acronym=asked.institution.acronym)
    await forms.keep(turn, form)


async def _decide(turn: Turn, form: Form, word: str) -> None:
    if word == "cancel":
        await forms.drop(turn)
        turn.answer("cancelled")
        return
    asked = await _asked(turn, form)
    if asked is None:
        await _ask_again(turn, form)
        return
    await _file(turn, ObligationId(asked.newest.obligation.id), _reports(form))


async def _file(turn: Turn, obligation_id: ObligationId, reports: dict[str, str]) -> None:
    done = await check_in(turn.desk, obligation_id, reports=reports)
    form = await forms.open_form(turn)
    if form is not None and form.name == NAME:
        await forms.drop(turn)
    turn.answers.append(Answer(_receipt_text(turn, done), kind=NoticeKind.RECEIPT))


def _receipt_text(turn: Turn, done: CheckedIn) -> str:
    half, year = done.asked.semester
    return turn.text(
        "check_in_receipt",
        protocol=done.protocol,
        acronym=done.asked.institution.acronym,
        half=half,
        year=year,
        reports=sorted(done.reports.items()),
        nothing=[one.goal.key for one in done.asked.goals if one.goal.key not in done.reports],
    )
