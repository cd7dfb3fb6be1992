"""What is another institution's, asked for by a number that was typed, or by a button whose stamp is good: it looks
exactly as what does not exist, to everybody who may not see it."""

from collections.abc import Callable, Mapping, Sequence

import pytest

from bot.commands import (
    acaoconjunta,
    boapratica,
    comunicados,
    contribuicoes,
    convocar,
    cursos,
    divulgar,
    forum,
    oferecercurso,
    reunioes,
    solicitar,
    sugestao,
    transmitir,
    turma,
)
from bot.dispatch import dispatch, open_turn
from bot.update import Said
from db import Database
from db.ids import PersonId
from db.people import Person
from db.serving import memberships_of
from rede.access import NotYours
from rede.bound_buttons import bound
from rede.refusal import Refusal
from tests.bot.transmitting_chat import WORDS, announced, chat_of, none_announced
from tests.rede.announcing_world import NOTHING, World, a_world
from tests.rede.makers import MARIA, a_desk, person_id

Heard = Sequence[tuple[str, Sequence[str]]]
#: Apema's, or what is nobody's but the Secretariat's; by the name of a kind.
KINDS: Mapping[str, Callable[[World], int]] = {
    "broadcast": lambda world: world.of("APEMA").broadcast,
    "the Secretariat's broadcast": lambda world: world.of("SEGES").broadcast,
    "meeting": lambda world: world.of("APEMA").meeting,
    "class": lambda world: world.of("APEMA").class_id,
    "course": lambda world: world.of("APEMA").course,
    "material": lambda world: world.of("APEMA").material,
    "offer": lambda world: world.of("APEMA").offer,
    "joint action": lambda world: world.of("APEMA").joint,
    "row of a request": lambda world: world.of("APEMA").asked,
    "request": lambda world: world.apart,
    "post": lambda world: world.post,
    "institution": lambda world: world.of("APEMA").place,
}
#: What a linked person may type of it.
TYPED = {
    **{
        f"/comunicados {{}} {verb}": "broadcast"
        for verb in (
            "",
            "pausar",
            "retomar",
            "suspender",
            "liberar",
            "cancelar",
            "reenviar",
            "decidir",
            "corrigir",
            "baixar",
        )
    },
    "/comunicados {}": "the Secretariat's broadcast",
    "/reunioes {}": "meeting",
    "/cursos {}": "class",
    "/turma {}": "class",
    "/divulgar turma {}": "class",
    "/contribuicoes {}": "offer",
    "/boapratica CT-{:06}": "offer",
    "/solicitar {}": "request",
    "/forum {}": "post",
    "/forum {} publicar": "post",
}
#: The acts of buttons, by what their number is of.
PRESSED = {
    "broadcast": list(comunicados.BUTTONS),
    "the Secretariat's broadcast": ["comunpausa", "comunabre", "comunresult", "comunaprova"],
    "meeting": [*reunioes.BUTTONS, *convocar.BUTTONS],
    "class": [
        "turmamudar",
        "turmacancelar",
        "turmamaterial",
        "turmarelato",
        "cursosver",
        "cursoslevar",
        "cursosmaterial",
        "divulgarturma",
        "divulgarreescr",
    ],
    "course": ["cursosquerocur"],
    "material": ["cursosarquivo", "turmaretirar"],
    "institution": ["turmacronograma"],
    "row of a request": ["pedidode"],
    "request": [one for one in solicitar.BUTTONS if one not in ("pedidode", "pedidonovo")],
    "offer": [
        *(
            one
            for one in contribuicoes.BUTTONS
            if one not in ("contriblista", "contribproxima", "forumaberto")
        ),
        *boapratica.BUTTONS,
    ],
    "joint action": list(acaoconjunta.BUTTONS),
    "post": ["forumpublicar", "forumdescartar"],
}
#: Whose number is none of anybody's: pages of lists, and what there is one of.
OF_EVERYBODY = {
    *("pedidonovo", "cursosmais", "cursosinformados", "cursosinter", "cursosquero"),
    *("contriblista", "contribproxima", "forumaberto", "forummais", "divulgarcamp", "divulgarpagina"),
}
OTHERS = ("first coordinator", "first designated", "second coordinator", "thematic", "removed")


async def hears(
    database: Database, who: PersonId | None, *, text: str = "", act: str = "", at: int = 0
) -> Heard:
    """The answers, with their labels; nothing of it is kept."""
    heard: list[tuple[str, list[str]]] = []
    try:
        async with a_desk(database, actor=who) as desk:
            person = await desk.session.get(Person, who) if who is not None else None
            pressed = bound(desk.office.sealer, who or PersonId(0), *_parts(act, at)) if act else None
            said = Said(update_id=1, chat_id=77, private=True, text=text, pressed=pressed)
            turn = await open_turn(desk, said, person)
            await dispatch(turn)
            for answer in turn.answers:
                heard.append((answer.text, [label for row in answer.buttons for label, _ in row]))
            raise _Undone
    except _Undone:
        return heard
    except Refusal as refused:
        return [(refused.key, [])]


def _parts(act: str, at: int) -> tuple[str, int, int]:
    name, _, version = act.partition(":")
    return name, at, int(version or 0)


class _Undone(Exception):
    """Takes back what was done."""


