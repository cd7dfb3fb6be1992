"""A termo aditivo: a new document, some phrases, or only another end; what it changes is shown before it counts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
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
    instrument_of,
    row,
    told,
    tried_out,
    word_of,
)
from bot.instrument.goals import tell_document
from bot.plan_file import NAME as FILE
from bot.plan_file import SHA256, TEXT, PlanFile
from bot.turn import Answer, Turn
from db.instruments import Instrument
from db.notices import NoticeKind
from rede.amend_plan import Amended, AmendmentOrder, amend_plan, amended_goals, tell_of_amendment
from rede.amendment_words import AmendedGoal, goals_in_words
from rede.open_obligations import open_obligations
from rede.readings import GoalRead, PlanRefused
from rede.recompute import recompute
from rede.rehearsal import whole

FLOW = "amendment"
ONLY_END = "só o fim"
#: Filled one after the other.
SINCE, END, TITLE = "since", "new_end", "title"
LONGEST_TITLE = 120
#: Goals told one by one in a summary, and characters of a phrase.
MOST_GOALS, LONGEST_PHRASE = 8, 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a template knows of an amendment."""

    version: int
    name: str
    since: str
    #: The new end; empty: it stays.
    ends: str
    goals: Sequence[AmendedGoal]
    more: int
    withdrawn: int
    moved: int
    opened: int
    #: Earlier versions that count on no day any more: number, name, what their first day was.
    replaced: Sequence[tuple[int, str, str]]


async def begin(turn: Turn, form: Form) -> None:
    form.fields["flow"] = FLOW
    await _ask_source(turn, form)


async def _ask_source(turn: Turn, form: Form) -> None:
    buttons = [row(turn, form, ("button_only_end", ONLY_END))]
    acronym = (await institution_of(turn, form)).acronym
    await ask(turn, form, "source", "instrument_ask_amendment", buttons=buttons, acronym=acronym)


async def take_file(turn: Turn, form: Form, sent: PlanFile) -> None:
    _forget(form)
    if sent.document is None:
        turn.answer("instrument_file_unreadable", reason=sent.reason, is_text=sent.is_text)
        await _ask_source(turn, form)
        return
    form.fields |= {FILE: sent.name, TEXT: sent.text, SHA256: sent.sha256}
    await tell_document(turn, sent.name, sent.document, await institution_of(turn, form))
    await _ask_next(turn, form)


def _forget(form: Form) -> None:
    phrases.forget(form)
    for name in (FILE, TEXT, SHA256, SINCE, END, TITLE, "only_end"):
        form.fields.pop(name, None)


async def go_on(turn: Turn, form: Form, said: str) -> None:
    word = word_of(said)
    match form.fields.get("asked"):
        case "source":
            await _take_source(turn, form, said)
        case "since" | "new_end":
            await _take_day(turn, form, said)
        case "title":
            form.fields[TITLE] = "" if word == SKIP else " ".join(said.split())[:LONGEST_TITLE]
            await _ask_next(turn, form)
        case "summary" if word == CONFIRM:
            await _amend(turn, form)
        case "summary" if word == CORRECT:
            _forget(form)
            await _ask_source(turn, form)
        case "summary":
            # The form is not kept again, so the buttons above stay good.
            turn.answer("instrument_confirm_amendment")
        case _:
            if await phrases.take(turn, form, said):
                await _ask_next(turn, form)


async def _take_source(turn: Turn, form: Form, said: str) -> None:
    corrected = phrases.read_corrections(said)
    if word_of(said).startswith(ONLY_END):
        form.fields["only_end"] = "1"
    elif corrected is None:
        turn.answer("instrument_correction_unreadable")
        await _ask_source(turn, form)
        return
    else:
        form.fields |= {f"{phrases.SET}{key}": phrase for key, phrase in corrected.items()}
    try:
        await _ask_next(turn, form)
    except PlanRefused as refused:
        # Nothing was written yet: a goal was named that the plan does not have.
        turn.answer(refused.key, **refused.facts)
        _forget(form)
        await _ask_source(turn, form)


async def _take_day(turn: Turn, form: Form, said: str) -> None:
    name, day = form.fields["asked"], day_of(said, turn.desk.today)
    if name == END and word_of(said) == SKIP and "only_end" not in form.fields:
        form.fields[END] = ""
    elif day is None:
        turn.answer("instrument_day_unreadable")
    else:
        form.fields[name] = day.isoformat()
    await _ask_next(turn, form)


