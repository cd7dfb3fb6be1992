"""Multiplicadores: who is where on the path, and the next step, whose day is repeated with its weekday before it is
kept."""

from collections.abc import Sequence
from datetime import date

from bot import forms
from bot.for_whom import own
from bot.forms import Form, Press
from bot.nominating.days import TODAY, confirm_buttons, read_day, today_button
from bot.nominating.words import read_step
from bot.plain import CANCEL, CONFIRM, plain
from bot.turn import Turn
from bot.which_institution import which_institution
from db.multipliers import Walking, awaiting_certificate, held_multiplier, multipliers_of
from rede.access import Act, NotYours, is_executive, places
from rede.announce import Buttons
from rede.bound_buttons import Pressed
from rede.multiplier_path import (
    Certificate,
    Step,
    check_certificate,
    check_day,
    check_step,
    next_step,
    require_step,
    take_step,
    taken,
)
from scheduler.wording import long_date, short_date

NAME, PART = "indicar", "step"
#: Callback data, before the number of a multiplicador; the version is the step's place on the path.
STEP = "indicarpasso"
#: Lines of one message, of which the first have a button; rows looked through for a name.
MOST, MOST_BUTTONS, MOST_SEARCHED = 15, 10, 500
SKIP = ("pular", "não", "nao", "sem nível", "sem nivel", "sem validade")


async def show(turn: Turn, words: str) -> None:
    """`/indicar multiplicadores`, with an institution or without."""
    executive = turn.of_the_secretariat
    if words:
        place = await which_institution(turn, words, act=Act.NAME_PEOPLE, then="/indicar multiplicadores")
        if place is None:
            return
        found = await multipliers_of(turn.desk.session, [place.id], limit=MOST + 1)
    elif executive:
        found = await awaiting_certificate(turn.desk.session, limit=MOST + 1)
    else:
        found = await _own(turn, limit=MOST + 1)
    shown = found[:MOST]
    turn.answer(
        "multipliers",
        buttons=[[one] for one in _buttons(turn, shown, executive=executive)],
        people=[_line(one) for one in shown],
        more=len(found) > MOST,
        waiting=executive and not words,
    )


async def _own(turn: Turn, *, limit: int) -> list[Walking]:
    may = await places(turn.desk, Act.NAME_PEOPLE)
    ids = [one.id for one in own(turn) if may.covers(one.id)]
    return await multipliers_of(turn.desk.session, ids, limit=limit)


def _line(one: Walking) -> dict[str, str]:
    step, day = taken(one.multiplier)
    following = next_step(one.multiplier)
    return {
        "person": one.person.name,
        "acronym": one.institution.acronym,
        "step": str(step),
        "day": short_date(day),
        "next": str(following) if following else "",
        "level": one.multiplier.level,
        "valid_until": f"{one.multiplier.valid_until:%d/%m/%Y}" if one.multiplier.valid_until else "",
    }


def _buttons(turn: Turn, shown: Sequence[Walking], *, executive: bool) -> list[tuple[str, str]]:
    """Of the steps that the person may take."""
    found = []
    for one in shown:
        step = next_step(one.multiplier)
        if step is not None and (executive or step is not Step.CERTIFICATE):
            label = turn.text(
                "button_multiplier_step", step=str(step), person=one.person.name.split()[0][:12]
            )
            found.append((label, turn.button(STEP, one.multiplier.id, list(Step).index(step))))
    return found[:MOST_BUTTONS]


async def press_step(turn: Turn, pressed: Pressed) -> None:
    """The button under a name."""
    walking = await held_multiplier(turn.desk.session, pressed.number)
    if walking is None or not pressed.version < len(Step):
        raise NotYours
    await _begin(turn, walking, list(Step)[pressed.version], words="")


async def begin_named(turn: Turn, words: str) -> bool:
    """`"Joana Lima" curso 10/03`. False: it is no step."""
    read = read_step(words)
    if read is None:
        return False
    name, step, rest = read
    executive = await is_executive(turn.desk)
    may = await places(turn.desk, Act.NAME_PEOPLE)
    found = await multipliers_of(turn.desk.session, None if executive else may.only, limit=MOST_SEARCHED)
    named = [one for one in found if plain(one.person.name) == plain(name)]
    if len(named) != 1:
        raise NotYours
    await _begin(turn, named[0], step, words=rest)
    return True


async def _begin(turn: Turn, walking: Walking, step: Step, *, words: str) -> None:
    await require_step(turn.desk, walking.institution.id, step)
    check_step(walking.multiplier, step)
    form = Form(NAME, {"part": PART, "multiplier": str(walking.multiplier.id), "step": str(step)})
    if words:
        await _take_day(turn, form, walking, words)
    else:
        await _ask_next(turn, form, walking)