def alike(theirs: Heard, number: int, nothing: Heard) -> bool:
    """But for the number that was asked for."""
    return theirs == nothing or _without(theirs, number) == _without(nothing, NOTHING)


def _without(heard: Heard, number: int) -> Heard:
    return [(text.replace(f"{number:06}", "…").replace(str(number), "…"), labels) for text, labels in heard]


def test_every_button_of_these_commands_is_looked_at() -> None:
    commands = (acaoconjunta, boapratica, comunicados, contribuicoes, convocar, cursos, divulgar)
    more = (forum, oferecercurso, reunioes, solicitar, sugestao, transmitir, turma)
    every = {act for one in (*commands, *more) for act in one.BUTTONS}
    assert every == {act for acts in PRESSED.values() for act in acts} | OF_EVERYBODY


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("role", [*OTHERS, "a stranger"])
async def test_a_number_of_anothers_is_answered_as_one_of_nothing(
    database: Database, backend: str, role: str
) -> None:
    world, wrong = await a_world(database), []
    who = world.people.get(role)
    for typed, kind in TYPED.items():
        number = KINDS[kind](world)
        theirs = await hears(database, who, text=typed.format(number).strip())
        nothing = await hears(database, who, text=typed.format(NOTHING).strip())
        if not theirs or not alike(theirs, number, nothing):
            wrong.append((typed, kind, theirs, nothing))
    assert not wrong


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_a_number_of_ones_own_is_answered(database: Database, backend: str) -> None:
    """So that the others are not refused for another reason."""
    world, wrong = await a_world(database), []
    upb, who = world.of("UPB"), world.people["first coordinator"]
    own = {"broadcast": upb.broadcast, "meeting": upb.meeting, "class": upb.class_id, "offer": upb.offer}
    for typed, kind in TYPED.items():
        if kind in own and "{} " not in typed:
            theirs = await hears(database, who, text=typed.format(own[kind]))
            nothing = await hears(database, who, text=typed.format(NOTHING))
            if alike(theirs, own[kind], nothing):
                wrong.append((typed, theirs))
    assert not wrong


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("role", ["first coordinator", "second coordinator", "thematic"])
async def test_a_button_of_anothers_is_answered_as_one_of_nothing(
    database: Database, backend: str, role: str
) -> None:
    world, wrong = await a_world(database), []
    who, stage = world.people[role], world.of("APEMA").stage
    for kind, acts in PRESSED.items():
        number = KINDS[kind](world)
        for act in (*acts, *(f"{one}:{stage}" for one in acts if kind == "offer")):
            theirs = await hears(database, who, act=act, at=number)
            nothing = await hears(database, who, act=act, at=NOTHING)
            if not theirs or not alike(theirs, number, nothing):
                wrong.append((act, theirs, nothing))
    assert not wrong


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("role", ["first designated", "thematic"])
async def test_what_the_secretariat_decides_is_refused_to_the_others(
    database: Database, backend: str, role: str
) -> None:
    world = await a_world(database)
    acts = [one for one in solicitar.BUTTONS if one not in ("pedidorascunho", "pedidode")]
    wrong = []
    for act in (*acts, "forumaberto", "forummais", "divulgarreescr"):
        heard = await hears(database, world.people[role], act=act, at=world.request)
        if heard not in (
            [("not_found", [])],
            await hears(database, world.people[role], act="comunpausa", at=NOTHING),
        ):
            wrong.append((act, heard))
    assert not wrong


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_a_button_of_another_person_is_none(database: Database, backend: str) -> None:
    world = await a_world(database)
    maria, lead = world.people["first coordinator"], world.of("APEMA").lead
    async with a_desk(database, actor=maria) as desk:
        theirs = bound(desk.office.sealer, lead, "comunpausa", world.of("APEMA").broadcast)
        said = Said(update_id=1, chat_id=77, private=True, pressed=theirs)
        turn = await open_turn(desk, said, await desk.session.get_one(Person, maria))
        await dispatch(turn)
        assert [one.text for one in turn.answers] == [turn.text("old_button")]


async def lose_their_function(database: Database, who: PersonId) -> None:
    async with a_desk(database) as desk:
        for row in (await memberships_of(desk.session, [who]))[who]:
            await desk.session.delete(row)


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_what_was_written_is_not_sent_by_who_has_lost_the_function(
    database: Database, backend: str
) -> None:
    maria = await chat_of(database, MARIA)
    await maria.says_all("/transmitir", WORDS, "continuar", "pronto", "agora")
    await lose_their_function(database, await person_id(database, MARIA))
    with pytest.raises(NotYours):
        await maria.says("1")
    assert await none_announced(database)


@pytest.mark.parametrize("backend", ["sqlite"])
async def test_a_button_of_before_does_nothing_for_who_has_lost_the_function(
    database: Database, backend: str
) -> None:
    maria = await chat_of(database, MARIA)
    await maria.says_all("/transmitir", WORDS, "continuar", "pronto", "agora", "1")
    await maria.says("/comunicados 1")
    button = maria.button("Pausar")
    await lose_their_function(database, await person_id(database, MARIA))
    with pytest.raises(NotYours):
        await maria.presses_data(button)
    assert (await announced(database)).paused_at is None
