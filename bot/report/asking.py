"""What is asked next of a report, one thing at a time; and the summary with everything."""

from collections.abc import Sequence
from textwrap import shorten
from typing import Any

from bot import forms
from bot.forms import Form
from bot.report.choosing import ask_goal, ask_which, choices, matching, reportable, subject
from bot.report.filled import counts_hours, evidence_of, file_ids, hours_of, missing
from bot.requesting.answering import begin_for
from bot.turn import Turn
from db.attachments import attachments_by_id
from db.ids import DeliverableId, ObligationId
from db.obligations import Owed
from rede.announce import Buttons
from rede.correct_deliverable import report_to_correct
from rede.duplicate_courses import course_in, repeats
from rede.evidence import WITHDRAWN, Field, Kind, Reads, Wanted, kind_of
from rede.evidence_lines import evidence_lines
from rede.filing import as_json, may_say_nothing
from rede.progress_lines import number
from scheduler.clock import local_day
from scheduler.wording import long_date

#: Characters of a file's name in a list; of a whole summary: the rest of a message is our own words.
_NAME, _SUMMARY = 30, 3300
#: (text of the label, what it answers)
_QUICK: dict[Reads, Sequence[Sequence[tuple[str, str]]]] = {
    Reads.DAY: [[("report_button_today", "hoje"), ("report_button_yesterday", "ontem")]],
    Reads.MODALITY: [
        [("report_button_in_person", "presencial"), ("report_button_online", "online")],
        [("report_button_hybrid", "híbrida")],
    ],
    Reads.ITEMS: [
        [("report_button_banner", "banner"), ("report_button_news", "notícia")],
        [("report_button_popup", "pop-up"), ("report_button_all_three", "os três")],
    ],
}


async def ask_next(turn: Turn, form: Form) -> None:
    one = await subject(turn, form)
    if one is None:
        await _ask_about(turn, form)
    elif "description" not in form.fields:
        if "report" in form.fields or not await begin_for(turn, ObligationId(one.obligation.id)):
            await ask_description(turn, form, one, "report_ask_description")
    elif counts_hours(one) and "hours" not in form.fields:
        await ask(turn, form, "hours", "report_ask_hours")
    elif field := missing(form, one, dialogue=True):
        await ask_field(turn, form, field, one.goal.key)
    else:
        await summarise(turn, form, one)


async def _ask_about(turn: Turn, form: Form) -> None:
    owed = await reportable(turn)
    possible = matching(form, owed)
    if not owed:
        turn.answer("report_nothing_owed", mailbox=turn.desk.office.mailbox)
    elif not possible:
        await ask_goal(turn, form, owed)
    elif len(choices(possible)) > 1:
        await ask_which(turn, form, possible)


async def ask(
    turn: Turn, form: Form, asked: str, key: str, /, *, buttons: Buttons = (), **facts: object
) -> None:
    turn.answer(key, buttons=buttons, **facts)
    form.fields["asked"] = asked
    await forms.keep(turn, form)


async def ask_description(turn: Turn, form: Form, one: Owed, key: str) -> None:
    rows = []
    if may_say_nothing(one) and "report" not in form.fields:
        rows = [[(turn.text("report_button_nothing_new"), forms.button(form, "do", "nada"))]]
    facts: dict[str, Any] = {"key": one.goal.key, "goal": one.goal.text, "acronym": one.institution.acronym}
    await ask(turn, form, "description", key, buttons=rows, hours=counts_hours(one), **facts)


async def ask_field(turn: Turn, form: Form, field: Field, key: str) -> None:
    rows = [
        [(turn.text(label), forms.button(form, "answer", value)) for label, value in row]
        for row in _QUICK.get(field.reads, ())
    ]
    if field.reads is Reads.LINK and kind_of(key) is Kind.PAGE:
        rows.append([(turn.text("report_button_withdrawn"), forms.button(form, "answer", WITHDRAWN))])
    if field.wanted is not Wanted.REQUIRED:
        rows.append([(turn.text("button_skip"), forms.button(form, "do", "pular"))])
    await ask(turn, form, f"e_{field.name}", f"report_field_{field.name}", buttons=rows)


async def summarise(turn: Turn, form: Form, one: Owed) -> None:
    rows = (
        (("button_send", "enviar"), ("button_correct", "corrigir")),
        (("report_button_complete", "completar"), ("button_cancel", "cancelar")),
    )
    buttons = [[(turn.text(label), forms.button(form, "do", value)) for label, value in row] for row in rows]
    hours, files = hours_of(form), await file_names(turn, form)
    evidence = evidence_lines(turn.desk.office.texts, one.goal.key, evidence_of(form, one.goal.key))
    beside = sum(len(label) + len(value) + 3 for label, value in evidence) + sum(map(len, files))
    await ask(
        turn,
        form,
        "confirmation",
        "report_summary",
        buttons=buttons,
        acronym=one.institution.acronym,
        key=one.goal.key,
        goal=shorten(one.goal.text, 300, placeholder="…"),
        description=fitted(form.fields["description"], beside),
        hours=number(hours) if hours is not None and counts_hours(one) else "",
        evidence=evidence,
        files=files,
        returned=await _returned(turn, form),
        repeats=await _repeats(turn, form, one),
    )


async def _repeats(turn: Turn, form: Form, one: Owed) -> str:
    """The protocol of an earlier report of the same course; empty for none."""
    if not counts_hours(one):
        return ""
    course = course_in(as_json(evidence_of(form, one.goal.key)), form.fields["description"])
    before = DeliverableId(int(form.fields["report"])) if "report" in form.fields else None
    return await repeats(turn.desk, one.institution.id, course, before=before)


def fitted(description: str, beside: int) -> str:
    """As much of it as fits in one message with so many characters beside it."""
    room = max(500, _SUMMARY - beside)
    return description if len(description) <= room else description[: room - 1] + "…"


async def file_names(turn: Turn, form: Form) -> list[str]:
    files = await attachments_by_id(turn.desk.session, file_ids(form))
    return [shorten_name(one.name) for one in files]


def shorten_name(name: str) -> str:
    """`relatório-das-tur….pdf`"""
    if len(name) <= _NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    short = dot + ending if stem and len(ending) < 6 else ""
    return name[: _NAME - len(short) - 1] + "…" + short


async def _returned(turn: Turn, form: Form) -> dict[str, str] | None:
    """Why it came back."""
    if "report" not in form.fields:
        return None
    report, _ = await report_to_correct(turn.desk, DeliverableId(int(form.fields["report"])))
    day = long_date(report.due_again) if report.due_again else ""
    return {"protocol": report.protocol, "reason": report.reason, "day": day}


async def offers_the_draft(turn: Turn, name: str) -> bool:
    """What was begun and not sent is not lost by the bare command."""
    form = await forms.open_form(turn)
    if form is None or form.name != name or not ({"description", "files"} & form.fields.keys()):
        return False
    buttons = [
        [
            (turn.text("report_button_continue"), forms.button(form, "do", "continuar")),
            (turn.text("report_button_begin_anew"), forms.button(form, "do", "outro")),
        ]
    ]
    facts = {
        "key": form.fields.get("key", ""),
        "description": fitted(form.fields.get("description", ""), 3000),
    }
    day = long_date(local_day(form.kept_at or turn.desk.now))
    if form.fields.get("asked") != "begun":
        form.fields["was"] = form.fields.get("asked", "")
    await ask(turn, form, "begun", "report_begun", buttons=buttons, day=day, **facts)
    return True
