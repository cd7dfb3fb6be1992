"""Which termos de adesão the Secretariat takes in: all of a partner that wait, or one by one. For /adesao."""

import re
from collections.abc import Mapping

from bot import forms
from bot.forms import Form
from bot.keyboards import in_pairs
from bot.termo_answers import shown
from bot.turn import TakesButton, Turn
from bot.which_institution import which_institution
from db.adhesions import Adhesion, waiting_with
from db.ids import AdhesionId, InstitutionId, InstrumentId
from db.institutions import Institution
from db.instruments import Instrument
from rede.access import Act, NotYours, require_secretariat
from rede.adhesion_rows import is_cnpj, unmasked
from rede.bound_buttons import Pressed
from rede.decide_adhesions import (
    accept_adhesion,
    accept_waiting,
    refuse_adhesion,
    waiting,
    waiting_of,
)
from scheduler.clock import local_day
from scheduler.wording import short_date

#: What follows the command: `/adesao aceitar UPB`.
REFUSAL = "recusar"
WORDS = ("aceitar", "aceito", REFUSAL, "conferir")
#: A CNPJ, and the reason why its termo is refused.
_TERMO = re.compile(r"(?P<cnpj>[\w./-]{14,18})(?:[\s,;:]+(?P<reason>.+))?", re.DOTALL | re.ASCII)
#: Callback data: before the number of an institution, or of a termo.
OF_ONE, TAKE, EACH = "adesaover", "adesaoaceitar", "adesaocada"
ACCEPT, REFUSE = "adesaosim", "adesaonao"
#: The form of /adesao, and its field that waits for a reason: the number of the termo.
FORM, REFUSING = "adesao", "refuse"
#: Partners and termos of one message.
MOST_PLACES, MOST_TERMOS = 20, 15


async def show(turn: Turn) -> None:
    """Who waits, the longest first."""
    found = await waiting(turn.desk)
    buttons = [(f"{one.acronym}: {one.total}"[:24], turn.button(OF_ONE, one.institution_id)) for one in found]
    buttons = buttons[:MOST_PLACES]
    turn.answer(
        "adhesions_waiting",
        buttons=in_pairs(buttons),
        places=[
            {"acronym": one.acronym, "count": one.total, "since": short_date(local_day(one.since))}
            for one in found[:MOST_PLACES]
        ],
        more=max(0, len(found) - MOST_PLACES),
        total=sum(one.total for one in found),
    )


async def typed(turn: Turn, words: str, *, verb: str = "") -> None:
    """`/adesao aceitar UPB`: what would be taken in, to be confirmed. `/adesao recusar CNPJ motivo`: one."""
    await require_secretariat(turn.desk)
    if not words:
        await show(turn)
        return
    named = _TERMO.fullmatch(words)
    if named is not None and is_cnpj(cnpj := unmasked(named["cnpj"])):
        await _decide(turn, cnpj, verb=verb, reason=named["reason"] or "")
        return
    place = await which_institution(turn, words, act=Act.SEE_GOALS, then="/adesao aceitar")
    if place is not None:
        await _preview(turn, place)


async def _decide(turn: Turn, cnpj: str, *, verb: str, reason: str) -> None:
    """The termo of that CNPJ that waits; which of both was not said: shown, to be decided."""
    found = await waiting_with(turn.desk.session, cnpj)
    if found is None:
        raise NotYours
    number = AdhesionId(found.id)
    if verb == REFUSAL and reason:
        await _refuse(turn, number, reason)
    elif verb == REFUSAL:
        await _ask_why(turn, found)
    else:
        await _next(turn, await _place_of(turn, found), after=AdhesionId(number - 1))


async def refuse(turn: Turn, form: Form) -> None:
    """The reason, typed."""
    await _refuse(turn, AdhesionId(int(form.fields[REFUSING])), turn.said.text)


async def _refuse(turn: Turn, number: AdhesionId, reason: str) -> None:
    one = await refuse_adhesion(turn.desk, number, reason=reason)
    await forms.drop(turn)
    turn.answer("adhesions_refused", name=one.name)
    await _next(turn, await _place_of(turn, one))


