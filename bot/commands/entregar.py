"""/entregar: files a report. Everything in one line, or asked one thing at a time; one code for both."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from bot import check_in, forms
from bot.forms import Form, Press
from bot.report_words import brief, check_in_named, read_hours, read_key, read_report
from bot.turn import Answer, TakesButton, Turn
from db.ids import ObligationId
from db.notices import NoticeKind
from db.obligations import ObligationState, Owed, reportable_obligations
from db.plans import GoalKind
from rede.announce import Buttons
from rede.filing import check_description
from rede.own_goals import CHECK_IN
from rede.progress import asks_for_hours, quantity_asked
from rede.progress_lines import number, progress_line
from rede.submit_deliverable import Receipt, check_hours, submit_deliverable
from scheduler.deadlines import rule_from_json
from scheduler.wording import short_date

NAME = "entregar"
BUTTONS: Mapping[str, TakesButton] = {}
#: Agreements offered as buttons; the others are named in writing.
MOST_BUTTONS = 20
#: Words that mean the button of the same name.
SEND, CORRECT, CANCEL = ("enviar", "sim", "ok"), ("corrigir",), ("cancelar", "não", "nao")


async def handle(turn: Turn) -> None:
    """The command itself: what it says fills the form; with nothing missing it is filed at once."""
    named = check_in_named(turn.arguments)
    if named is not None:
        await check_in.begin(turn, named=named)
        return
    owed = await _reportable(turn)
    words = read_report(turn.arguments, {one.institution.acronym for one in owed})
    form = Form(NAME)
    filled = {"key": words.key, "acronym": words.acronym, "description": words.description}
    form.fields = {name: value for name, value in filled.items() if value}
    if words.hours is not None:
        form.fields["hours"] = str(words.hours)
    if _is_whole(form, owed):
        await _file(turn, form, owed)
    else:
        await _ask_next(turn, form, owed)


async def resume(turn: Turn, form: Form) -> None:
    """Text typed while the form is open: it answers what was asked."""
    owed = await _reportable(turn)
    asked, text = form.fields.pop("asked", ""), turn.said.text.strip()
    match asked:
        case "key" if check_in_named(text) is not None:
            await check_in.begin(turn)
            return
        case "key":
            form.fields["key"] = read_key(text) or text.upper()[:12]
        case "which":
            form.fields["acronym"] = text
            if not _matching(form, owed):
                form.fields.pop("acronym")
                turn.answer("report_institution_unknown")
        case "description":
            form.fields["description"] = check_description(text)
        case "hours":
            await _take_hours(turn, form, text)
            return
        case _:
            await _confirm(turn, form, owed, text.lower().strip(" .!"))
            return
    await _ask_next(turn, form, owed)


async def press(turn: Turn, form: Form, pressed: Press) -> None:
    """A button of the current version of the form."""
    owed = await _reportable(turn)
    if pressed.field == "do":
        await _confirm(turn, form, owed, pressed.value)
        return
    if pressed.value == CHECK_IN:
        await check_in.begin(turn)
        return
    form.fields.pop("asked", None)
    form.fields[pressed.field] = pressed.value
    await _ask_next(turn, form, owed)


async def _reportable(turn: Turn) -> list[Owed]:
    owed = await reportable_obligations(turn.desk.session, [institution.id for institution in turn.served])
    return [one for one in owed if one.goal.kind is GoalKind.PLAN]


def _matching(form: Form, owed: Sequence[Owed]) -> list[Owed]:
    """Obligations that the filled fields leave possible."""
    key, instrument = form.fields.get("key", ""), form.fields.get("instrument", "")
    return [
        one
        for one in owed
        if one.goal.key == key
        and (not instrument or str(one.instrument.id) == instrument)
        and _is_named(one, form.fields.get("acronym", "").lower())
    ]


def _is_named(one: Owed, named: str) -> bool:
    """By the acronym of who owes it or whose agreement it is, or by its number (`AC 15/2025`, `15/2025`)."""
    number = one.instrument.number.lower()
    names = {one.institution.acronym.lower(), one.partner.acronym.lower(), number, number.rpartition(" ")[2]}
    return not named or named in names


def _choices(matching: Sequence[Owed]) -> dict[tuple[int, int], Owed]:
    return {(one.institution.id, one.instrument.id): one for one in matching}


def _is_whole(form: Form, owed: Sequence[Owed]) -> bool:
    matching = _matching(form, owed)
    if len(_choices(matching)) != 1 or "description" not in form.fields:
        return False
    return "hours" in form.fields or not asks_for_hours(rule_from_json(matching[0].goal.rule))


async def _ask_next(turn: Turn, form: Form, owed: Sequence[Owed]) -> None:
    if not owed:
        turn.answer("report_nothing_owed", mailbox=turn.desk.office.mailbox)
        return
    matching = _matching(form, owed)
    if not matching:
        await _ask_goal(turn, form, owed)
        return
    if len(_choices(matching)) > 1:
        await _ask_which(turn, form, matching)
        return
    one = matching[0]
    counts_hours = asks_for_hours(rule_from_json(one.goal.rule))
    goal: dict[str, Any] = {"key": one.goal.key, "goal": one.goal.text, "acronym": one.institution.acronym}
    if "description" not in form.fields:
        await _ask(turn, form, "description", "report_ask_description", hours=counts_hours, **goal)
    elif counts_hours and "hours" not in form.fields:
        await _ask(turn, form, "hours", "report_ask_hours")
    else:
        await _summarise(turn, form, one)


async def _ask(
    turn: Turn, form: Form, asked: str, key: str, /, *, buttons: Buttons = (), **facts: object
) -> None:
    turn.answer(key, buttons=buttons, **facts)
    form.fields["asked"] = asked
    await forms.keep(turn, form)


async def _ask_which(turn: Turn, form: Form, matching: Sequence[Owed]) -> None:
    """Which institution, or which agreement of it: the Secretariat has hundreds, so not all have a button."""
    choices = list(_choices(matching).values())
    buttons = [
        [(_agreement(one), forms.button(form, "instrument", str(one.instrument.id)))] for one in choices
    ]
    await _ask(
        turn,
        form,
        "which",
        "report_ask_institution",
        buttons=buttons[:MOST_BUTTONS],
        more=len(choices) > MOST_BUTTONS,
    )


def _agreement(one: Owed) -> str:
    """`UPB · AC 15/2025`: the partner tells agreements apart, also those of the Secretariat."""
    return " · ".join(part for part in (one.partner.acronym, one.instrument.number) if part)


async def _ask_goal(turn: Turn, form: Form, owed: Sequence[Owed]) -> None:
    if key := form.fields.pop("key", ""):
        turn.answer("report_goal_unknown", key=key)
        form.fields.pop("acronym", None)
    goals: dict[str, Owed] = {}
    for one in sorted(owed, key=_soonest):
        goals.setdefault(one.goal.key, one)
    shown = list(goals.values())
    buttons = [(f"{one.goal.key}{_due(one)}", forms.button(form, "key", one.goal.key)) for one in shown[:24]]
    rows = [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
    if await check_in.is_waiting(turn):
        rows.append([(turn.text("button_check_in"), forms.button(form, "key", CHECK_IN))])
    await _ask(turn, form, "key", "report_ask_goal", buttons=rows, goals=_goal_lines(shown))


def _soonest(one: Owed) -> tuple[bool, date, str]:
    """What is pending and dated first; then what has no date, or is done already."""
    pending = one.obligation.state is ObligationState.OPEN and one.obligation.literal is not None
    return not pending, one.obligation.literal or date.max, one.goal.key


def _goal_lines(shown: Sequence[Owed]) -> list[dict[str, str | bool]]:
    return [
        {
            "key": one.goal.key,
            "text": brief(one.goal.text, among=len(shown)),
            "done": one.obligation.state is ObligationState.FULFILLED,
        }
        for one in shown
    ]


def _due(one: Owed) -> str:
    if one.obligation.literal is None or one.obligation.state is not ObligationState.OPEN:
        return ""
    return f" · {short_date(one.obligation.literal)}"


async def _take_hours(turn: Turn, form: Form, text: str) -> None:
    hours = read_hours(text)
    if hours is None:
        await _ask(turn, form, "hours", "report_hours_unreadable")
        return
    form.fields["hours"] = str(check_hours(hours))
    await _ask_next(turn, form, await _reportable(turn))


async def _summarise(turn: Turn, form: Form, one: Owed) -> None:
    labels = (("button_send", "enviar"), ("button_correct", "corrigir"), ("button_cancel", "cancelar"))
    row = [(turn.text(label), forms.button(form, "do", value)) for label, value in labels]
    await _ask(
        turn,
        form,
        "confirmation",
        "report_summary",
        buttons=[row],
        acronym=one.institution.acronym,
        key=one.goal.key,
        goal=one.goal.text,
        description=form.fields["description"],
        hours=number(Decimal(form.fields["hours"])) if "hours" in form.fields else "",
    )


async def _confirm(turn: Turn, form: Form, owed: Sequence[Owed], word: str) -> None:
    if word in SEND and _is_whole(form, owed):
        await _file(turn, form, owed)
    elif word in CANCEL:
        await forms.drop(turn)
        turn.answer("cancelled")
    elif word in CORRECT:
        form.fields = {
            name: value for name, value in form.fields.items() if name in ("key", "acronym", "instrument")
        }
        await _ask_next(turn, form, owed)
    else:
        # The form is not kept again, so the buttons above stay good.
        turn.answer("report_ask_confirmation")


async def _file(turn: Turn, form: Form, owed: Sequence[Owed]) -> None:
    one = _meant(_matching(form, owed), turn)
    hours = Decimal(form.fields["hours"]) if "hours" in form.fields else None
    receipt = await submit_deliverable(
        turn.desk, ObligationId(one.obligation.id), description=form.fields["description"], hours=hours
    )
    await forms.drop(turn)
    turn.answers.append(Answer(_receipt_text(turn, receipt), kind=NoticeKind.RECEIPT))


def _meant(matching: Sequence[Owed], turn: Turn) -> Owed:
    """The period that a report handed in today is about.

    What is pending longest comes first; but hours belong to the cycle in which they were given.
    """
    today = turn.desk.today
    begun = [one for one in matching if one.obligation.opens is None or one.obligation.opens <= today]
    pending = [one for one in begun if one.obligation.state is ObligationState.OPEN]
    if quantity_asked(rule_from_json(matching[0].goal.rule)) is not None and begun:
        return begun[-1]
    return (pending or begun[::-1] or list(matching))[0]


def _receipt_text(turn: Turn, receipt: Receipt) -> str:
    return turn.text(
        "report_receipt",
        protocol=receipt.protocol,
        acronym=receipt.owed.institution.acronym,
        key=receipt.owed.goal.key,
        goal=receipt.owed.goal.text,
        fulfilled=receipt.fulfilled,
        progress=progress_line(receipt.progress) if receipt.progress else None,
    )
