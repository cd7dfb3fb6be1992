"""`elo plan start` and `elo plan amend`: the dates of an agreement become known or move, or its plan changes."""

from collections.abc import Callable, Sequence
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
    Number,
    Sei,
    Why,
    Yes,
    content_of,
    corrections_of,
    document_of,
    in_words,
    say_problems,
)
from elo.cli.printing import say, tell, tell_json
from elo.cli.questions import confirm
from elo.cli.uncounted import require_all_counted

if TYPE_CHECKING:
    from elo.cli.house import House
    from elo.recounting import Outcome
    from rede.amend_plan import Amended, AmendmentOrder
    from rede.date_instrument import Dates
    from rede.readings import GoalRead
    from scheduler.phrases import Alternative
    from scheduler.plan_document import PlanDocument


def start(
    institution: Annotated[
        str, typer.Argument(metavar="ACRONYM", callback=words_only, help="Whose agreement it is.")
    ],
    number: Number = "",
    starts: Annotated[date | None, day_option("--starts", "Start of the vigência.")] = None,
    ends: Annotated[date | None, day_option("--ends", "End of the vigência.")] = None,
    published: Annotated[date | None, day_option("--published", "Publication in the DOU.")] = None,
    signed: Annotated[date | None, day_option("--signed", "Last signature.")] = None,
    go_live: Annotated[date | None, day_option("--go-live", "What fell due before is history.")] = None,
    policy: Annotated[
        Literal["lei-9784", "codigo-civil"] | None,
        typer.Option("--policy", help="Which law counts the days."),
    ] = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """Set or move the dates of an agreement, or the law that counts its days; open dates are counted anew, and
    people told once.

    \b
    elo plan start UPB --published 2026-01-12 --starts 2026-01-12 --dry-run
    elo plan start UPB --number "AC 15/2025" --starts 12/01/2026 --yes
    elo plan start UPB --policy codigo-civil --dry-run
    """
    from rede.date_instrument import Dates
    from rede.refusal import Refusal

    dates = Dates(starts=starts, ends=ends, signed=signed, published=published, go_live=go_live)
    if dates == Dates() and policy is None:
        raise Failure(Ending.USAGE, "there is no date to set", "elo plan start -h")
    try:
        news = _News(dates, policy)
        changed, done = run(_start(config, (institution, number), news, dry_run=dry_run, yes=yes))
    except Refusal as refusal:
        raise in_words(refusal) from refusal
    if as_json:
        tell_json({"set": changed, "moved": done.moved, "told": done.told, "dry_run": dry_run})
    elif changed:
        tell(f"{'would set' if dry_run else 'set'} {', '.join(changed)}")
        tell(f"{done.moved} dates {'would move' if dry_run else 'moved'}, {done.told} people told")
    else:
        tell("nothing new: this is known already")
        if done.told:
            tell(f"{done.told} people told of what had moved before")
    if dry_run:
        say("rehearsal: nothing was changed")
    require_all_counted(done)


@dataclass(frozen=True, slots=True)
class _News:
    """What is to be set on an agreement; None leaves the law that is there."""

    dates: "Dates"
    policy: str | None


async def _start(
    config: Path | None, whose: tuple[str, str], news: _News, *, dry_run: bool, yes: bool
) -> "tuple[list[str], Outcome]":
    from elo.recounting import Outcome, recount_all

    async with open_house(config) as house:
        changed, moved = await _date(house, whose, news, rehearsal=True)
        if dry_run:
            return changed, Outcome(moved)
        if moved:
            confirm(f"{moved} dates would move, and people would be told: go on?", yes=yes)
        if changed:
            changed, moved = await _date(house, whose, news, rehearsal=False)
        # Where nothing is new too: the command may have been killed before anybody was told.
        done = await recount_all(house.database, house.office(), house.clock.now())
        return changed, replace(done, moved=moved)


async def _date(
    house: "House", whose: tuple[str, str], news: _News, *, rehearsal: bool
) -> tuple[list[str], int]:
    from elo.recounting import settle
    from rede.agreements import instrument_named
    from rede.date_instrument import date_instrument
    from scheduler.deadlines import Policy

    policy = Policy(news.policy) if news.policy else None
    async with house.desk(rehearsal=rehearsal) as desk:
        instrument = await instrument_named(desk, *whose)
        changed = await date_instrument(desk, instrument, news.dates, policy=policy)
        moved = await settle(desk, instrument) if changed else 0
    return changed, moved


def amend(
    institution: Annotated[
        str, typer.Option("--institution", metavar="ACRONYM", callback=words_only, help="Whose plan it is.")
    ],
    since: Annotated[date, day_option("--from", "First day on which the amendment counts.")],
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="The whole new plan, where there is one.")
    ] = None,
    number: Number = "",
    name: Annotated[
        str,
        typer.Option("--name", metavar="TEXT", callback=words_only, help='As "1º Termo Aditivo".'),
    ] = "",
    ends: Annotated[date | None, day_option("--ends", "New end of the vigência.")] = None,
    corrections: Corrections = None,
    why: Why = "",
    sei: Sei = "",
    dry_run: DryRun = False,
    yes: Yes = False,
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """Put a new version of a plan in force from a day on (termo aditivo); what goes on keeps what was done.

    \b
    elo plan amend plano-novo.txt --institution UPB --from 2026-07-01 --dry-run
    elo plan amend --institution UPB --from 2026-07-01 --set "2.2=80 horas por ano civil" --yes
    elo plan amend --institution UPB --from 2026-07-01 --ends 2037-12-09 --name "1º Termo Aditivo" --yes

    Without FILE every goal stays as it is, but for the phrases given with --set.
    """
    from rede.amend_plan import AmendmentOrder
    from rede.refusal import Refusal

    phrases = corrections_of(corrections)
    if file is None and not phrases and ends is None:
        raise Failure(Ending.USAGE, "an amendment changes something: FILE, --set or --ends")
    content = content_of(file) if file is not None else b""
    document = document_of(content, file) if file is not None else None
    order = AmendmentOrder(
        since=since, name=name, ends=ends, document_name=file.name if file else "", content=content
    )
    if document is not None:
        say_problems(document)
    try:
        work = _Amending((institution, number), order, document, phrases, Agreement(yes, why, sei))
        run(work.run(config, dry_run=dry_run, as_json=as_json))
    except Refusal as refusal:
        raise in_words(refusal) from refusal


