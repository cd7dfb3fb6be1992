"""`elo agenda`: everything that would be sent to the people of one institution; sends nothing, changes nothing."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from elo.cli.ending import Ending, Failure
from elo.cli.house import open_house, run
from elo.cli.options import AsJson, ConfigFile, read_date
from elo.cli.printing import say, tell, tell_json

if TYPE_CHECKING:
    from elo.agenda import Progress
    from rede.sendings import Sending

#: Days shown when `--to` does not say.
SHOWN = timedelta(days=30)
#: A longer look says how far it is.
LONG = timedelta(days=92)
#: No plan lasts longer.
LONGEST = timedelta(days=3660)


def agenda(
    acronym: Annotated[str, typer.Argument(metavar="ACRONYM", help="Whose people.")],
    since: Annotated[
        date | None, typer.Option("--from", metavar="DATE", parser=read_date, help="First day; else today.")
    ] = None,
    until: Annotated[
        date | None, typer.Option("--to", metavar="DATE", parser=read_date, help="Last day; else 30 days on.")
    ] = None,
    text: Annotated[bool, typer.Option("--text", help="Also the words of each message.")] = False,
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """Say what is sent to the people of an institution, to whom, by which channel, when, and what about.

    \b
    elo agenda UPB
    elo agenda UPB --from 2026-01-01 --to 31/12/2026
    elo agenda UPB --to 31/12/2026 --text
    elo agenda UPB --from 01/11/2026 --json

    The days ahead are played on a copy, as if every message arrived and nobody answered; days that are over are
    told as they were. Hours are those of Brasília.

    \b
    JSON: a list, by moment, of
      on        ISO 8601 with the zone of Brasília
      person, email, channel (telegram, email)
      standby   true: leaves only unless the first channel is acknowledged in 24 h
      sent      true: it left already
      kind      reminder, moved, welcome, weekly, report
      goals     [{institution, key, step}]; step as D-5, D0, D+1
      subject, text
    """
    found = run(_sendings(config, acronym, since, until))
    if as_json:
        tell_json([_as_json(one) for one in found])
        return
    _tell(found, text=text)
    if not found:
        say("nothing is sent in these days")


def _tell(found: "Sequence[Sending]", *, text: bool) -> None:
    from elo.agenda import plain
    from notifier.texts import Texts
    from rede.sendings import line_of_sending, told_apart

    texts = Texts()
    if not text:
        for one in told_apart(found):
            tell(plain(texts.chat("sending", one=line_of_sending(one))))
        return
    for one in found:
        tell(plain(texts.chat("sending", one=line_of_sending(one))))
        words = [f"{one.email} · {one.subject}", *one.text.strip().splitlines()]
        tell("".join(f"    {line}".rstrip() + "\n" for line in words))


async def _sendings(
    config: Path | None, acronym: str, since: date | None, until: date | None
) -> "Sequence[Sending]":
    from db.institutions import Layer, institution_by_acronym
    from elo.agenda import Agenda
    from rede.sendings import Lookout
    from scheduler.clock import local_day

    async with open_house(config) as house:
        now = house.clock.now()
        first = since or local_day(now)
        last = until or max(first, local_day(now)) + SHOWN
        _require_order(first, last, local_day(now))
        async with house.database.read() as session:
            institution = await institution_by_acronym(session, acronym)
        if institution is None:
            raise Failure(
                Ending.FAILED, f"no institution is called {acronym}", "elo institutions import FILE"
            )
        asked = None if institution.layer == Layer.SECRETARIAT else institution.id
        progress = _progress(last) if last - local_day(now) > LONG or asked is None else None
        agenda = Agenda(house.database, house.office(), progress=progress)
        return await agenda.sendings(Lookout(first, last, institution.id), now)


def _require_order(first: date, last: date, today: date) -> None:
    if last < first:
        raise Failure(Ending.USAGE, f"{last} is before {first}", "--from DATE comes first")
    if last - today > LONGEST:
        raise Failure(Ending.USAGE, f"{last} is too far away", "no plan lasts longer than 10 years")


def _progress(last: date) -> "Progress":
    """Says each month that was looked at."""

    def say_month(day: date) -> None:
        if (day + timedelta(days=1)).day == 1:
            say(f"looked at {day:%m/%Y} of {last:%m/%Y}")

    return say_month


def _as_json(one: "Sending") -> dict[str, object]:
    return {
        "on": one.on.isoformat(timespec="minutes"),
        "person": one.person,
        "email": one.email,
        "channel": str(one.channel),
        "standby": one.standby,
        "sent": one.sent,
        "kind": str(one.kind),
        "goals": [
            {"institution": goal.institution, "key": goal.key, "step": goal.step} for goal in one.goals
        ],
        "subject": one.subject,
        "text": one.text,
    }
