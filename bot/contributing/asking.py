"""The form of every contribution: what one line says, what is still asked, how it is shown, and that it is sent.

In one line its parts stand in the order of the questions, with `|` between them; the first line may be the title.
"""

import re
from collections.abc import Sequence
from textwrap import shorten

from bot import forms
from bot.contributing.questions import KINDS, NO_AXIS, QUESTIONS, RESTRICTED, SKIPPED, Question
from bot.file_kind import ENDINGS, media_type_of
from bot.for_whom import own, speaking_for
from bot.forms import Form, Press
from bot.keyboards import in_pairs
from bot.plain import CANCEL, plain
from bot.turn import Answer, Turn
from db.contributions import Contribution, ContributionKind
from db.deliverables import Deliverable
from db.enclosures import keep_enclosure
from db.ids import ContributionId, EnclosureId, InstitutionId
from db.institutions import Institution
from db.notices import NoticeKind
from notifier.file_name import clean_name
from rede.access import NotYours
from rede.contribute import Offer, contribute
from rede.offers import (
    DETAILS,
    LONGEST_TITLE,
    ContributionRefused,
    code_of,
    days_told,
    stage_of,
)
from rede.refusal import Refusal
from rede.take_question import take_question

SEND, SKIP = ("enviar", "sim", "ok"), ("pular", "nao", "nenhum", "sem")
#: The act of the button that takes it back.
WITHDRAW = "contribretirar"


async def begin(turn: Turn, name: str) -> None:
    """Asks for whom, where the person serves several."""
    if not turn.served:
        raise NotYours
    place = await speaking_for(turn, own(turn))
    if place is None:
        return
    opened = await forms.open_form(turn)
    form = Form(name, {"place": str(place.id)}, opened.version if opened else 0)
    refused = _take_line(turn, form, turn.arguments)
    if refused is not None:
        # What else the line says stays.
        turn.answer(refused.key, **refused.facts)
    await _ask_next(turn, form)


def _take_line(turn: Turn, form: Form, line: str) -> Refusal | None:
    """Why the first of its parts that is no answer is none."""
    wrong: Refusal | None = None
    questions = [one for one in QUESTIONS[form.name] if one.name != "file"]
    parts = _parts(line.strip(), len(questions))
    if len(parts) == 1 and questions[0].name == "title" and len(parts[0]) > LONGEST_TITLE:
        questions = questions[1:]
    for question, part in zip(questions, parts, strict=False):
        if part:
            try:
                form.fields[question.name] = _read(turn, question, part)
            except Refusal as refused:
                wrong = wrong or refused
        elif question.may_skip:
            form.fields[question.name] = SKIPPED
    if len(parts) > 1 and all(one.name in form.fields for one in questions):
        # A line that says everything else is asked for no file; one may still come before it is sent.
        form.fields["file"] = SKIPPED
    return wrong


def _parts(line: str, most: int) -> Sequence[str]:
    if not line:
        return ()
    if "|" in line and most > 1:
        return [one.strip() for one in line.split("|")]
    title, _, rest = line.partition("\n")
    return [title.strip(), rest.strip()] if most > 1 and rest.strip() else [line]


async def resume(turn: Turn, form: Form) -> None:
    """Text, or a file, that comes while the form is open: it answers what was asked."""
    if turn.file is not None:
        await _take_file(turn, form)
        if not turn.said.text.strip() or form.fields.get("asked") in ("file", "confirmation"):
            await _ask_next(turn, form)
            return
    typed = turn.said.text.strip()
    question = _asked(form)
    if question is None:
        await _do(turn, form, plain(typed).strip(" .!"))
    else:
        form.fields[question.name] = _read(turn, question, typed)
        await _ask_next(turn, form)


def _read(turn: Turn, question: Question, typed: str) -> str:
    """Raises a Refusal: it is no answer."""
    skips = question.may_skip and plain(typed).strip(" .!") in SKIP
    return SKIPPED if skips else question.reads(turn, typed)


async def press(turn: Turn, form: Form, pressed: Press) -> None:
    question = _named(form, pressed.field)
    if pressed.field == "do":
        await _do(turn, form, pressed.value)
    elif pressed.field == "fix" and (again := _named(form, pressed.value)) is not None:
        form.fields.pop(again.name, None)
        await _ask_next(turn, form)
    elif question is not None and pressed.value == SKIPPED and question.may_skip:
        form.fields[question.name] = SKIPPED
        await _ask_next(turn, form)
    elif question is not None and pressed.value in question.choices:
        form.fields[question.name] = pressed.value
        await _ask_next(turn, form)
    else:
        turn.answer("old_button")


def _named(form: Form, name: str) -> Question | None:
    return next((one for one in QUESTIONS[form.name] if one.name == name), None)


def _asked(form: Form) -> Question | None:
    return _named(form, form.fields.get("asked", ""))