async def _goals(turn: Turn, form: Form) -> list[GoalRead]:
    document = turn.plan.document if turn.plan else None
    instrument = await instrument_of(turn, form)
    return await amended_goals(turn.desk, instrument, document, phrases.corrections(form))


async def _ask_next(turn: Turn, form: Form) -> None:
    goals = await phrases.settled(turn, form, _goals(turn, form))
    if goals is None:
        return
    if SINCE not in form.fields:
        await ask(turn, form, SINCE, "instrument_ask_since")
    elif END not in form.fields:
        only, ends = "only_end" in form.fields, told((await instrument_of(turn, form)).ends)
        skip = [] if only else [row(turn, form, ("button_same_end", SKIP))]
        await ask(turn, form, END, "instrument_ask_new_end", buttons=skip, ends=ends, only=only)
    elif TITLE not in form.fields:
        await ask(turn, form, TITLE, "instrument_ask_title", buttons=[row(turn, form, ("button_skip", SKIP))])
    else:
        await _summarise(turn, form, goals)


async def _summarise(turn: Turn, form: Form, goals: Sequence[GoalRead]) -> None:
    instrument = await instrument_of(turn, form)
    made = await tried_out(turn, instrument, _made(turn, form, instrument, goals))
    if made is None:
        for name in (SINCE, END, TITLE):
            form.fields.pop(name, None)
        await _ask_next(turn, form)
        return
    labels = (("button_record", CONFIRM), ("button_correct", CORRECT), ("button_cancel", CANCEL))
    await ask(
        turn,
        form,
        "summary",
        "instrument_amendment_summary",
        buttons=[row(turn, form, *labels)],
        acronym=(await institution_of(turn, form)).acronym,
        number=instrument.number,
        outcome=made[1],
    )


async def _made(
    turn: Turn, form: Form, instrument: Instrument, goals: Sequence[GoalRead]
) -> tuple[Amended, Outcome]:
    order, desk = _order(turn, form), turn.desk
    amended = await amend_plan(desk, instrument, order, await phrases.decided(turn, form, goals))
    moved, opened = await recompute(desk, instrument), await open_obligations(desk, instrument)
    changed = goals_in_words(amended.changes)
    outcome = Outcome(
        version=amended.plan.version,
        name=amended.plan.amendment,
        since=told(order.since),
        ends=told(amended.ends),
        goals=[_brief(goal) for goal in changed[:MOST_GOALS]],
        more=max(0, len(changed) - MOST_GOALS),
        withdrawn=amended.withdrawn,
        moved=moved,
        opened=opened.dated + opened.undated,
        replaced=[(one.number, one.amendment, told(one.since)) for one in amended.replaced],
    )
    return amended, outcome


def _brief(goal: AmendedGoal) -> AmendedGoal:
    deadlines = [
        shorten(one, LONGEST_PHRASE, placeholder="…") for one in (goal.deadline, goal.deadline_before)
    ]
    return replace(goal, deadline=deadlines[0], deadline_before=deadlines[1])


def _order(turn: Turn, form: Form) -> AmendmentOrder:
    has_document = turn.plan is not None and turn.plan.document is not None
    return AmendmentOrder(
        since=date.fromisoformat(form.fields[SINCE]),
        name=form.fields[TITLE],
        ends=date.fromisoformat(form.fields[END]) if form.fields[END] else None,
        document_name=form.fields[FILE] if has_document else "",
        sha256=form.fields[SHA256] if has_document else "",
    )


async def _amend(turn: Turn, form: Form) -> None:
    goals = await phrases.settled(turn, form, _goals(turn, form))
    if goals is None:
        # Somebody revised a decision meanwhile, and what it left open was asked.
        return
    instrument = await instrument_of(turn, form)
    try:
        async with whole(turn.desk):
            amended, outcome = await _made(turn, form, instrument, goals)
    except PlanRefused:
        # Something else was registered meanwhile: the summary says so, and asks again.
        await turn.desk.session.refresh(instrument)
        await _summarise(turn, form, goals)
        return
    people = await tell_of_amendment(turn.desk, instrument, amended)
    await forms.drop(turn)
    acronym = (await institution_of(turn, form)).acronym
    receipt = turn.text(
        "instrument_amended", acronym=acronym, number=instrument.number, outcome=outcome, people=people
    )
    turn.answers.append(Answer(receipt, kind=NoticeKind.RECEIPT))
