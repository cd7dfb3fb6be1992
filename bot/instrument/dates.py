"""One date of an agreement becomes known, or another: what it would move is shown before it is done."""

from dataclasses import dataclass, field
from datetime import date

from bot import forms
from bot.forms import Form
from bot.instrument.asking import (
    CANCEL,
    CONFIRM,
    CORRECT,
    ask,
    day_of,
    institution_of,
    instrument_of,
    row,
    told,
    word_of,
)
from bot.turn import Answer, Turn
from db.date_moves import moves_under
from db.instruments import Instrument
from db.notices import NoticeKind
from db.obligations import ObligationState, obligations_owed, obligations_under
from rede.date_instrument import Dates, date_instrument
from rede.open_obligations import open_obligations
from rede.readings import PlanRefused
from rede.recompute import recompute
from rede.rehearsal import rehearsal
from scheduler.wording import short_date

FLOW = "dates"
#: The word of a date, and its name in `Dates`.
WHICH = {"início": "starts", "publicação": "published", "assinatura": "signed", "fim": "ends"}
#: Dates that move, told one by one.
MOST_MOVED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What setting a date does to what is owed."""

    moved: int
    #: Dates that end, or become history.
    gone: int
    opened: int
    #: Some of those that move: the goal's key, the day before, the day it is.
    lines: list[tuple[str, str, str]] = field(default_factory=list)


async def begin(turn: Turn, form: Form) -> None:
    form.fields["flow"] = FLOW
    buttons = [(turn.text("instrument_date_name", which=name), word) for word, name in WHICH.items()]
    pairs = [
        [(label, forms.button(form, "said", word)) for label, word in buttons[at : at + 2]] for at in (0, 2)
    ]
    instrument = await instrument_of(turn, form)
    current = [(name, told(getattr(instrument, name))) for name in WHICH.values()]
    await ask(turn, form, "which", "instrument_ask_which", buttons=pairs, current=current)


async def go_on(turn: Turn, form: Form, said: str) -> None:
    word = word_of(said)
    match form.fields.get("asked"):
        case "which" if name := _named(word):
            form.fields["which"] = name
            await _ask_day(turn, form)
        case "which":
            turn.answer("instrument_choose_date")
        case "day":
            await _take_day(turn, form, said)
        case _ if word == CONFIRM:
            await _date(turn, form)
        case _ if word == CORRECT:
            await _ask_day(turn, form)
        case _ if day_of(said, turn.desk.today):
            await _take_day(turn, form, said)
        case _:
            turn.answer("instrument_confirm_date")


def _named(word: str) -> str:
    plain = {"inicio": "início", "publicacao": "publicação"}.get(word, word)
    return next((name for full, name in WHICH.items() if full in plain), "")


async def _ask_day(turn: Turn, form: Form) -> None:
    current = told(getattr(await instrument_of(turn, form), form.fields["which"]))
    await ask(turn, form, "day", "instrument_ask_new_day", which=form.fields["which"], current=current)


async def _take_day(turn: Turn, form: Form, said: str) -> None:
    day, instrument = day_of(said, turn.desk.today), await instrument_of(turn, form)
    which = form.fields["which"]
    if day is None or day == getattr(instrument, which):
        turn.answer("instrument_same_day" if day else "instrument_day_unreadable")
        await _ask_day(turn, form)
        return
    try:
        async with rehearsal(turn.desk):
            effect = await _set(turn, instrument, which, day)
    except PlanRefused as refused:
        turn.answer(refused.key, **refused.facts)
        await turn.desk.session.refresh(instrument)
        await _ask_day(turn, form)
        return
    await turn.desk.session.refresh(instrument)
    form.fields["day"] = day.isoformat()
    labels = (("button_confirm", CONFIRM), ("button_another_day", CORRECT), ("button_cancel", CANCEL))
    await ask(
        turn,
        form,
        "confirmation",
        "instrument_date_summary",
        buttons=[row(turn, form, *labels)],
        acronym=(await institution_of(turn, form)).acronym,
        number=instrument.number,
        which=which,
        before=told(getattr(instrument, which)),
        day=told(day),
        effect=effect,
    )


async def _set(turn: Turn, instrument: Instrument, which: str, day: date) -> Effect:
    desk, before = turn.desk, await _open(turn, instrument)
    await date_instrument(desk, instrument, Dates(**{which: day}))
    moved = await recompute(desk, instrument)
    gone = before - await _open(turn, instrument)
    opened = await open_obligations(desk, instrument)
    moves = await moves_under(desk.session, instrument.id, at=desk.now)
    owed = {
        one.obligation.id: one.goal.key
        for one in await obligations_owed(desk.session, [move.obligation_id for move in moves[:MOST_MOVED]])
    }
    lines = [
        (owed[move.obligation_id], short_date(move.literal_before), short_date(move.literal))
        for move in moves[:MOST_MOVED]
    ]
    return Effect(moved=moved, gone=len(gone), opened=opened.dated, lines=lines)


async def _open(turn: Turn, instrument: Instrument) -> set[int]:
    """Dates that are open."""
    rows = await obligations_under(turn.desk.session, instrument.id, states=[ObligationState.OPEN])
    return {row.id for row in rows}


async def _date(turn: Turn, form: Form) -> None:
    instrument, which = await instrument_of(turn, form), form.fields["which"]
    effect = await _set(turn, instrument, which, date.fromisoformat(form.fields["day"]))
    await forms.drop(turn)
    receipt = turn.text(
        "instrument_dated",
        acronym=(await institution_of(turn, form)).acronym,
        number=instrument.number,
        which=which,
        day=told(getattr(instrument, which)),
        effect=effect,
    )
    turn.answers.append(Answer(receipt, kind=NoticeKind.RECEIPT))
