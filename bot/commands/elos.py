"""/elos: the open list of elos, and who belongs to which layer and elo (Portaria nº 4.890/2023, art. 21)."""

import re
from collections.abc import Mapping

from bot import forms
from bot.forms import Form, Press
from bot.keyboards import in_pairs
from bot.plain import plain
from bot.turn import TakesButton, Turn
from bot.which_institution import which_institution
from db.elos import Elo, elos_counted, institutions_of_elo
from db.institutions import Layer, institution_by_acronym
from rede.access import Act, NotYours, places, require_secretariat
from rede.bound_buttons import Pressed
from rede.elo_names import elo_named
from rede.hearers import LABEL
from rede.keep_elos import EloRefused, add_elo, remove_elo, rename_elo
from rede.place_institution import move_to_elo, move_to_layer

NAME = "elos"
#: Acts of buttons: one elo, by page; a new one.
ONE, ADD = "elosver", "elosnovo"
#: Institutions of one page; elos told, and those with a button.
PAGE, MOST, MOST_BUTTONS = 25, 60, 16
#: `Antigo por Novo`, `"Antigo" "Novo"`, `Antigo > Novo`.
_QUOTED = re.compile(r"[\"“]([^\"“”]+)[\"”]\s*(?:por|para)?\s*[\"“]?([^\"“”]+)[\"”]?")
_BETWEEN = re.compile(r"\s+por\s+|\s*(?:>|→|->)\s*")
NONE = "nenhum"


async def handle(turn: Turn) -> None:
    """`/elos`, `/elos Estados`, `/elos adicionar NOME`, `/elos renomear ANTIGO por NOVO`, `/elos retirar NOME`,
    `/elos mover SIGLA NOME`, `/elos camada SIGLA 2 SIGLA`."""
    if not (await places(turn.desk, Act.SEE_PEOPLE)).everywhere:
        raise NotYours
    first, _, rest = turn.arguments.strip().partition(" ")
    act = _ACTS.get(plain(first))
    if act is not None:
        await require_secretariat(turn.desk)
        await act(turn, rest.strip())
    elif turn.arguments.strip():
        await _show(turn, await _named(turn, turn.arguments.strip()))
    else:
        await _list(turn)


async def _list(turn: Turn) -> None:
    found = await elos_counted(turn.desk.session)
    unplaced, _ = await institutions_of_elo(turn.desk.session, "", limit=1)
    labels = [(one.name[:LABEL], turn.button(ONE, one.id)) for one in found[:MOST_BUTTONS]]
    rows = in_pairs(labels)
    last = [(turn.text("button_no_elo"), turn.button(ONE, 0))] if unplaced else []
    if turn.of_the_secretariat:
        last.append((turn.text("button_add_elo"), turn.button(ADD, 0)))
    turn.answer(
        "elos_list",
        buttons=[*rows, last] if last else rows,
        elos=found[:MOST],
        more=max(0, len(found) - MOST),
        unplaced=unplaced,
        keeps=turn.of_the_secretariat,
    )


async def _named(turn: Turn, name: str) -> Elo | None:
    """None: those of no elo."""
    if plain(name) in (NONE, "sem elo"):
        return None
    elo = await elo_named(turn.desk, name)
    if elo is None:
        raise EloRefused("elo_gone")
    return elo


async def _show(turn: Turn, elo: Elo | None, page: int = 0) -> None:
    name = elo.name if elo else ""
    count, shown = await institutions_of_elo(turn.desk.session, name, offset=page * PAGE, limit=PAGE)
    more = count > (page + 1) * PAGE
    row = [(turn.text("button_see_more"), turn.button(ONE, elo.id if elo else 0, page + 1))]
    turn.answer(
        "elo_members",
        buttons=[row] if more else (),
        name=name,
        count=count,
        before=page * PAGE,
        places=[(one.acronym, one.name, one.uf, one.layer) for one in shown],
        keeps=turn.of_the_secretariat,
    )


async def _add(turn: Turn, name: str) -> None:
    if not name:
        await _ask_name(turn)
        return
    elo = await add_elo(turn.desk, name)
    turn.answer("elo_added", name=elo.name)


async def _ask_name(turn: Turn) -> None:
    turn.answer("elo_ask_name")
    await forms.keep(turn, Form(NAME))


async def _rename(turn: Turn, words: str) -> None:
    quoted = _QUOTED.fullmatch(words)
    pair = [quoted[1], quoted[2]] if quoted else _BETWEEN.split(words, maxsplit=1)
    if len(pair) != 2 or not all(one.strip() for one in pair):
        turn.answer("elo_how_to_rename")
        return
    elo = await rename_elo(turn.desk, pair[0], pair[1])
    turn.answer("elo_renamed", name=elo.name)


async def _remove(turn: Turn, name: str) -> None:
    turn.answer("elo_removed", name=await remove_elo(turn.desk, name))


async def _move(turn: Turn, words: str) -> None:
    named, _, elo = words.partition(" ")
    if not elo.strip():
        turn.answer("elo_how_to_move")
        return
    place = await which_institution(turn, named, act=Act.SEE_PEOPLE, then="/instituicoes")
    if place is not None:
        wanted = await _named(turn, elo.strip())
        moved = await move_to_elo(turn.desk, place.id, wanted.name if wanted else "")
        turn.answer("institution_elo_changed", acronym=moved.acronym, elo=moved.elo)


async def _layer(turn: Turn, words: str) -> None:
    named, _, rest = words.partition(" ")
    layer, _, parent = rest.strip().partition(" ")
    if layer not in ("1", "2"):
        turn.answer("elo_how_to_move")
        return
    place = await institution_by_acronym(turn.desk.session, named)
    through = await institution_by_acronym(turn.desk.session, parent) if parent.strip() else None
    if place is None or (parent.strip() and through is None):
        raise NotYours
    through_id = through.id if through else None
    moved = await move_to_layer(turn.desk, place.id, Layer(int(layer)), through=through_id)
    turn.answer(
        "institution_layer_changed",
        acronym=moved.acronym,
        layer=moved.layer,
        through=through.acronym if through and moved.parent_id else "",
    )


_ACTS = {
    "adicionar": _add,
    "incluir": _add,
    "renomear": _rename,
    "retirar": _remove,
    "remover": _remove,
    "mover": _move,
    "camada": _layer,
}


async def resume(turn: Turn, form: Form) -> None:
    """The name of a new elo."""
    await forms.drop(turn)
    await _add(turn, turn.said.text.strip())


async def press(turn: Turn, form: Form, pressed: Press) -> None:
    turn.answer("old_button")


async def _one_pressed(turn: Turn, pressed: Pressed) -> None:
    if not (await places(turn.desk, Act.SEE_PEOPLE)).everywhere:
        raise NotYours
    elo = await turn.desk.session.get(Elo, pressed.number) if pressed.number else None
    if pressed.number and elo is None:
        turn.answer("elo_gone")
        return
    await _show(turn, elo, pressed.version)


async def _add_pressed(turn: Turn, pressed: Pressed) -> None:
    await require_secretariat(turn.desk)
    await _ask_name(turn)


BUTTONS: Mapping[str, TakesButton] = {ONE: _one_pressed, ADD: _add_pressed}