async def resume(turn: Turn, form: Form) -> None:
    walking, text = await _walking(turn, form), turn.said.text.strip()
    word = text.lower().strip(" .!")
    match form.fields.get("asked", ""):
        case "day":
            await _take_day(turn, form, walking, text)
        case "level":
            form.fields["level"] = "" if word in SKIP else text
            check_certificate(Certificate(form.fields["level"]), on=_day(form))
            await _ask_next(turn, form, walking)
        case "valid":
            await _take_validity(turn, form, walking, "" if word in SKIP else text)
        case _:
            await _confirm(turn, form, word)


async def press(turn: Turn, form: Form, pressed: Press) -> None:
    walking = await _walking(turn, form)
    match pressed.field:
        case "do":
            await _confirm(turn, form, pressed.value)
        case "day":
            await _take_day(turn, form, walking, pressed.value)
        case "level":
            form.fields["level"] = ""
            await _ask_next(turn, form, walking)
        case "valid":
            await _take_validity(turn, form, walking, "")
        case _:
            turn.answer("old_button")


async def _walking(turn: Turn, form: Form) -> Walking:
    walking = await held_multiplier(turn.desk.session, int(form.fields["multiplier"]))
    if walking is None:
        raise NotYours
    await require_step(turn.desk, walking.institution.id, Step(form.fields["step"]))
    return walking


async def _take_day(turn: Turn, form: Form, walking: Walking, text: str) -> None:
    day = turn.desk.today if text == TODAY else read_day(turn, text)
    if day is None:
        if "asked" not in form.fields:
            await _ask_next(turn, form, walking)
        return
    check_day(turn.desk, walking.multiplier, day)
    form.fields["day"] = str(day)
    await _ask_next(turn, form, walking)


async def _take_validity(turn: Turn, form: Form, walking: Walking, text: str) -> None:
    day = read_day(turn, text, past=False) if text else None
    if text and day is None:
        return
    check_certificate(Certificate(valid_until=day), on=_day(form))
    form.fields["valid"] = str(day) if day else ""
    await _ask_next(turn, form, walking)


async def _ask_next(turn: Turn, form: Form, walking: Walking) -> None:
    fields, facts = form.fields, {"person": walking.person.name, "step": form.fields["step"]}
    certifies = Step(fields["step"]) is Step.CERTIFICATE
    skip = (turn.text("button_skip"), "")
    if "day" not in fields:
        await _ask(turn, form, "day", buttons=today_button(turn, form), **facts)
    elif certifies and "level" not in fields:
        row = [(skip[0], forms.button(form, "level", skip[1]))]
        await _ask(turn, form, "level", buttons=[row], **facts)
    elif certifies and "valid" not in fields:
        row = [(skip[0], forms.button(form, "valid", skip[1]))]
        await _ask(turn, form, "valid", buttons=[row], **facts)
    else:
        await _ask(
            turn,
            form,
            "confirmation",
            buttons=confirm_buttons(turn, form),
            **facts,
            acronym=walking.institution.acronym,
            day=long_date(_day(form)),
            level=fields.get("level", ""),
            valid_until=long_date(date.fromisoformat(fields["valid"])) if fields.get("valid") else "",
        )


async def _ask(turn: Turn, form: Form, asked: str, /, *, buttons: Buttons = (), **facts: object) -> None:
    turn.answer(f"multiplier_ask_{asked}", buttons=buttons, **facts)
    form.fields["asked"] = asked
    await forms.keep(turn, form)


def _day(form: Form) -> date:
    return date.fromisoformat(form.fields["day"])


async def _confirm(turn: Turn, form: Form, word: str) -> None:
    if word in CANCEL:
        await forms.drop(turn)
        turn.answer("cancelled")
        return
    if word not in CONFIRM:
        turn.answer("nominate_ask_confirm")
        return
    valid, step = form.fields.get("valid", ""), Step(form.fields["step"])
    certificate = Certificate(form.fields.get("level", ""), date.fromisoformat(valid) if valid else None)
    number = int(form.fields["multiplier"])
    walking = await take_step(turn.desk, number, step, on=_day(form), certificate=certificate)
    await forms.drop(turn)
    following = next_step(walking.multiplier)
    turn.answer(
        "multiplier_step_noted",
        person=walking.person.name,
        acronym=walking.institution.acronym,
        step=str(step),
        day=long_date(_day(form)),
        next=str(following) if following else "",
    )
