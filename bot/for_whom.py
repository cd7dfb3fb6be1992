"""For which of several institutions a person speaks: the only one, the one named, the one remembered, or asked.

What is chosen is remembered by the chat (`/trocar` changes it); the command that had to ask is then handled again.
"""

from collections.abc import Collection, Sequence

from bot import forms
from bot.forms import Form, Press
from bot.turn import Turn
from db.chats import choose_in, chosen_in
from db.institutions import Institution
from rede.access import NotYours

NAME = "para"
#: Institutions offered as buttons; the others are named in writing.
MOST_BUTTONS = 20


def own(turn: Turn, layers: Collection[int] = (0, 1, 2)) -> list[Institution]:
    """Those that the person serves, of some layers."""
    return [one for one in turn.served if one.layer in layers]


async def speaking_for(turn: Turn, among: Sequence[Institution], *, named: str = "") -> Institution | None:
    """One of these; None: it was asked, and the command is handled again once it is answered.

    Raises:
        NotYours: there is none among these, or none is named so.
    """
    if named:
        found = next((one for one in among if one.acronym.casefold() == named.strip().casefold()), None)
        if found is None:
            raise NotYours
        return found
    if not among:
        raise NotYours
    remembered = await chosen_in(turn.desk.session, turn.said.chat_id)
    found = among[0] if len(among) == 1 else next((one for one in among if one.id == remembered), None)
    if found is None:
        await ask(turn, among, then=turn.said.text)
    return found


async def ask(turn: Turn, among: Sequence[Institution], *, then: str = "") -> None:
    """`then`: the command to be handled once it is answered."""
    form = Form(NAME, {"then": then if then.startswith("/") else ""})
    buttons = [[(one.acronym, forms.button(form, "place", str(one.id)))] for one in among[:MOST_BUTTONS]]
    turn.answer("ask_for_whom", buttons=buttons, places=list(among[:MOST_BUTTONS]))
    await forms.keep(turn, form)


async def resume(turn: Turn, form: Form) -> None:
    """An acronym, typed."""
    said = turn.said.text.strip().casefold()
    await _choose(turn, form, next((one for one in turn.served if one.acronym.casefold() == said), None))


async def press(turn: Turn, form: Form, pressed: Press) -> None:
    await _choose(turn, form, next((one for one in turn.served if str(one.id) == pressed.value), None))


async def _choose(turn: Turn, form: Form, place: Institution | None) -> None:
    if place is None:
        turn.answer("report_institution_unknown")
        return
    await choose_in(turn.desk.session, turn.said.chat_id, place.id, now=turn.desk.now)
    await forms.drop(turn)
    if form.fields.get("then"):
        turn.again = form.fields["then"]
    else:
        turn.answer("speaks_for", acronym=place.acronym, name=place.name, alone=False)
