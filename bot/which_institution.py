"""Which institution somebody means by a few words: found where they may look, asked where several are near."""

from bot import forms
from bot.forms import Form, Press
from bot.turn import Turn
from db.ids import InstitutionId
from db.institutions import Institution
from rede.access import Act, NotYours, places, require
from rede.find_institution import Found, find_institutions, the_one

NAME = "qual"
#: Characters of a button's label that a phone shows.
LABEL = 40


async def which_institution(turn: Turn, typed: str, *, act: Act, then: str) -> Institution | None:
    """Where the actor may do `act`. None: it was asked, and `then` with its acronym is handled once it is answered.

    Raises:
        NotYours: none of those is near.
    """
    seen = await places(turn.desk, act)
    own_uf = next((one.uf for one in turn.served if one.uf), "")
    found = await find_institutions(turn.desk, typed, among=seen.only, own_uf=own_uf)
    if not found:
        raise NotYours
    if (place := the_one(found)) is not None:
        return await turn.desk.session.get_one(Institution, place.id)
    form = Form(NAME, {"then": then})
    buttons = [[(_label(one), forms.button(form, "place", str(one.place.id)))] for one in found]
    turn.answer("ask_which_institution", buttons=buttons)
    await forms.keep(turn, form)
    return None


def _label(one: Found) -> str:
    """Homonyms are told apart by their UF."""
    uf = f" ({one.place.uf})" if one.place.uf else ""
    return f"{one.place.name[: LABEL - len(uf)]}{uf}"


async def resume(turn: Turn, form: Form) -> None:
    """Other words for it."""
    await forms.drop(turn)
    turn.again = f"{form.fields['then']} {turn.said.text.strip()}"


async def press(turn: Turn, form: Form, pressed: Press) -> None:
    known = pressed.value.isascii() and pressed.value.isdecimal() and len(pressed.value) < 10
    place = await require(turn.desk, Act.SEE_PEOPLE, InstitutionId(int(pressed.value) if known else 0))
    await forms.drop(turn)
    turn.again = f"{form.fields['then']} {place.acronym}"
