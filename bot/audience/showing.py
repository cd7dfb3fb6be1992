"""What is chosen so far: in words and as it is written, how many hear it by which channel, and who does not."""

from collections.abc import Collection, Sequence
from textwrap import shorten

from bot import forms
from bot.audience.filters import PRESS, filter_buttons
from bot.audience.scope import ESSENTIAL, Scope, chosen, heard
from bot.forms import Form
from bot.keyboards import in_pairs
from bot.turn import Turn
from db.announcements import LeftOut, Listener
from db.audiences import acronyms_served
from rede.audience import Audience, count_of
from rede.audience_in_words import filters_in_words

#: People told by name, and institutions of each.
MOST, MOST_PLACES = 20, 3
#: Filters told in words, and characters of their spelling.
MOST_LINES, LONGEST = 10, 1000
EXAMPLE = "camada:1 uf:BA,SE funcao:coordenador"


async def show(turn: Turn, form: Form, scope: Scope) -> None:
    """One message with all of it, and the filters as buttons; keeps the form."""
    audience = await chosen(turn, form, scope)
    if audience is None:
        last = [(turn.text("button_audience_all"), forms.button(form, PRESS, "all"))]
        turn.answer("audience_ask", buttons=[*filter_buttons(turn, form, scope), last], example=EXAMPLE)
    else:
        await _show_chosen(turn, form, scope, audience)
    await forms.keep(turn, form)


async def _show_chosen(turn: Turn, form: Form, scope: Scope, audience: Audience) -> None:
    people = await heard(turn, audience, scope)
    count = count_of(people, essential=ESSENTIAL in form.fields)
    lines, left_out = await filters_in_words(turn.desk, audience), sum(count.left_out.values())
    turn.answer(
        "audience_chosen",
        buttons=_buttons(turn, form, scope, can_go_on=count.hears > 0, left_out=left_out),
        lines=lines[:MOST_LINES],
        more_lines=len(lines[MOST_LINES:]),
        written=shorten(str(audience), LONGEST, placeholder=" …"),
        people=count.people,
        hears=count.hears,
        telegram=count.telegram,
        email=count.email,
        both=count.telegram + count.email > count.hears,
        left_out=left_out,
        reasons=[(str(reason), count.left_out[reason]) for reason in LeftOut if count.left_out[reason]],
    )


def _buttons(
    turn: Turn, form: Form, scope: Scope, *, can_go_on: bool, left_out: int
) -> Sequence[Sequence[tuple[str, str]]]:
    wanted = [("who", left_out > 0), ("again", True), ("all", True), ("done", can_go_on)]
    last = [
        (turn.text(f"button_audience_{word}"), forms.button(form, PRESS, word))
        for word, is_offered in wanted
        if is_offered
    ]
    return [*filter_buttons(turn, form, scope), *in_pairs(last)]


async def show_left_out(turn: Turn, form: Form, scope: Scope) -> None:
    """By reason, by name; the form is not kept, so the buttons above stay good."""
    audience = await chosen(turn, form, scope)
    people = await heard(turn, audience, scope) if audience is not None else []
    essential = ESSENTIAL in form.fields
    reasons = [(one.unreachable if essential else one.reason, one) for one in people]
    by_reason = [(reason, [one for why, one in reasons if why is reason]) for reason in LeftOut]
    groups = [(reason, left) for reason, left in by_reason if left]
    if not groups:
        turn.answer("audience_left_out_nobody")
        return
    told, room = [], MOST
    for reason, left in groups:
        told.append((str(reason), await _named(turn, left[:room]), len(left[room:])))
        room -= len(left[:room])
    turn.answer("audience_left_out", groups=told)


async def _named(turn: Turn, people: Collection[Listener]) -> list[tuple[str, Sequence[str]]]:
    served = await acronyms_served(turn.desk.session, [one.person_id for one in people])
    return [(one.name, served.get(one.person_id, ())[:MOST_PLACES]) for one in people]