class _Amending:
    """One amendment, rehearsed, agreed to, and made."""

    def __init__(
        self,
        whose: tuple[str, str],
        order: "AmendmentOrder",
        document: "PlanDocument | None",
        phrases: dict[str, str],
        agreement: Agreement,
    ) -> None:
        self._whose = whose
        self._order = order
        self._document = document
        self._phrases = phrases
        self._agreement = agreement

    async def run(self, config: Path | None, *, dry_run: bool, as_json: bool) -> None:
        from elo.recounting import Outcome, recount_all

        done = Outcome()
        async with open_house(config) as house:
            chosen = self._agreement.choose(await self._goals(house))
            if not dry_run and not self._agreement.yes:
                rehearsed, _ = await self._amend(house, chosen, rehearsal=True)
                _tell_changes(rehearsed, to=say)
                confirm("amend the plan?", yes=False)
            amended, counts = await self._amend(house, chosen, rehearsal=dry_run)
            if not dry_run:
                done = await recount_all(house.database, house.office(), house.clock.now())
        if as_json:
            tell_json({**_as_json(amended), **counts, "dry_run": dry_run})
        else:
            _tell_changes(amended, to=tell)
            tell(
                f"version {amended.plan.version}, {amended.plan.amendment}, from {amended.plan.in_force_from}"
            )
            tell(", ".join(f"{count} {word}" for word, count in counts.items()))
        if dry_run:
            say("rehearsal: nothing was changed")
        require_all_counted(done)

    async def _goals(self, house: "House") -> "Sequence[GoalRead]":
        from rede.agreements import instrument_named
        from rede.amend_plan import amended_goals
        from rede.readings import as_decided

        async with house.desk(rehearsal=True) as desk:
            instrument = await instrument_named(desk, *self._whose)
            goals = await amended_goals(desk, instrument, self._document, self._phrases)
            return await as_decided(desk.session, goals)

    async def _amend(
        self, house: "House", chosen: "dict[str, Alternative]", *, rehearsal: bool
    ) -> "tuple[Amended, dict[str, int]]":
        from rede.agreements import instrument_named
        from rede.amend_plan import amend_plan, amended_goals, tell_of_amendment
        from rede.open_obligations import open_obligations
        from rede.recompute import recompute

        async with house.desk(rehearsal=rehearsal) as desk:
            instrument = await instrument_named(desk, *self._whose)
            goals = await amended_goals(desk, instrument, self._document, self._phrases)
            goals = await self._agreement.keep(desk, goals, chosen)
            amended = await amend_plan(desk, instrument, self._order, goals)
            moved = await recompute(desk, instrument)
            opened = await open_obligations(desk, instrument)
            told = await tell_of_amendment(desk, instrument, amended)
            counts = {
                "withdrawn": amended.withdrawn,
                "opened": opened.dated + opened.undated,
                "moved": moved,
                "told": told,
            }
        return amended, counts


def _tell_changes(amended: "Amended", *, to: Callable[[str], None]) -> None:
    for change in amended.changes.changed:
        to(f"changed  {change.after.key}  {', '.join(sorted(change.parts))}: {change.after.deadline}")
    for goal in amended.changes.added:
        to(f"added    {goal.key}  {goal.text[:80]}")
    for goal in amended.changes.removed:
        to(f"removed  {goal.key}  {goal.text[:80]}")
    for one in amended.replaced:
        to(f"replaced version {one.number}, {one.amendment}, from {one.since}: it counts on no day any more")
    if amended.ends is not None:
        to(f"the vigência ends on {amended.ends}")


def _as_json(amended: "Amended") -> dict[str, object]:
    return {
        "version": amended.plan.version,
        "amendment": amended.plan.amendment,
        "from": amended.plan.in_force_from,
        "ends": amended.ends,
        "changed": {one.after.key: sorted(one.parts) for one in amended.changes.changed},
        "added": [goal.key for goal in amended.changes.added],
        "removed": [goal.key for goal in amended.changes.removed],
        "replaced": [one.number for one in amended.replaced],
    }
