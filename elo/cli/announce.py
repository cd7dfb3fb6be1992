"""`elo announce`: one text to many. What would happen is shown first; nothing leaves but at somebody's word."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from elo.cli.announced import Decision, decide_announcement, tell_announcements
from elo.cli.announcement_filling import fill_seen
from elo.cli.announcement_order import Enclosing, Given, enclosing, order_of, prepared_of, with_enclosure
from elo.cli.announcement_result import tell_result
from elo.cli.announcement_words import as_json_of, moment, people, show, warn
from elo.cli.ending import Ending, Failure
from elo.cli.house import House, open_house, run
from elo.cli.options import FIRST_YEAR, LAST_YEAR, AsJson, ConfigFile, words_only
from elo.cli.printing import say, tell, tell_json
from elo.cli.questions import confirm

if TYPE_CHECKING:
    from db.ids import AnnouncementId
    from rede.broadcast import Broadcast, BroadcastOrder

#: The largest number a column of ours holds.
LARGEST = 2**31 - 1
ONE_THING = (
    "say one thing: FILE, --list, --release ID or --cancel ID; --pause ID, --resume ID, --resend ID or "
    "--result ID; --correct ID goes with a FILE"
)
MOMENT = "%Y-%m-%dT%H:%M"


def read_moment(text: str) -> datetime:
    """Wall time of Brasília."""
    from scheduler.clock import BRASILIA

    try:
        moment = datetime.strptime(text.strip().replace(" ", "T"), MOMENT).replace(tzinfo=BRASILIA)
    except ValueError:
        moment = None
    if moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise typer.BadParameter(f"{text} is not a moment: write 2026-12-01T10:00 (hour of Brasília)")
    return moment


def _reason(text: str) -> str:
    reason = " ".join((words_only(text) or "").split())
    if text and not reason:
        raise typer.BadParameter("say why it cannot wait for the sending window")
    return reason


File = Annotated[
    Path | None, typer.Argument(metavar="FILE", help="Plain text, first line = title; - reads stdin.")
]
ToWhom = Annotated[
    str, typer.Option("--audience", metavar="WORDS", help="Whom it is for: todos, camada:1 uf:BA,SE …")
]
Moment = Annotated[
    datetime | None,
    typer.Option("--at", metavar="YYYY-MM-DDTHH:MM", parser=read_moment, help="Hour of Brasília; else now."),
]
Urgent = Annotated[
    str,
    typer.Option(
        "--urgent", metavar="REASON", callback=_reason, help="Leaves whatever the hour; the reason is kept."
    ),
]


def _number(name: str, help_: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(f"--{name}", metavar="ID", min=1, max=LARGEST, help=help_)
    return option


Release = Annotated[int | None, _number("release", "Let a held one go on.")]
Cancel = Annotated[int | None, _number("cancel", "What has not left yet never will.")]
Pause = Annotated[int | None, _number("pause", "What has not left yet waits.")]
Resume = Annotated[int | None, _number("resume", "Let a paused one go on, from where it was.")]
Resend = Annotated[int | None, _number("resend", "Once more, to those whom it did not reach.")]
Correct = Annotated[int | None, _number("correct", "FILE puts it right, for those who got it.")]
Result = Annotated[int | None, _number("result", "What became of it, in people.")]
Sheet = Annotated[
    Path | None, typer.Option("--csv", metavar="FILE", help="With --result: one line a person.")
]
Enclosed = Annotated[
    Path | None, typer.Option("--file", metavar="PATH", help="A picture or a document that goes with it.")
]
LeadsTo = Annotated[
    str, typer.Option("--button", metavar="LABEL=URL", help="Under it; to gov.br or [links] hosts.")
]


def announce(
    file: File = None,
    audience: ToWhom = "",
    at: Moment = None,
    urgent: Urgent = "",
    promotional: Annotated[
        bool, typer.Option("--promotional", help="It promotes something: held in an electoral period.")
    ] = False,
    enclosed: Enclosed = None,
    button: LeadsTo = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say who would hear it, and in which words; keep nothing.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Approve it without being asked; on record.")] = False,
    list_: Annotated[
        bool, typer.Option("--list", help="The last announcements, and how far each is.")
    ] = False,
    release: Release = None,
    cancel: Cancel = None,
    pause: Pause = None,
    resume: Resume = None,
    resend: Resend = None,
    correct: Correct = None,
    result: Result = None,
    sheet: Sheet = None,
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """Announce a text to many, by the channel that each person chose.

    \b
    elo announce aviso.txt --audience todos --dry-run
    elo announce aviso.txt --audience todos --at 2026-12-01T10:00
    elo announce aviso.txt --audience todos --urgent "O curso de hoje mudou de sala" --yes
    elo announce aviso.txt --audience "camada:1 uf:BA" --file cartaz.png --button "Ver=https://www.gov.br/x"
    elo announce aviso.txt --correct 7
    elo announce --list
    elo announce --pause 7     (or --resume, --cancel, --release, --resend)
    elo announce --result 7 --csv resultado.csv

    The running service sends it: it begins within a minute of its moment, in the sending window of each person.
    One that would begin more than 2 hours late is held, and a person decides with --release or --cancel.

    \b
    JSON: announcement (its number; null in a rehearsal), audience, people, telegram and email (messages that
    leave at once by each), left_out {no_channel, closed, turned_off}, starts (ISO 8601, zone of Brasília),
    dry_run. With --result: announcement, state, people, sent, telegram, email, failed, unknown, waiting,
    left_out {no_contact, closed, opted_out, cancelled}; people = sent + failed + unknown + waiting + left out.
    """
    decisions = zip(Decision, (release, cancel, pause, resume, resend), strict=True)
    wanted = [(verb, number) for verb, number in decisions if number is not None]
    if sum((file is not None, list_, len(wanted), result is not None)) != 1 or (correct and file is None):
        raise Failure(Ending.USAGE, ONE_THING, "elo announce -h")
    if list_:
        tell_announcements(config, as_json=as_json)
    elif result is not None:
        tell_result(config, result, sheet=sheet, as_json=as_json)
    elif wanted:
        decide_announcement(config, *wanted[0], yes=yes)
    elif file is not None:
        given = Given(
            file=file,
            audience=audience,
            at=at,
            urgent=urgent,
            promotional=promotional,
            enclosure=enclosed,
            button=button,
            correct=correct,
        )
        run(_announce(config, given, dry_run=dry_run, yes=yes, as_json=as_json))


async def _announce(config: Path | None, given: Given, *, dry_run: bool, yes: bool, as_json: bool) -> None:
    order, file = order_of(given), enclosing(given.enclosure)
    async with open_house(config) as house:
        prepared, kept = await _foreseen(house, order), None
        if dry_run:
            if not as_json:
                show(prepared, tell)
            say("rehearsal: nothing was kept, nobody is told")
        else:
            warn(prepared)
            if not yes:
                show(prepared, say)
            question = f"announce it to {people(len(prepared.listeners))}?"
            confirm(question, yes=yes, nothing="nothing was announced")
            prepared, kept = await _kept(house, order, file)
            await fill_seen(house, kept)
    if as_json:
        tell_json(as_json_of(prepared, kept))
    elif kept is not None:
        tell(f"announcement {kept}: {people(len(prepared.listeners))}, from {moment(prepared)} (Brasília) on")


async def _kept(
    house: House, order: "BroadcastOrder", file: Enclosing | None
) -> tuple["Broadcast", "AnnouncementId"]:
    from rede.broadcast import broadcast

    async with house.desk() as desk:
        # Whoever came or left since the question is counted anew.
        prepared = await prepared_of(desk, await with_enclosure(desk, order, file))
        made = await broadcast(desk, prepared)
    if made.held_for:
        say(f"note: it is held ({made.held_for}): elo announce --release {made.id} lets it go on")
    return prepared, made.id


async def _foreseen(house: House, order: "BroadcastOrder") -> "Broadcast":
    from rede.desk import open_desk

    async with house.database.read() as session:
        desk = await open_desk(session, now=house.clock.now(), office=house.office())
        return await prepared_of(desk, order)