async def _take_file(turn: Turn, form: Form) -> None:
    """Raises ContributionRefused: it is of no kind that is taken."""
    if turn.file is None or _named(form, "file") is None:
        raise ContributionRefused("contribution_file_not_here")
    media_type = media_type_of(turn.file.content)
    if not media_type:
        raise ContributionRefused("report_file_kind", name=turn.file.name)
    name = clean_name(re.sub(r"\.[^.]*$", "", turn.file.name) + ENDINGS[media_type])
    kept = await keep_enclosure(
        turn.desk.session, name=name, media_type=media_type, content=turn.file.content, now=turn.desk.now
    )
    form.fields |= {"file": str(kept), "file_name": name}


async def _ask_next(turn: Turn, form: Form) -> None:
    missing = next((one for one in QUESTIONS[form.name] if one.name not in form.fields), None)
    if missing is None:
        await _preview(turn, form)
        return
    rows = in_pairs(
        [
            (turn.text("contribution_choice", value=value), forms.button(form, missing.name, value))
            for value in missing.choices
        ]
    )
    if missing.may_skip:
        rows.append([(turn.text("button_skip"), forms.button(form, missing.name, SKIPPED))])
    form.fields["asked"] = missing.name
    turn.answer(f"contribution_ask_{missing.name}", buttons=rows, kind=str(KINDS[form.name]))
    await forms.keep(turn, form)


async def _preview(turn: Turn, form: Form) -> None:
    rows = [
        [
            (turn.text("button_send"), forms.button(form, "do", "enviar")),
            (turn.text("button_correct"), forms.button(form, "do", "corrigir")),
        ],
        [(turn.text("button_cancel"), forms.button(form, "do", "cancelar"))],
    ]
    place = await turn.desk.session.get_one(Institution, int(form.fields["place"]))
    form.fields["asked"] = "confirmation"
    turn.answer(
        "contribution_preview",
        buttons=rows,
        kind=str(KINDS[form.name]),
        acronym=place.acronym,
        lines=[(one.name, _shown(form, one)) for one in QUESTIONS[form.name] if _shown(form, one)],
    )
    await forms.keep(turn, form)


def _shown(form: Form, question: Question) -> str:
    """Empty for what was passed over."""
    value = form.fields.get(question.name, "")
    if value == SKIPPED:
        return ""
    match question.name:
        case "file":
            return form.fields.get("file_name", "")
        case "days":
            return days_told(value)
        case _:
            return value


async def _do(turn: Turn, form: Form, word: str) -> None:
    if word in CANCEL:
        await forms.drop(turn)
        turn.answer("cancelled")
    elif form.fields.get("asked") != "confirmation":
        turn.answer("old_button")
    elif word == "corrigir":
        await _ask_which(turn, form)
    elif word in SEND:
        await _send(turn, form)
    else:
        turn.answer("contribution_word")


async def _ask_which(turn: Turn, form: Form) -> None:
    buttons = [
        (turn.text("contribution_label", name=one.name), forms.button(form, "fix", one.name))
        for one in QUESTIONS[form.name]
    ]
    turn.answer("contribution_ask_which", buttons=in_pairs(buttons))
    await forms.keep(turn, form)


async def _send(turn: Turn, form: Form) -> None:
    found = await contribute(turn.desk, InstitutionId(int(form.fields["place"])), _offer(form))
    await forms.drop(turn)
    is_question = found.kind is ContributionKind.QUESTION
    in_forum = is_question and await take_question(turn.desk, ContributionId(found.id))
    text = turn.text(
        "contribution_sent",
        code=code_of(found.id),
        kind=str(found.kind),
        protocol=await _protocol(turn, found),
        restricted=found.restricted,
        in_forum=in_forum,
    )
    row = [(turn.text("button_contribution_withdraw"), turn.button(WITHDRAW, found.id, stage_of(found)))]
    # What is in the forum group already cannot be taken back from there.
    turn.answers.append(Answer(text, () if in_forum else [row], NoticeKind.RECEIPT))


async def _protocol(turn: Turn, found: Contribution) -> str:
    """Of the report that it is; empty for none."""
    report = await turn.desk.session.get(Deliverable, found.deliverable_id) if found.deliverable_id else None
    return report.protocol if report else ""


def _offer(form: Form) -> Offer:
    fields = {name: value for name, value in form.fields.items() if value != SKIPPED}
    axis = fields.get("axis", "2" if form.name == "oferecercurso" else "")
    return Offer(
        kind=KINDS[form.name],
        title=fields.get("title") or shorten(fields["text"], LONGEST_TITLE, placeholder="…"),
        text=fields["text"],
        link=fields.get("link", ""),
        details={name: fields[name] for name in DETAILS if name in fields},
        axis="" if axis == NO_AXIS else axis,
        restricted=fields.get("sharing") == RESTRICTED,
        enclosure_id=EnclosureId(int(fields["file"])) if "file" in fields else None,
    )
