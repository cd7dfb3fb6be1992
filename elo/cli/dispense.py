"""`elo dispense`: lets an institution off one obligation, with a reason that it is told; `--undo` takes it back."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from elo.cli.ending import Ending, Failure
from elo.cli.house import open_house, run
from elo.cli.options import ConfigFile, read_date
from elo.cli.printing import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from db.obligations import ObligationState, Owed
    from rede.desk import Desk

#: Obligations named when more than one is meant.
NAMED = 8
Day = Annotated[
    date | None,
    typer.Option(
        "--by", metavar="DATE", parser=read_date, help="Due on this day, where several periods are open."
    ),
]


def dispense(
    acronym: Annotated[str, typer.Argument(metavar="ACRONYM", help="Who owes it.")],
    key: Annotated[str, typer.Argument(metavar="KEY", help="The goal: 2.2, C4, semestre.")],
    reason: Annotated[str, typer.Option(help="Why, in Portuguese: the institution reads it.")] = "",
    sei: Annotated[str, typer.Option(help="SEI number of the decision: 19973.014253/2025-58.")] = "",
    by: Day = None,
    occurrence: Annotated[str, typer.Option(help="Which period, by its name instead of its date.")] = "",
    agreement: Annotated[str, typer.Option(help="Number of the agreement, where there are several.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Take a dispensation back.")] = False,
    config: ConfigFile = None,
) -> None:
    """Let an institution off one obligation: its reminders stop and whoever follows it is told.

    \b
    elo dispense UPB 2.2 --reason "Decisão da Secretaria" --sei 19973.014253/2025-58
    elo dispense UPB 2.1 --by 2026-12-09 --reason "Cronograma único da Secretaria"
    elo dispense UPB 3.4 --undo
    """
    if not undo and not reason.strip():
        raise Failure(Ending.USAGE, "a dispensation needs --reason", "it is told to the institution")
    chosen = run(_dispense(config, _Choice(acronym, key, by, occurrence, agreement), reason, sei, undo=undo))
    say(f"{'owed again' if undo else 'dispensed'}: {chosen}")


@dataclass(frozen=True, slots=True)
class _Choice:
    """Which obligation is meant, as far as the command line says."""

    acronym: str
    key: str
    by: date | None
    occurrence: str
    agreement: str

    def allows(self, one: "Owed") -> bool:
        days = (one.obligation.literal, one.obligation.extended)
        return (
            (self.by is None or self.by in days)
            and self.occurrence in ("", one.obligation.occurrence)
            and self.agreement.casefold() in ("", one.instrument.number.casefold())
        )


async def _dispense(config: "Path | None", choice: _Choice, reason: str, sei: str, *, undo: bool) -> str:
    from db.ids import ObligationId
    from db.obligations import ObligationState
    from rede.dispense import dispense, undo_dispensation

    state = ObligationState.DISPENSED if undo else ObligationState.OPEN
    async with open_house(config) as house, house.desk() as desk:
        one = _only(choice, await _known(desk, choice, state))
        number, said = ObligationId(one.obligation.id), _name(one)
        if undo:
            await undo_dispensation(desk, number)
        else:
            await dispense(desk, number, reason=reason, sei=sei)
    return said


async def _known(desk: "Desk", choice: _Choice, state: "ObligationState") -> "Sequence[Owed]":
    from db.institutions import institution_by_acronym
    from db.obligations import obligations_in

    institution = await institution_by_acronym(desk.session, choice.acronym)
    if institution is None:
        raise Failure(Ending.FAILED, f"there is no institution {choice.acronym}")
    key = choice.key if choice.key[:1].isdecimal() else _key_as_kept(choice.key)
    return await obligations_in(desk.session, institution.id, key=key, state=state)


def _key_as_kept(key: str) -> str:
    """`c4` is C4; names of our own goals are in lower case."""
    return key.upper() if key[1:].isdecimal() else key.lower()


def _only(choice: _Choice, known: "Sequence[Owed]") -> "Owed":
    meant = [one for one in known if choice.allows(one)]
    if not meant:
        open_ = "; ".join(map(_name, known[:NAMED])) or "none"
        message = f"{choice.acronym} has nothing like that under {choice.key}"
        raise Failure(Ending.FAILED, message, f"there is: {open_}")
    if len(meant) > 1:
        message = f"{len(meant)} obligations are meant: choose with --by, --occurrence or --agreement"
        raise Failure(Ending.USAGE, message, "; ".join(map(_name, meant[:NAMED])))
    return meant[0]


def _name(one: "Owed") -> str:
    due = f"due {one.obligation.literal:%Y-%m-%d}" if one.obligation.literal else "without a date"
    parts = (one.institution.acronym, one.goal.key, due, one.instrument.number, one.obligation.occurrence)
    return " ".join(part for part in parts if part)
