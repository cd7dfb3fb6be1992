"""One filter of an audience, asked: its values as buttons where they are few, in writing where they are many."""

from collections import Counter
from collections.abc import Sequence

from bot import forms
from bot.audience.scope import Scope
from bot.forms import Form
from bot.keyboards import Button, in_pairs
from bot.turn import Turn
from db.audiences import keys_of_goals
from db.channels import ChannelKind
from db.classes import Modality
from db.elos import elos
from db.institution_facts import counted_institutions
from db.institutions import Layer, institutions_by_id
from db.people import Function
from rede.audience import Kind
from rede.audience_words import GoalNow
from rede.find_institution import Found
from rede.hearers import LABEL

#: Names the buttons of the chooser; the step of a form, which says what a text answers.
PRESS, STEP = "aud", "audience_step"
#: In the order of their buttons.
OFFERED = (
    Kind.LAYER,
    Kind.UF,
    Kind.ELO,
    Kind.INSTITUTION,
    Kind.SECOND_LAYER,
    Kind.FUNCTION,
    Kind.GOAL,
    Kind.INTEREST,
    Kind.CHANNEL,
)
#: What is fixed for whoever writes to their own second layer.
FIXED = (Kind.LAYER, Kind.SECOND_LAYER)
#: Values with a button; the others are typed.
MOST, MOST_UFS = 20, 12
AXES = ("1", "2", "3")


def filter_buttons(turn: Turn, form: Form, scope: Scope) -> list[list[Button]]:
    return in_pairs(
        [
            (turn.text("button_audience_filter", kind=str(kind)), forms.button(form, PRESS, f"add:{kind}"))
            for kind in OFFERED
            if scope.is_everybody or kind not in FIXED
        ]
    )


async def ask_filter(turn: Turn, form: Form, scope: Scope, kind: Kind) -> None:
    """Keeps the form: the next text is read as values of this filter."""
    values = await _values(turn, scope, kind)
    buttons = [(label[:LABEL], forms.button(form, PRESS, pressed)) for label, pressed in values]
    key = f"audience_ask_{str(kind).replace('-', '_')}"
    await _ask(turn, form, kind, key, buttons=buttons, listed=bool(values))


async def ask_goal_state(turn: Turn, form: Form, key: str) -> None:
    labels = {GoalNow.PENDING: "state:pendente", GoalNow.LATE: "state:encerrado"}
    buttons = [
        (_value(turn, labels[state]), forms.button(form, PRESS, f"is:{Kind.GOAL}:{key}={state}"))
        for state in GoalNow
    ]
    await _ask(turn, form, Kind.GOAL, "audience_ask_goal_state", buttons=buttons, key=key)


async def ask_which(turn: Turn, form: Form, kind: Kind, found: Sequence[Found]) -> None:
    """Several institutions are near what was typed: homonyms are told apart by their UF."""
    buttons = [
        (
            f"{one.place.name[: LABEL - 5]} ({one.place.uf})" if one.place.uf else one.place.name[:LABEL],
            forms.button(form, PRESS, f"place:{one.place.id}"),
        )
        for one in found
    ]
    await _ask(turn, form, kind, "audience_which_institution", buttons=buttons)


async def _ask(
    turn: Turn, form: Form, kind: Kind, key: str, /, *, buttons: Sequence[Button], **facts: object
) -> None:
    back = [(turn.text("button_audience_back"), forms.button(form, PRESS, "back"))]
    turn.answer(key, buttons=[*in_pairs(buttons), back], **facts)
    form.fields[STEP] = str(kind)
    await forms.keep(turn, form)


async def _values(turn: Turn, scope: Scope, kind: Kind) -> Sequence[Button]:
    """Label, and what its button says."""
    match kind:
        case Kind.LAYER:
            return _closed(turn, kind, [str(int(layer)) for layer in Layer])
        case Kind.CHANNEL:
            return _closed(turn, kind, list(map(str, ChannelKind)))
        case Kind.FUNCTION:
            plain = [str(one) for one in Function if one is not Function.AREA_TEMATICA]
            areas = [(_value(turn, f"area:{axis}"), f"is:{Kind.AXIS}:{axis}") for axis in AXES]
            return [*_closed(turn, kind, plain), *(areas if scope.is_everybody else [])]
        case Kind.INTEREST:
            subjects = [*(f"eixo:{axis}" for axis in AXES), *(f"modalidade:{one}" for one in Modality)]
            return [(_value(turn, subject), f"is:{kind}:{subject}") for subject in subjects]
        case Kind.UF:
            return [(uf, f"is:{kind}:{uf}") for uf in await _ufs(turn, scope)]
        case Kind.ELO:
            return [(one.name, f"elo:{one.id}") for one in (await elos(turn.desk.session))[:MOST]]
        case Kind.GOAL:
            return [(key, f"goal:{key}") for key in (await keys_of_goals(turn.desk.session))[:MOST]]
        case _:
            return []


def _closed(turn: Turn, kind: Kind, values: Sequence[str]) -> list[Button]:
    return [(_value(turn, f"{kind}:{value}"), f"is:{kind}:{value}") for value in values]


def _value(turn: Turn, value: str) -> str:
    return turn.text("button_audience_value", value=value)


async def _ufs(turn: Turn, scope: Scope) -> Sequence[str]:
    """Those with most institutions, in the order of the alphabet."""
    found = Counter[str]()
    if scope.within is None:
        for one in await counted_institutions(turn.desk.session):
            found[one.uf] += one.how_many
    else:
        places = await institutions_by_id(turn.desk.session, scope.within)
        found.update(place.uf for place in places.values())
    found.pop("", None)
    return sorted(uf for uf, _ in found.most_common(MOST_UFS))
