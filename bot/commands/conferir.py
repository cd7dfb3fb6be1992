"""/conferir: what waits to be checked, the oldest first, one report at a time; or many of a list at once.

In one line: `/conferir RP-2026-000142 devolver "Falta a lista" 15/12`, `/conferir aceitar RP-2026-000001
RP-2026-000002`, `/conferir UPB`, `/conferir 2.2`, `/conferir delegar UPB`.
"""

import re
from collections.abc import Mapping

from bot import forms, review_decision, review_queue
from bot.commands import dispensar
from bot.forms import Form, Press
from bot.plain import plain
from bot.protocol_numbers import read_report
from bot.report_words import read_key
from bot.review_card import report_to_check, show_card
from bot.review_queue import KEY, NAME, PLACE, SAMPLED, filter_of, filtered, only_filter
from bot.turn import TakesButton, Turn
from bot.which_institution import which_institution
from db.ids import DeliverableId, ObligationId
from db.reviews import Waiting
from rede.access import Act, Extent, NotYours, extent, places
from rede.bound_buttons import Pressed
from rede.delegate_review import delegate_review
from rede.review_deliverable import Seen

__all__ = ["BUTTONS", "NAME", "handle", "press", "resume"]

_PROTOCOL = re.compile(r"(?i)\br[ph][\W_]*\d{4}[\W_]+\d{1,9}\b")
#: The words of a line, for what is done.
ACCEPT, RETURN = ("aceitar", "aceito", "confirmar"), ("devolver", "devolvido")
DISPENSE, UNDO = ("dispensar",), ("desfazer",)
DELEGATE, WITHDRAW = ("delegar",), ("retirar",)


async def handle(turn: Turn) -> None:
    if not any(extent(Act.REVIEW, one.role) is not Extent.NONE for one in turn.standings):
        raise NotYours
    words = turn.arguments.strip()
    protocols = [one for found in _PROTOCOL.findall(words) if (one := read_report(found)) is not None]
    first, _, rest = words.partition(" ")
    if protocols:
        await _named(turn, protocols, _PROTOCOL.sub(" ", words).strip(" ,;"))
    elif plain(first) in (*DELEGATE, *WITHDRAW):
        await _delegate(turn, rest.strip(), given=plain(first) in DELEGATE)
    elif not await places(turn.desk, Act.REVIEW):
        turn.answer("review_not_delegated")
    elif words:
        await _filtered(turn, words)
    else:
        await _first(turn, await filtered(turn, {}))


async def resume(turn: Turn, form: Form) -> None:
    """Text typed while reports are checked: it answers what was asked, or chooses what to see."""
    text = turn.said.text.strip()
    if form.fields.get("asked"):
        await review_decision.resume(turn, form, text)
    elif (protocol := read_report(text)) is not None:
        await _named(turn, [protocol], "")
    else:
        await _filtered(turn, text)


async def press(turn: Turn, form: Form, pressed: Press) -> None:
    """A button of the current version of the form: a filter, or what was asked."""
    if pressed.field in (PLACE, KEY, SAMPLED):
        form.fields = {pressed.field: pressed.value} if review_queue.is_filter(pressed) else {}
        await _first(turn, form)
    elif not await review_decision.press(turn, form, pressed):
        await _first(turn, only_filter(form))


async def _first(turn: Turn, form: Form) -> None:
    """The oldest report that passes the filter."""
    form = only_filter(form)
    found = await review_queue.queue(turn, form)
    await forms.keep(turn, form)
    await _show(turn, form, found, found[0] if found else None)


async def _show(turn: Turn, form: Form, found: list[Waiting], one: Waiting | None) -> None:
    if one is not None:
        shown = await report_to_check(turn, one.id)
        await show_card(turn, shown, place=found.index(one) + 1, count=len(found))
    elif found:
        buttons = [[(turn.text("button_list"), turn.button("conferirlista", 0))]]
        turn.answer("review_last", buttons=buttons, count=len(found))
    else:
        await review_queue.show_empty(turn, form)


