"""One date of an agreement becomes known, or another, or another law counts its days: what that would move is shown
before it is done."""

from collections.abc import Sequence
from dataclasses import dataclass
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
    tried_out,
    word_of,
)
from bot.keyboards import in_pairs
from bot.turn import Answer, Turn
from db.date_moves import DateMove, moves_under
from db.instruments import Instrument
from db.notices import NoticeKind
from db.obligations import ObligationState, Owed, obligations_owed, obligations_under
from rede.date_instrument import Dates, date_instrument
from rede.lines import nature_of
from rede.open_obligations import open_obligations
from rede.readings import plain
from rede.recompute import recompute
from scheduler.deadlines import Policy
from scheduler.wording import short_date

FLOW = "dates"
#: Not a date: the law that counts the days.
POLICY = "policy"
#: The word of a date, and its name in `Dates`.
WHICH = {
    "início": "starts",
    "fim": "ends",
    "publicação": "published",
    "assinatura": "signed",
    "operação": "go_live",
    "contagem": POLICY,
}
#: Dates that move, told one by one.
MOST_MOVED = 5


@dataclass(frozen=True, slots=True)
class Shift:
    """One date that moves, from day to day."""

    #: A `scheduler.ladder.Nature`.
    nature: str
    key: str
    before: str
    after: str
    #: The literal day stays; it is the one to which the law extends it that moves.
    by_law: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What setting a date does to what is owed."""

    moved: int
    #: Dates that end, or become history.
    gone: int
    opened: int
    #: Some of those that move.
    lines: Sequence[Shift] = ()


async def begin(turn: Turn, form: Form) -> None:
    form.fields["flow"] = FLOW
    buttons = [
        (turn.text("instrument_date_name", which=name), forms.button(form, "said", word))
        for word, name in WHICH.items()
    ]
    instrument = await instrument_of(turn, form)
    current = [(name, _told(turn, instrument, name)) for name in WHICH.values()]
    await ask(turn, form, "which", "instrument_ask_which", buttons=in_pairs(buttons), current=current)


async def go_on(turn: Turn, form: Form, said: str) -> None:
    word = word_of(said)
    match form.fields.get("asked"):
        case "which" if name := _named(word):
            form.fields["which"] = name
            await _ask_value(turn, form)
        case "which":
            turn.answer("instrument_choose_date")
        case "value":
            await _take_value(turn, form, said)
        case _ if word == CONFIRM:
            await _date(turn, form)
        case _ if word == CORRECT:
            await _ask_value(turn, form)
        case _ if _read(turn, form, said):
            await _take_value(turn, form, said)
        case _:
            turn.answer("instrument_confirm_date", which=form.fields["which"])


def _named(word: str) -> str:
    return next((name for known, name in WHICH.items() if plain(known) in plain(word)), "")


def _read(turn: Turn, form: Form, said: str) -> str:
    """The date that was typed, or the law, as the form keeps it; empty: neither."""
    if form.fields["which"] == POLICY:
        return _policy_of(said)
    day = day_of(said, turn.desk.today)
    return day.isoformat() if day else ""


def _policy_of(said: str) -> str:
    """As a button says it, or by what it is called: `código civil`, `Lei 9.784/1999`."""
    typed = said.lower().replace(".", "")
    return next((law for law in Policy if law.rpartition("-")[2] in typed), "")


def _told(turn: Turn, instrument: Instrument, which: str) -> str:
    if which == POLICY:
        return turn.text("instrument_policy", policy=instrument.policy)
    return told(getattr(instrument, which))


async def _ask_value(turn: Turn, form: Form) -> None:
    which = form.fields["which"]
    current = _told(turn, await instrument_of(turn, form), which)
    laws = [[(turn.text("instrument_policy", policy=law), forms.button(form, "said", law))] for law in Policy]
    buttons = laws if which == POLICY else []
    await ask(turn, form, "value", "instrument_ask_new_day", buttons=buttons, which=which, current=current)


async def _take_value(turn: Turn, form: Form, said: str) -> None:
    value, instrument, which = _read(turn, form, said), await instrument_of(turn, form), form.fields["which"]
    effect = None
    if not value:
        turn.answer("instrument_policy_unreadable" if which == POLICY else "instrument_day_unreadable")
    elif value == str(getattr(instrument, which)):
        turn.answer("instrument_same_day", which=which)
    else:
        effect = await tried_out(turn, instrument, _set(turn, instrument, which, value))
    if effect is None:
        await _ask_value(turn, form)
        return
    before = _told(turn, instrument, which)
    form.fields["value"] = value
    again = "button_correct" if which == POLICY else "button_another_day"
    labels = (("button_confirm", CONFIRM), (again, CORRECT), ("button_cancel", CANCEL))
    await ask(
        turn,
        form,
        "confirmation",
        "instrument_date_summary",
        buttons=[row(turn, form, *labels)],
        acronym=(await institution_of(turn, form)).acronym,
        number=instrument.number,
        which=which,
        before=before,
        day=turn.text("instrument_policy", policy=value)
        if which == POLICY
        else told(date.fromisoformat(value)),
        effect=effect,
    )


async def _set(turn: Turn, instrument: Instrument, which: str, value: str) -> Effect:
    desk, before = turn.desk, await _open(turn, instrument)
    if which == POLICY:
        await date_instrument(desk, instrument, Dates(), policy=Policy(value))
    else:
        await date_instrument(desk, instrument, Dates(**{which: date.fromisoformat(value)}))
    moved = await recompute(desk, instrument)
    gone = before - await _open(turn, instrument)
    opened = await open_obligations(desk, instrument)
    lines = await _shifts(turn, instrument)
    return Effect(moved=moved, gone=len(gone), opened=opened.dated, lines=lines[:MOST_MOVED])


async def _shifts(turn: Turn, instrument: Instrument) -> list[Shift]:
    """What moves alike for both parties is one."""
    session = turn.desk.session
    moves = await moves_under(session, instrument.id, at=turn.desk.now)
    found = await obligations_owed(session, [move.obligation_id for move in moves])
    owed = {one.obligation.id: one for one in found}
    return list(dict.fromkeys(_shift(owed[move.obligation_id], move) for move in moves))


def _shift(owed: Owed, move: DateMove) -> Shift:
    by_law = move.literal == move.literal_before
    days = (move.extended_before, move.extended) if by_law else (move.literal_before, move.literal)
    nature = nature_of(owed.goal, internal=owed.obligation.internal)
    return Shift(nature, owed.goal.key, short_date(days[0]), short_date(days[1]), by_law)


async def _open(turn: Turn, instrument: Instrument) -> set[int]:
    """Dates that are open."""
    rows = await obligations_under(turn.desk.session, instrument.id, states=[ObligationState.OPEN])
    return {row.id for row in rows}


async def _date(turn: Turn, form: Form) -> None:
    instrument, which = await instrument_of(turn, form), form.fields["which"]
    effect = await _set(turn, instrument, which, form.fields["value"])
    await forms.drop(turn)
    receipt = turn.text(
        "instrument_dated",
        acronym=(await institution_of(turn, form)).acronym,
        number=instrument.number,
        which=which,
        day=_told(turn, instrument, which),
        effect=effect,
    )
    turn.answers.append(Answer(receipt, kind=NoticeKind.RECEIPT))
