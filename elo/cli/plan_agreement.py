"""Phrases that read several ways wait for a person's word, which is kept as the Secretariat's decision."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from elo.cli.ending import Ending, Failure
from elo.cli.printing import say
from elo.cli.questions import ask_number

if TYPE_CHECKING:
    from rede.desk import Desk
    from rede.readings import GoalRead
    from scheduler.phrases import Alternative, Reading


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a person agrees: `yes` to what is adopted, else asked; and on what ground."""

    yes: bool
    why: str = ""
    sei: str = ""

    def choose(self, goals: "Sequence[GoalRead]") -> "dict[str, Alternative]":
        """The reading of each phrase that is open, by the phrase in plain letters; each is asked once."""
        from rede.readings import assumed, plain

        asked = {plain(one.reading.phrase): one for one in reversed(assumed(goals))}
        if not asked:
            if self.why or self.sei:
                say("note: no reading is decided here, so --why and --sei are not stored")
            return {}
        say("these phrases can be read in several ways; the first one is adopted:")
        for one in reversed(asked.values()):
            tell_readings(f"{one.goal.key}  {one.reading.phrase}", one.reading)
        if not self.yes:
            _need_terminal()
        return {
            phrase: one.reading.alternatives[0 if self.yes else ask(one.goal.key, one.reading) - 1]
            for phrase, one in reversed(asked.items())
        }

    async def keep(
        self, desk: "Desk", goals: "Sequence[GoalRead]", chosen: "Mapping[str, Alternative]"
    ) -> "list[GoalRead]":
        """The goals by what was decided before and by what was chosen now, which is recorded."""
        from rede.decide_reading import decide_all

        return await decide_all(desk, goals, chosen, why=self.why, sei=self.sei)


def tell_readings(title: str, reading: "Reading") -> None:
    say(f"  {title}")
    for number, other in enumerate(reading.alternatives, start=1):
        say(f"       {number}. {other}")


def ask(key: str, reading: "Reading") -> int:
    """The number of the reading that a person takes; Enter takes the adopted one."""
    most = len(reading.alternatives)
    return ask_number(f"{key}: which reading, 1 to {most}?", most=most)


def _need_terminal() -> None:
    if not sys.stdin.isatty():
        hint = "--yes accepts them, --set KEY=PHRASE corrects one"
        raise Failure(Ending.FAILED, "these readings need your agreement; nothing was imported", hint)
