"""`elo plan import`: a plan becomes what an institution owes, or what many do, each from its own dates."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from elo.cli.ending import Ending, Failure
from elo.cli.house import open_house, run
from elo.cli.options import AsJson, ConfigFile, DryRun, day_option, words_only
from elo.cli.plan_agreement import Agreement
from elo.cli.plan_files import (
    Corrections,
    Sei,
    Why,
    Yes,
    content_of,
    corrections_of,
    document_of,
    in_words,
    say_found,
    say_problems,
)
from elo.cli.printing import say, tell, tell_json
from elo.cli.tables import Import, read_rows
from elo.cli.uncounted import require_all_counted

if TYPE_CHECKING:
    from elo.recounting import Outcome
    from rede.desk import Desk
    from rede.import_plan import PlanOrder
    from rede.readings import GoalRead
    from rede.rows import Registered, Row
    from scheduler.phrases import Alternative
    from scheduler.plan_document import PlanDocument


@dataclass(frozen=True, slots=True)
class _Plan:
    """A plan on its way in, with all its phrases read once."""

    file: Path
    content: bytes
    document: "PlanDocument"
    goals: "Sequence[GoalRead]"
    agreement: Agreement


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Text or HTML export of the plan.")],
    institution: Annotated[
        str,
        typer.Option("--institution", metavar="ACRONYM", callback=words_only, help="Who signed it."),
    ] = "",
    many: Annotated[
        Path | None, typer.Option("--many", metavar="FILE.csv", help="A table of many agreements instead.")
    ] = None,
    starts: Annotated[date | None, day_option("--starts", "Start of the vigência.")] = None,
    ends: Annotated[date | None, day_option("--ends", "End of the vigência.")] = None,
    signed: Annotated[date | None, day_option("--signed", "Last signature; else the document's.")] = None,
    published: Annotated[date | None, day_option("--published", "Publication in the DOU.")] = None,
    policy: Annotated[
        Literal["lei-9784", "codigo-civil"],
        typer.Option("--policy", help="Which law counts the days; with --many, where a row names none."),
    ] = "lei-9784",
    yes: Yes = False,
    corrections: Corrections = None,
    why: Why = "",
    sei: Sei = "",
    dry_run: DryRun = False,
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """Make the instrument of an institution and open what each side owes.

    \b
    elo plan import plano.txt --institution UPB --starts 2025-12-09 --ends 2035-12-09
    elo plan import plano.txt --institution IRECE --starts 09/12/2025 --set "2.1=Até 31 de março de cada ano" --yes
    elo plan import plano.txt --many acordos.csv --yes --dry-run

    \b
    A phrase that reads several ways is asked about, numbered; the answer is kept as the
    Secretariat's decision for that phrase (elo plan readings). --yes decides for the first.
    --set corrects a phrase for this plan alone.

    \b
    Without --starts the dates are provisional, counted from the publication, else from the
    last signature: nobody is reminded of them or late till elo plan start gives it.

    \b
    Columns of --many, in any order; the first one is needed:
    institution, number, starts, ends, signed, published, policy, sei
    --policy counts for the rows that name none; --set, --yes, --why and --sei are said of the plan.
    Every row is imported, or none when one is wrong. The same table may come again.
    """
    from rede.refusal import Refusal

    if bool(institution) == (many is not None):
        raise Failure(Ending.USAGE, "say --institution ACRONYM or --many FILE.csv", "elo plan import -h")
    if many is not None and any((starts, ends, signed, published)):
        raise Failure(Ending.USAGE, "with --many the dates are columns of the table")
    try:
        plan = _read(file, corrections_of(corrections), Agreement(yes, why, sei))
        if many is not None:
            _import_many(plan, (many, policy), config, dry_run=dry_run, as_json=as_json)
            return
        order = _order(
            plan,
            acronym=institution,
            policy=policy,
            starts=starts,
            ends=ends,
            signed=signed,
            published=published,
        )
        run(_import(config, plan, order, dry_run=dry_run, as_json=as_json))
    except Refusal as refusal:
        raise in_words(refusal) from refusal


def _read(file: Path, corrections: dict[str, str], agreement: Agreement) -> _Plan:
    from rede.readings import read_goals

    content = content_of(file)
    document = document_of(content, file)
    goals = read_goals(document, corrections)
    say_problems(document)
    say_found(document)
    return _Plan(file, content, document, goals, agreement)


def _order(plan: _Plan, *, acronym: str, policy: str, **dates: date | None) -> "PlanOrder":
    from rede.import_plan import PlanOrder
    from scheduler.deadlines import Policy

    return PlanOrder(
        acronym=acronym,
        starts=dates["starts"],
        ends=dates["ends"],
        signed=dates["signed"],
        published=dates["published"],
        policy=Policy(policy),
        document_name=plan.file.name,
        content=plan.content,
    )


async def _choose(plan: _Plan, config: Path | None) -> "dict[str, Alternative]":
    """What a person has to say about phrases that nobody decided yet."""
    from rede.readings import as_decided

    async with open_house(config) as house:
        async with house.database.read() as session:
            goals = await as_decided(session, plan.goals)
        return plan.agreement.choose(goals)


async def _import(
    config: Path | None, plan: _Plan, order: "PlanOrder", *, dry_run: bool, as_json: bool
) -> None:
    from elo.recounting import Outcome, recount_all
    from rede.import_plan import import_plan
    from rede.open_obligations import open_obligations

    counted = Outcome()
    # What is refused anyhow is refused before anything is asked.
    async with open_house(config) as house, house.desk(rehearsal=True) as desk:
        await import_plan(desk, order, document=plan.document, goals=plan.goals)
    chosen = await _choose(plan, config)
    async with open_house(config) as house:
        async with house.desk(rehearsal=dry_run) as desk:
            goals = await plan.agreement.keep(desk, plan.goals, chosen)
            instrument = await import_plan(desk, order, document=plan.document, goals=goals)
            opened = await open_obligations(desk, instrument)
        if not dry_run and chosen:
            # A decision serves plans that were there before, too.
            counted = await recount_all(house.database, desk.office, desk.now)
    if as_json:
        tell_json(
            {
                "institution": order.acronym,
                "number": instrument.number,
                "goals": len(goals),
                "obligations": {"dated": opened.dated, "undated": opened.undated},
                "provisional": instrument.starts is None,
            }
        )
    else:
        number = instrument.number or "an instrument without number"
        tell(f"{'would import' if dry_run else 'imported'} {number} of {order.acronym}: {len(goals)} goals")
        tell(f"obligations: {opened.dated} with a date, {opened.undated} without")
    if instrument.starts is None:
        say("note: the start of the vigência is not known; dates are provisional, and nobody is reminded")
    if dry_run:
        say("rehearsal: nothing was changed")
    require_all_counted(counted)


def _import_many(
    plan: _Plan, given: tuple[Path, str], config: Path | None, *, dry_run: bool, as_json: bool
) -> None:
    """`given`: the table, and the policy of the rows that name none."""
    from rede.import_many import COLUMNS, PAGE, REQUIRED, read_many
    from rede.rows import Registered

    table, policy = given
    rows = read_rows(table, COLUMNS, REQUIRED)
    rows = [replace(row, cells={**row.cells, "policy": row["policy"] or policy}) for row in rows]
    chosen, sha256 = run(_choose(plan, config)), hashlib.sha256(plan.content).hexdigest()

    async def check(desk: "Desk", rows: "Sequence[Row]") -> None:
        await read_many(desk, rows, sha256=sha256)

    async def register(desk: "Desk", rows: "Sequence[Row]") -> "Registered":
        from rede.import_plan import import_plan
        from rede.open_obligations import open_obligations

        read = await read_many(desk, rows, sha256=sha256)
        goals = await plan.agreement.keep(desk, plan.goals, chosen)
        for one in read.new:
            dates = {name: getattr(one, name) for name in ("starts", "ends", "signed", "published")}
            order = _order(plan, acronym=one.acronym, policy=one.policy, **dates)
            # What the document says of its own agreement is not theirs.
            document = replace(
                plan.document, instrument=one.number, number=None, sei=one.sei, last_signature=None
            )
            instrument = await import_plan(desk, order, document=document, goals=goals)
            await open_obligations(desk, instrument)
        return Registered(created=len(read.new), unchanged=read.unchanged)

    Import(table, rows, register, check=check, page=PAGE).run(config, dry_run=dry_run, as_json=as_json)
    if not dry_run and chosen:
        require_all_counted(run(_recount(config)))


async def _recount(config: Path | None) -> "Outcome":
    """A decision serves plans that were there before, too."""
    from elo.recounting import recount_all

    async with open_house(config) as house:
        return await recount_all(house.database, house.office(), house.clock.now())
