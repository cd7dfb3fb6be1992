"""A new plan for a partner: the file, what it says, what is open about it, its dates, and then it counts."""

from collections.abc import Mapping, Sequence
from datetime import date
from textwrap import shorten

from bot import forms
from bot.forms import Form
from bot.instrument import phrases
from bot.instrument.asking import (
    CANCEL,
    CONFIRM,
    CORRECT,
    SKIP,
    ask,
    day_of,
    institution_of,
    row,
    told,
    word_of,
)
from bot.instrument.goals import next_days, tell_document
from bot.plan_file import NAME as FILE
from bot.plan_file import SHA256, TEXT, PlanFile
from bot.turn import Answer, Turn
from db.institutions import Institution
from db.notices import NoticeKind
from rede.decide_reading import ReadingRefused
from rede.import_plan import PlanOrder, import_plan
from rede.open_obligations import open_obligations
from rede.readings import GoalRead, PlanRefused, read_goals
from rede.rehearsal import whole
from scheduler.deadlines import Policy
from scheduler.plan_document import PlanDocument

FLOW = "plan"
#: Asked one after the other; the last only where the document does not say it.
DAYS = ("starts", "ends", "published", "signed")
#: Phrases told in a summary, and characters of each.
MOST_TOLD, BRIEF = 8, 120


async def begin(turn: Turn, form: Form) -> None:
    form.fields["flow"] = FLOW
    await _ask_file(turn, form)


async def _ask_file(turn: Turn, form: Form) -> None:
    institution = await institution_of(turn, form)
    await ask(turn, form, "file", "instrument_ask_file", acronym=institution.acronym)


async def take_file(turn: Turn, form: Form, sent: PlanFile) -> None:
    """A file may come at any question: it takes the place of the one before."""
    phrases.forget(form)
    for name in (*DAYS, FILE, TEXT, SHA256):
        form.fields.pop(name, None)
    if sent.document is None:
        turn.answer("instrument_file_unreadable", reason=sent.reason, is_text=sent.is_text)
        await _ask_file(turn, form)
        return
    form.fields |= {FILE: sent.name, TEXT: sent.text, SHA256: sent.sha256}
    await tell_document(turn, sent.name, sent.document, await institution_of(turn, form))
    await _ask_next(turn, form)


async def go_on(turn: Turn, form: Form, said: str) -> None:
    asked, word = form.fields.get("asked", ""), word_of(said)
    if TEXT not in form.fields:
        await _ask_file(turn, form)
    elif asked in DAYS:
        await _take_day(turn, form, said)
    elif asked != "summary":
        if await phrases.take(turn, form, said):
            await _ask_next(turn, form)
    elif word == CONFIRM:
        await _import(turn, form)
    elif word == CORRECT:
        phrases.forget(form)
        for name in DAYS:
            form.fields.pop(name, None)
        await _ask_next(turn, form)
    elif corrected := phrases.read_corrections(said):
        await _correct(turn, form, corrected)
    else:
        # The form is not kept again, so the buttons above stay good.
        turn.answer("instrument_confirm_import")


async def _correct(turn: Turn, form: Form, corrected: Mapping[str, str]) -> None:
    before = dict(form.fields)
    form.fields |= {f"{phrases.SET}{key}": phrase for key, phrase in corrected.items()}
    try:
        await _ask_next(turn, form)
    except PlanRefused as refused:
        # Nothing was written yet: a goal was named that the plan does not have.
        turn.answer(refused.key, **refused.facts)
        form.fields = before
        await _ask_next(turn, form)


async def _take_day(turn: Turn, form: Form, said: str) -> None:
    name = form.fields["asked"]
    day = day_of(said, turn.desk.today)
    starts = _day(form, "starts")
    if word_of(said) == SKIP:
        form.fields[name] = ""
    elif day is None:
        turn.answer("instrument_day_unreadable")
    elif name == "ends" and starts is not None and day <= starts:
        turn.answer("plan_ends_before_start", starts=starts, ends=day)
    else:
        form.fields[name] = day.isoformat()
    await _ask_next(turn, form)


def _day(form: Form, name: str) -> date | None:
    said = form.fields.get(name, "")
    return date.fromisoformat(said) if said else None


