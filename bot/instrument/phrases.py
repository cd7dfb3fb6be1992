"""Phrases of a plan that wait for a person: what cannot be read is written anew, what reads two ways is decided."""

import re
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from textwrap import shorten

from bot import forms
from bot.forms import Form
from bot.instrument.asking import SKIP, ask, row, word_of
from bot.turn import Turn
from rede.decide_reading import ReadingRefused, choose, decide_all
from rede.readings import GoalRead, PlanRefused, as_decided, assumed, plain
from scheduler.phrases import Alternative, Reading
from scheduler.plan.sei import PROCESS

#: Before a goal's key, the phrase read instead of its own; before a phrase in plain letters, the reading chosen.
SET, CHOICE = "set ", "choice "
OTHERWISE = "outro modo"
#: Characters of the ground of a decision.
LONGEST_GROUND = 500
#: Characters shown of a reading: all of them fit one message.
LONGEST_READING = 350
_CORRECTION = re.compile(r"\s*([1-9]\.\d{1,2}|[A-Za-z]\d{1,2}|\d{1,2})\s*=\s*(\S.*)")


@dataclass(frozen=True, slots=True)
class Question:
    """A phrase that reads several ways and that nobody decided, with the goals under it."""

    reading: Reading
    keys: tuple[str, ...]
    #: It was typed for this plan: the answer counts for nothing else.
    corrected: bool

    @property
    def plain(self) -> str:
        return plain(self.reading.phrase)


def corrections(form: Form) -> dict[str, str]:
    return {
        name.removeprefix(SET): text for name, text in sorted(form.fields.items()) if name.startswith(SET)
    }


def read_corrections(text: str) -> dict[str, str] | None:
    """`2.2 = Até 31 de março de cada ano`, one a line; None when a line is something else."""
    found = [_CORRECTION.fullmatch(line) for line in text.splitlines() if line.strip()]
    if not found or None in found:
        return None
    return {one[1].upper(): one[2].strip() for one in found if one}


def choices(form: Form) -> dict[str, Alternative]:
    """By the phrase in plain letters, how it was said to be read."""
    chosen = {
        name.removeprefix(CHOICE): said for name, said in form.fields.items() if name.startswith(CHOICE)
    }
    return {phrase: _chosen(phrase, said) for phrase, said in chosen.items()}


def _chosen(phrase: str, said: str) -> Alternative:
    """Raises ReadingRefused: there is no such reading, or the words read several ways themselves."""
    return choose(phrase, number=int(said)) if said.isdecimal() else choose(phrase, words=said)


def questions(goals: Sequence[GoalRead]) -> list[Question]:
    by_phrase: dict[tuple[str, bool], list[GoalRead]] = {}
    for one in assumed(goals):
        by_phrase.setdefault((plain(one.reading.phrase), one.corrected), []).append(one)
    return [
        Question(same[0].reading, tuple(one.goal.key for one in same), corrected)
        for (_, corrected), same in by_phrase.items()
    ]


async def settled(turn: Turn, form: Form, reading: Awaitable[Sequence[GoalRead]]) -> list[GoalRead] | None:
    """The goals, once every phrase of them can be read; None: what is open was asked."""
    try:
        goals = await as_decided(turn.desk.session, await reading)
    except PlanRefused as refused:
        if refused.key != "plan_unreadable_phrases":
            raise
        key, _, _, reason = refused.facts["goals"][0]
        form.fields["about"] = key
        more = len(refused.facts["goals"]) - 1
        await ask(turn, form, "phrase", "instrument_ask_phrase", key=key, reason=reason, more=more)
        return None
    found, chosen = questions(goals), choices(form)
    for number, question in enumerate(found, start=1):
        if question.plain not in chosen:
            await _ask_reading(turn, form, question, f"{number} de {len(found)}")
            return None
    if "ground" not in form.fields and any(not question.corrected for question in found):
        skip = [row(turn, form, ("button_skip", SKIP))]
        await ask(turn, form, "ground", "instrument_ask_ground", buttons=skip)
        return None
    return goals


async def _ask_reading(turn: Turn, form: Form, question: Question, at: str) -> None:
    readings = [
        shorten(one.reading, LONGEST_READING, placeholder="…") for one in question.reading.alternatives
    ]
    numbers = [
        (str(number), forms.button(form, "said", str(number))) for number in range(1, len(readings) + 1)
    ]
    form.fields |= {"about": question.plain, "written": question.reading.phrase}
    await ask(
        turn,
        form,
        "choice",
        "instrument_ask_reading",
        buttons=[numbers, row(turn, form, ("button_otherwise", OTHERWISE))],
        at=at,
        phrase=question.reading.phrase,
        keys=question.keys,
        readings=readings,
        corrected=question.corrected,
    )


async def take(turn: Turn, form: Form, said: str) -> bool:
    """An answer to one of these questions; True when the next one may be asked."""
    about = form.fields.get("about", "")
    match form.fields.get("asked"):
        case "phrase":
            # `2.2 = …` is understood here too.
            written = read_corrections(said) or {about: said.strip()}
            form.fields |= {f"{SET}{key}": phrase for key, phrase in written.items()}
        case "ground":
            form.fields["ground"] = "" if word_of(said) == SKIP else said.strip()[:LONGEST_GROUND]
        case "choice" if word_of(said) == OTHERWISE:
            await ask(turn, form, "choice", "instrument_ask_words", phrase=form.fields["written"])
            return False
        case "choice":
            try:
                _chosen(about, said.strip())
            except ReadingRefused as refused:
                turn.answer(refused.key, **refused.facts)
            else:
                form.fields[f"{CHOICE}{about}"] = said.strip()
    return True


async def decided(turn: Turn, form: Form, goals: Sequence[GoalRead]) -> list[GoalRead]:
    """The goals as they will stand; what was chosen for phrases of the document is recorded."""
    sei, why = _ground(form)
    return await decide_all(turn.desk, goals, choices(form), why=why, sei=sei)


def _ground(form: Form) -> tuple[str, str]:
    """The number of the process and the reason, in either order."""
    said = form.fields.get("ground", "")
    found = PROCESS.search(said)
    sei = found[0] if found else ""
    return sei, " ".join(said.replace(sei, " ").split()).strip(" .,;:-") if sei else said


def forget(form: Form) -> None:
    """What was answered about phrases, all of it."""
    for name in [name for name in form.fields if name.startswith((SET, CHOICE))]:
        del form.fields[name]
    for name in ("ground", "about", "written"):
        form.fields.pop(name, None)