async def _preview(turn: Turn, place: Institution) -> None:
    found, rows = await waiting_of(turn.desk, place.id, limit=MOST_TERMOS)
    if found is None:
        turn.answer("adhesions_none_waiting", acronym=place.acronym)
        return
    take = (
        turn.text("button_adhesions_accept", count=found.total),
        turn.button(TAKE, place.id, found.newest),
    )
    each = (turn.text("button_adhesions_each"), turn.button(EACH, place.id))
    turn.answer(
        "adhesions_preview",
        buttons=[[take, each]],
        acronym=place.acronym,
        name=place.name,
        count=found.total,
        termos=[shown(one) for one in rows],
        more=max(0, found.total - len(rows)),
    )


async def _next(turn: Turn, place: Institution, *, after: AdhesionId | None = None) -> None:
    """The first that waits after that one."""
    found, rows = await waiting_of(turn.desk, place.id, after=after, limit=1)
    if not rows or found is None:
        turn.answer("adhesions_none_waiting", acronym=place.acronym)
        return
    one = rows[0]
    buttons = [
        [
            (turn.text("button_accept"), turn.button(ACCEPT, one.id)),
            (turn.text("button_refuse"), turn.button(REFUSE, one.id)),
        ],
        [(turn.text("button_adhesions_next"), turn.button(EACH, place.id, one.id))],
    ]
    turn.answer("adhesions_one", buttons=buttons, acronym=place.acronym, left=found.total, **_card(one))


def _card(one: Adhesion) -> Mapping[str, object]:
    return {
        **shown(one),
        "name": one.name,
        "sei": one.sei,
        "starts": f"{one.starts:%d/%m/%Y}" if one.starts else "",
        "ends": f"{one.ends:%d/%m/%Y}" if one.ends else "",
        "uf": one.uf,
        "contact_name": one.contact_name,
    }


async def _place_of(turn: Turn, one: Adhesion) -> Institution:
    instrument = await turn.desk.session.get_one(Instrument, InstrumentId(one.instrument_id))
    return await turn.desk.session.get_one(Institution, instrument.institution_id)


async def _pressed_place(turn: Turn, pressed: Pressed) -> Institution:
    await require_secretariat(turn.desk)
    place = await turn.desk.session.get(Institution, InstitutionId(pressed.number))
    if place is None:
        raise NotYours
    return place


async def _of_one(turn: Turn, pressed: Pressed) -> None:
    await _preview(turn, await _pressed_place(turn, pressed))


async def _take(turn: Turn, pressed: Pressed) -> None:
    place = await _pressed_place(turn, pressed)
    count = await accept_waiting(turn.desk, place.id, up_to=AdhesionId(pressed.version))
    key = "adhesions_accepted" if count else "adhesions_none_waiting"
    turn.answer(key, count=count, acronym=place.acronym)


async def _each(turn: Turn, pressed: Pressed) -> None:
    await _next(turn, await _pressed_place(turn, pressed), after=AdhesionId(pressed.version))


async def _accept(turn: Turn, pressed: Pressed) -> None:
    one = await accept_adhesion(turn.desk, AdhesionId(pressed.number))
    turn.answer("adhesions_accepted_one", name=one.name)
    await _next(turn, await _place_of(turn, one))


async def _ask_reason(turn: Turn, pressed: Pressed) -> None:
    await require_secretariat(turn.desk)
    found = await turn.desk.session.get(Adhesion, AdhesionId(pressed.number))
    if found is None:
        raise NotYours
    await _ask_why(turn, found)


async def _ask_why(turn: Turn, one: Adhesion) -> None:
    turn.answer("adhesions_ask_reason", name=one.name)
    await forms.keep(turn, Form(FORM, {REFUSING: str(one.id)}))


BUTTONS: Mapping[str, TakesButton] = {
    OF_ONE: _of_one,
    TAKE: _take,
    EACH: _each,
    ACCEPT: _accept,
    REFUSE: _ask_reason,
}
