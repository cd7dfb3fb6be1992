"""The partners of a joint action, named in words: several at once; where a name may mean several, one is chosen."""

from bot import forms
from bot.forms import Form
from bot.joint.words import read_names
from bot.turn import Turn
from db.ids import InstitutionId
from db.institutions import institutions_by_id
from rede.find_institution import find_institutions, the_one
from rede.joint_words import JointRefused

#: Characters of a button's label that a phone shows.
LABEL = 40


def partners_of(form: Form) -> list[InstitutionId]:
    return [InstitutionId(int(one)) for one in form.fields.get("partners", "").split(",") if one]


async def partner_lines(turn: Turn, form: Form) -> list[str]:
    known = await institutions_by_id(turn.desk.session, partners_of(form))
    return [f"{one.acronym} · {one.name}" for one in sorted(known.values(), key=lambda one: one.acronym)]


async def take_partners(turn: Turn, form: Form, typed: str) -> bool:
    """Every name that means one institution alone. False: it was asked which another one means.

    Raises:
        JointRefused: nothing in it, or a name that no institution has.
    """
    names = read_names(typed)
    if not names:
        raise JointRefused("joint_without_partner")
    for name in names:
        found = await find_institutions(turn.desk, name)
        if not found:
            raise JointRefused("joint_partner_unknown", name=name[:60])
        place = the_one(found)
        if place is None:
            rows = [
                [(f"{one.place.name}"[: LABEL - 5] + f" ({one.place.uf})", _data(form, one.place.id))]
                for one in found
            ]
            form.fields["asked"] = "partners"
            turn.answer("joint_ask_which", buttons=rows, name=name[:60])
            await forms.keep(turn, form)
            return False
        await take_partner(turn, form, place.id)
    return True


def _data(form: Form, place: InstitutionId) -> str:
    return forms.button(form, "partner", str(place))


async def take_partner(turn: Turn, form: Form, place: InstitutionId) -> None:
    """Raises JointRefused: it is the institution itself, or there is none."""
    if str(place) == form.fields["place"]:
        raise JointRefused("joint_with_itself")
    if not await institutions_by_id(turn.desk.session, [place]):
        raise JointRefused("joint_partner_unknown", name="")
    known = dict.fromkeys([*partners_of(form), place])
    form.fields["partners"] = ",".join(str(one) for one in known)
