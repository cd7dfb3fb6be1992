"""`elo plan readings` and `elo plan decide`: how phrases that read several ways are read, by whose word."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from elo.cli.ending import Ending, Failure
from elo.cli.house import open_house, run
from elo.cli.options import AsJson, ConfigFile, words_only
from elo.cli.plan_agreement import ask, tell_readings
from elo.cli.plan_files import Sei, Why, in_words
from elo.cli.printing import tell, tell_json
from elo.cli.uncounted import require_all_counted

if TYPE_CHECKING:
    from elo.recounting import Outcome
    from rede.decide_reading import Decided, Decision


def readings(as_json: AsJson = False, config: ConfigFile = None) -> None:
    """List the readings that the Secretariat decided, and the phrases that wait for a decision.

    \b
    elo plan readings
    elo plan readings --json
    """
    decided, undecided = run(_readings(config))
    if as_json:
        tell_json({"decided": decided, "undecided": undecided})
        return
    for one in decided:
        tell(f"{one['phrase']}  ({_goals(one['goals'])})")
        tell(f"     {one['reading']}")
        ground = (one["decided_at"], one["why"], f"SEI {one['sei']}" if one["sei"] else "")
        tell(f"     decided {', '.join(str(part) for part in ground if part)}")
    for one in undecided:
        tell(f"{one['phrase']}  ({_goals(one['goals'])}): not decided")
    if not decided and not undecided:
        tell("no phrase reads several ways so far")


def _goals(count: object) -> str:
    return f"{count} {'goal' if count == 1 else 'goals'}"


async def _readings(config: Path | None) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    from db.readings import decisions_in_force, goals_by_decision, undecided_phrases
    from scheduler.clock import local_day

    async with open_house(config) as house, house.database.read() as session:
        goals = await goals_by_decision(session)
        decided: list[dict[str, object]] = [
            {
                "phrase": one.written,
                "reading": one.reading,
                "goals": goals.get(one.id, 0),
                "decided_at": local_day(one.decided_at).isoformat(),
                "person_id": one.person_id,
                "why": one.why,
                "sei": one.sei,
            }
            for one in (await decisions_in_force(session)).values()
        ]
        phrases = await undecided_phrases(session)
    return decided, [{"phrase": phrase, "goals": count} for phrase, count in phrases.items()]


def decide(
    phrase: Annotated[
        str, typer.Argument(metavar="PHRASE", callback=words_only, help="As it stands in the plans.")
    ],
    words: Annotated[
        str,
        typer.Option(
            "--as", metavar="PHRASE", callback=words_only, help="Read it as this phrase, which reads one way."
        ),
    ] = "",
    choice: Annotated[
        int | None, typer.Option("--choice", metavar="N", help="Take this one of its readings.")
    ] = None,
    why: Why = "",
    sei: Sei = "",
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """Decide how a phrase is read, in every plan that has it; open dates are counted anew and people told.

    \b
    elo plan decide "Anual" --choice 2 --why "Parecer 12/2026" --sei 19999.000123/2026-07
    elo plan decide "Anual" --as "Até 31 de dezembro de cada ano"

    A decision takes the place of the one before, which stays on record.
    """
    from rede.decide_reading import Decision, choose
    from rede.refusal import Refusal

    if words and choice is not None:
        raise Failure(Ending.USAGE, "say --choice N or --as PHRASE, not both")
    try:
        if not words and choice is None:
            choice = _asked(phrase)
        chosen = choose(phrase, words=words, number=1 if choice is None else choice)
        done, outcome = run(_decide(config, Decision(phrase=phrase, chosen=chosen, why=why, sei=sei)))
    except Refusal as refusal:
        raise in_words(refusal) from refusal
    if as_json:
        tell_json(
            {
                "phrase": phrase,
                "reading": done.reading.reading,
                "goals": done.goals,
                "moved": outcome.moved,
                "told": outcome.told,
            }
        )
    else:
        tell(f"decided: {done.reading.reading}")
        follow = "goal follows" if done.goals == 1 else "goals follow"
        tell(f"{done.goals} {follow}, {outcome.moved} dates moved, {outcome.told} people told")
    require_all_counted(outcome)


def _asked(phrase: str) -> int:
    import sys

    from rede.decide_reading import open_question

    reading = open_question(phrase)
    tell_readings(phrase, reading)
    if not sys.stdin.isatty():
        raise Failure(Ending.USAGE, "say which reading", "--choice N takes one, --as PHRASE gives another")
    return ask(phrase, reading)


async def _decide(config: Path | None, order: "Decision") -> "tuple[Decided, Outcome]":
    from elo.recounting import recount_all
    from rede.decide_reading import decide as decide_

    async with open_house(config) as house:
        async with house.desk() as desk:
            done = await decide_(desk, order)
        return done, await recount_all(house.database, desk.office, desk.now)