async def _ask_next(turn: Turn, form: Form) -> None:
    document = _document(turn)
    goals = await phrases.settled(turn, form, _read(form, document)) if document else None
    if document is None:
        await _ask_file(turn, form)
    elif goals is not None:
        missing = next((name for name in _asked_days(document) if name not in form.fields), None)
        if missing is not None:
            await _ask_day(turn, form, missing, document)
        else:
            await _summarise(turn, form, document, goals)


def _document(turn: Turn) -> PlanDocument | None:
    return turn.plan.document if turn.plan else None


async def _read(form: Form, document: PlanDocument) -> Sequence[GoalRead]:
    return read_goals(document, phrases.corrections(form))


def _asked_days(document: PlanDocument) -> Sequence[str]:
    return DAYS[:-1] if document.last_signature else DAYS


async def _ask_day(turn: Turn, form: Form, name: str, document: PlanDocument) -> None:
    skip = [row(turn, form, ("button_unknown", SKIP))]
    signed = told(document.last_signature)
    await ask(turn, form, name, "instrument_ask_day", buttons=skip, which=name, signed=signed)


async def _summarise(turn: Turn, form: Form, document: PlanDocument, goals: Sequence[GoalRead]) -> None:
    institution, chosen = await institution_of(turn, form), phrases.choices(form)
    signed = _day(form, "signed") or document.last_signature
    if not (_day(form, "starts") or _day(form, "published") or signed):
        turn.answer("plan_without_dates")
        form.fields.pop("starts")
        await _ask_day(turn, form, "starts", document)
        return
    decided = [(one.reading.phrase, chosen[one.plain].reading) for one in phrases.questions(goals)]
    corrected = list(phrases.corrections(form).items())
    labels = (("button_import", CONFIRM), ("button_correct", CORRECT), ("button_cancel", CANCEL))
    await ask(
        turn,
        form,
        "summary",
        "instrument_summary",
        buttons=[row(turn, form, *labels)],
        acronym=institution.acronym,
        number=document.instrument or document.number or "",
        sei=document.sei or "",
        goals=len(goals),
        starts=told(_day(form, "starts")),
        ends=told(_day(form, "ends")),
        published=told(_day(form, "published")),
        signed=told(signed),
        chosen=_brief(decided),
        corrected=_brief(corrected),
        more=sum(max(0, len(pairs) - MOST_TOLD) for pairs in (decided, corrected)),
    )


def _brief(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """As many as fit one message, each shortened."""
    return [
        (shorten(one, BRIEF, placeholder="…"), shorten(other, BRIEF, placeholder="…"))
        for one, other in pairs[:MOST_TOLD]
    ]


async def _import(turn: Turn, form: Form) -> None:
    document = _document(turn)
    goals = await phrases.settled(turn, form, _read(form, document)) if document else None
    if document is None or goals is None:
        # Somebody revised a decision meanwhile, and what it left open was asked.
        return
    institution, desk = await institution_of(turn, form), turn.desk
    decided = [one for one in phrases.questions(goals) if not one.corrected]
    order = _order(form, institution)
    try:
        async with whole(desk):
            read = await phrases.decided(turn, form, goals)
            instrument = await import_plan(desk, order, document=document, goals=read)
    except (PlanRefused, ReadingRefused) as refused:
        turn.answer(refused.key, **refused.facts)
        await _summarise(turn, form, document, goals)
        return
    opened = await open_obligations(desk, instrument)
    await forms.drop(turn)
    receipt = turn.text(
        "instrument_imported",
        acronym=institution.acronym,
        number=instrument.number,
        goals=len(goals),
        decided=len(decided),
        dated=opened.dated,
        undated=opened.undated,
        provisional=instrument.starts is None,
        days=await next_days(desk, instrument),
    )
    turn.answers.append(Answer(receipt, kind=NoticeKind.RECEIPT))


def _order(form: Form, institution: Institution) -> PlanOrder:
    return PlanOrder(
        acronym=institution.acronym,
        starts=_day(form, "starts"),
        ends=_day(form, "ends"),
        signed=_day(form, "signed"),
        published=_day(form, "published"),
        policy=Policy.LEI_9784,
        document_name=form.fields[FILE],
        sha256=form.fields[SHA256],
    )
