"""`elo plan show`: the plan of an agreement as it counts on a day, and the versions it had."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from elo.cli.house import open_house, run
from elo.cli.options import AsJson, ConfigFile, read_date, words_only
from elo.cli.plan_files import Number, in_words
from elo.cli.printing import say, tell, tell_json

if TYPE_CHECKING:
    from db.instruments import Instrument
    from db.plans import Goal, Plan, Span


def show(
    institution: Annotated[
        str, typer.Argument(metavar="ACRONYM", callback=words_only, help="Whose plan it is.")
    ],
    number: Number = "",
    on: Annotated[
        date | None,
        typer.Option("--on", parser=read_date, metavar="DATE", help="As it counts that day; today."),
    ] = None,
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """Show the plan in force on a day, and every version of it.

    \b
    elo plan show UPB
    elo plan show UPB --on 2026-03-01 --json
    """
    from rede.refusal import Refusal

    try:
        run(_show(config, (institution, number), on, as_json=as_json))
    except Refusal as refusal:
        raise in_words(refusal) from refusal


async def _show(config: Path | None, whose: tuple[str, str], on: date | None, *, as_json: bool) -> None:
    from db.plans import goals_of, plan_in_force, plans_of
    from rede.agreements import instrument_named

    async with open_house(config) as house, house.desk(rehearsal=True) as desk:
        instrument = await instrument_named(desk, *whose)
        day = on or desk.today
        versions = await plans_of(desk.session, instrument.id)
        plan = await plan_in_force(desk.session, instrument.id, on=day)
        goals = await goals_of(desk.session, plan.id) if plan is not None else []
        if as_json:
            tell_json(_as_json(instrument, versions, plan, goals) | {"on": day})
        else:
            _tell(instrument, versions, plan, goals)


def _as_json(
    instrument: "Instrument",
    versions: "Sequence[tuple[Plan, Span]]",
    plan: "Plan | None",
    goals: "Sequence[Goal]",
) -> dict[str, object]:
    names = ("signed", "published", "starts", "ends", "go_live")
    return {
        "number": instrument.number,
        **{name: getattr(instrument, name) for name in names},
        "provisional": instrument.starts is None,
        "version": plan.version if plan else None,
        "versions": [
            {
                "version": one.version,
                "amendment": one.amendment,
                "from": span.since,
                "until": span.until,
                "replaced_by": _replaced_by(one, versions),
                "imported_at": one.imported_at,
                "document": one.document_name,
            }
            for one, span in versions
        ],
        "goals": [
            {
                "key": goal.key,
                "axis": goal.axis,
                "text": goal.text,
                "responsible": goal.responsible.split(","),
                "second_layer": goal.second_layer,
                "deadline": goal.phrase,
                "reading": goal.reading,
                "confidence": goal.confidence,
                "decided": goal.decision_id is not None,
            }
            for goal in goals
        ],
    }


def _tell(
    instrument: "Instrument",
    versions: "Sequence[tuple[Plan, Span]]",
    plan: "Plan | None",
    goals: "Sequence[Goal]",
) -> None:
    tell(f"{instrument.number or 'an instrument without number'}: {_vigencia(instrument)}")
    for one, span in versions:
        here = "*" if plan is not None and one.id == plan.id else " "
        tell(
            f"{here} version {one.version}  {_days(one, span, versions)}  {one.amendment or one.document_name}"
        )
    for goal in goals:
        tell(f"{goal.key}  {goal.responsible.replace(',', ' and ')}  {goal.phrase}")
        tell(f"     {goal.reading}")
    if instrument.starts is None:
        say("note: the start of the vigência is not known; dates are provisional")


def _days(plan: "Plan", span: "Span", versions: "Sequence[tuple[Plan, Span]]") -> str:
    begins = f"from {span.since or 'the beginning'}"
    if (other := _replaced_by(plan, versions)) is not None:
        return f"{begins}, on no day: version {other} took its place"
    return f"{begins}{f', until {span.until}' if span.until else ''}"


def _replaced_by(plan: "Plan", versions: "Sequence[tuple[Plan, Span]]") -> int | None:
    """The version that began before this one could; None where this one has days of its own."""
    since = plan.in_force_from
    later = (one for one, _ in versions if one.version > plan.version)
    return next(
        (one.version for one in later if since and one.in_force_from and one.in_force_from <= since), None
    )


def _vigencia(instrument: "Instrument") -> str:
    begins = f"from {instrument.starts}" if instrument.starts else "start not known"
    return f"{begins}{f' to {instrument.ends}' if instrument.ends else ''}"
