"""What is asked next of a report that came by another way, and the summary of it."""

from datetime import date

from bot import forms
from bot.forms import Form
from bot.keyboards import in_pairs
from bot.report.asking import ask, file_names, fitted
from bot.report.choosing import ask_goal_of, ask_which, choices, matching, meant, reportable
from bot.report.filled import counts_hours, hours_of
from bot.turn import Turn
from db.ids import InstitutionId
from db.institutions import Institution
from db.obligations import Owed
from rede.access import Act, require
from rede.progress_lines import number
from rede.register_received import Means
from scheduler.wording import long_date

#: What may be put right, by the text of its button.
_POINTS = {
    "report_button_text": "description",
    "report_button_hours": "hours",
    "register_button_means": "means",
    "register_button_arrived": "day",
    "report_label_sei": "sei",
    "report_button_other_goal": "key",
}


async def _institution(turn: Turn, form: Form) -> Institution | None:
    number_ = form.fields.get("institution")
    return await require(turn.desk, Act.REGISTER, InstitutionId(int(number_[:9]))) if number_ else None


async def subject(turn: Turn, form: Form) -> Owed | None:
    """What it is about, where that is settled: the period is that of the day on which it came."""
    institution = await _institution(turn, form)
    possible = matching(form, await reportable(turn, [institution.id])) if institution else []
    if len(choices(possible)) != 1:
        return None
    day = form.fields.get("day")
    return meant(possible, date.fromisoformat(day) if day else turn.desk.today)


def next_of(form: Form, one: Owed) -> str | None:
    wanted = ("description", *(("hours",) if counts_hours(one) else ()), "means", "day", "sei")
    return next((name for name in wanted if name not in form.fields), None)


async def ask_next(turn: Turn, form: Form) -> None:
    institution = await _institution(turn, form)
    if institution is None:
        await ask(turn, form, "whom", "register_ask_whom")
        return
    owed = await reportable(turn, [institution.id])
    possible, one = matching(form, owed), await subject(turn, form)
    if not owed:
        turn.answer("register_nothing_owed", acronym=institution.acronym)
    elif not possible:
        await ask_goal_of(turn, form, owed, institution)
    elif one is None:
        await ask_which(turn, form, possible)
    elif (asked := next_of(form, one)) is not None:
        await ask_point(turn, form, asked)
    else:
        await _summarise(turn, form, one)


async def ask_point(turn: Turn, form: Form, asked: str) -> None:
    one = await subject(turn, form)
    match asked:
        case "description" if one is not None:
            await ask(
                turn,
                form,
                asked,
                "register_ask_description",
                acronym=one.institution.acronym,
                key=one.goal.key,
                goal=one.goal.text,
            )
        case "means":
            found = [
                (means.value[:1].upper() + means.value[1:], forms.button(form, "means", means.value))
                for means in Means
            ]
            rows = in_pairs(found)
            await ask(turn, form, asked, "register_ask_means", buttons=rows)
        case "day":
            labels = (("report_button_today", "hoje"), ("report_button_yesterday", "ontem"))
            row = [(turn.text(label), forms.button(form, "do", value)) for label, value in labels]
            await ask(turn, form, asked, "register_ask_day", buttons=[row])
        case "sei":
            skip = [[(turn.text("button_skip"), forms.button(form, "do", "pular"))]]
            await ask(turn, form, asked, "register_ask_sei", buttons=skip)
        case "hours":
            await ask(turn, form, asked, "report_ask_hours")
        case _:
            form.fields.pop("key", None)
            form.fields.pop("instrument", None)
            await ask_next(turn, form)


async def _summarise(turn: Turn, form: Form, one: Owed) -> None:
    labels = (("button_send", "enviar"), ("button_correct", "corrigir"), ("button_cancel", "cancelar"))
    pairs = [(turn.text(label), forms.button(form, "do", value)) for label, value in labels]
    hours, files = hours_of(form), await file_names(turn, form)
    await ask(
        turn,
        form,
        "confirmation",
        "register_summary",
        buttons=[pairs[:2], pairs[2:]],
        acronym=one.institution.acronym,
        institution=one.institution.name,
        key=one.goal.key,
        goal=one.goal.text,
        description=fitted(form.fields["description"], 600),
        hours=number(hours) if hours is not None and counts_hours(one) else "",
        means=form.fields["means"],
        day=long_date(date.fromisoformat(form.fields["day"])),
        sei=form.fields["sei"],
        files=files,
    )


async def ask_correction(turn: Turn, form: Form, one: Owed) -> None:
    points = {label: point for label, point in _POINTS.items() if point != "hours" or counts_hours(one)}
    pairs = [(turn.text(label), forms.button(form, "ask", point)) for label, point in points.items()]
    rows = in_pairs(pairs)
    await ask(turn, form, "correction", "register_ask_correction", buttons=rows)