async def _filtered(turn: Turn, words: str) -> None:
    """By a goal, by what was chosen to be looked at, or by an institution."""
    if key := read_key(words):
        await _first(turn, await filtered(turn, {KEY: key}))
    elif plain(words) in ("amostra", "por amostra", "registrados"):
        await _first(turn, await filtered(turn, {SAMPLED: "sim"}))
    elif plain(words) in ("lista", "todos"):
        await review_queue.show_list(turn, await filter_of(turn))
    else:
        place = await which_institution(turn, words, act=Act.REVIEW, then="/conferir")
        if place is not None:
            await _first(turn, await filtered(turn, {PLACE: str(place.id)}))


async def _named(turn: Turn, protocols: list[str], words: str) -> None:
    """Reports by their numbers: one is shown, or decided on; many are accepted."""
    found = await review_queue.named(turn, protocols)
    verb, _, rest = words.partition(" ")
    one = found[0]
    if plain(verb) in ACCEPT:
        await review_decision.accept_these(turn, [Seen(each.id, each.version) for each in found])
    elif len(found) > 1:
        turn.answer("review_one_by_one")
    elif plain(verb) in RETURN:
        await review_decision.begin_return(turn, Seen(one.id, one.version), rest)
    elif plain(verb) in DISPENSE:
        shown = await report_to_check(turn, one.id)
        await dispensar.begin(turn, ObligationId(shown.owed.obligation.id))
    elif plain(verb) in UNDO:
        await review_decision.undo(turn, Seen(one.id, one.version))
    else:
        await show_card(turn, await report_to_check(turn, one.id))


async def _delegate(turn: Turn, words: str, *, given: bool) -> None:
    if not words:
        turn.answer("delegation_ask", given=given)
        return
    then = f"/conferir {DELEGATE[0] if given else WITHDRAW[0]}"
    place = await which_institution(turn, words, act=Act.DISPENSE, then=then)
    if place is not None:
        await delegate_review(turn.desk, place.id, given=given)
        turn.answer("delegation_done", acronym=place.acronym, given=given)


async def _accept(turn: Turn, pressed: Pressed) -> None:
    await review_decision.accept_these(turn, [Seen(DeliverableId(pressed.number), pressed.version)])
    await _next(turn, pressed)


async def _return(turn: Turn, pressed: Pressed) -> None:
    await review_decision.begin_return(turn, Seen(DeliverableId(pressed.number), pressed.version), "")


async def _dispense(turn: Turn, pressed: Pressed) -> None:
    shown = await report_to_check(turn, DeliverableId(pressed.number))
    await dispensar.begin(turn, ObligationId(shown.owed.obligation.id))


async def _undo(turn: Turn, pressed: Pressed) -> None:
    await review_decision.undo(turn, Seen(DeliverableId(pressed.number), pressed.version))


async def _next(turn: Turn, pressed: Pressed) -> None:
    """The one after the report under whose button it was."""
    shown = await report_to_check(turn, DeliverableId(pressed.number))
    form = only_filter(await filter_of(turn))
    found = await review_queue.queue(turn, form)
    await _show(turn, form, found, review_queue.after(found, shown.report.received_at, shown.report.id))


async def _see(turn: Turn, pressed: Pressed) -> None:
    await show_card(turn, await report_to_check(turn, DeliverableId(pressed.number)))


async def _list(turn: Turn, pressed: Pressed) -> None:
    await review_queue.show_list(turn, await filter_of(turn))


async def _filter(turn: Turn, pressed: Pressed) -> None:
    await review_queue.ask_filter(turn)


async def _all(turn: Turn, pressed: Pressed) -> None:
    await _first(turn, await filtered(turn, {}))


async def _files(turn: Turn, pressed: Pressed) -> None:
    await review_decision.send_files(turn, DeliverableId(pressed.number))


BUTTONS: Mapping[str, TakesButton] = {
    "conferiraceitar": _accept,
    "conferirdevolve": _return,
    "conferirdispensa": _dispense,
    "conferirdesfazer": _undo,
    "conferirproximo": _next,
    "conferirver": _see,
    "conferirlista": _list,
    "conferirfiltrar": _filter,
    "conferirtudo": _all,
    "conferiranexos": _files,
}
