"""`elo announce`: one text to many. What would happen is shown first; nothing leaves but at somebody's word."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from elo.cli.announced import Decision, decide_announcement, tell_announcements
from elo.cli.audiences import audience_failure, audience_named
from elo.cli.ending import Ending, Failure
from elo.cli.house import House, open_house, run
from elo.cli.options import FIRST_YEAR, LAST_YEAR, AsJson, ConfigFile, words_only
from elo.cli.printing import say, tell, tell_json
from elo.cli.questions import confirm

if TYPE_CHECKING:
    from collections.abc import Callable

    from rede.broadcast import Broadcast, BroadcastOrder, BroadcastRefused
    from rede.desk import Desk

#: The largest number a column of ours holds.
LARGEST = 2**31 - 1
#: Bytes of a file; what is longer is no message.
LARGEST_FILE = 100_000
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
Release = Annotated[
    int | None,
    typer.Option("--release", metavar="ID", min=1, max=LARGEST, help="Let a held one go on."),
]
Cancel = Annotated[
    int | None,
    typer.Option("--cancel", metavar="ID", min=1, max=LARGEST, help="What has not left yet never will."),
]


def announce(
    file: File = None,
    audience: ToWhom = "",
    at: Moment = None,
    urgent: Urgent = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say who would hear it, and in which words; keep nothing.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Approve it without being asked; on record.")] = False,
    list_: Annotated[
        bool, typer.Option("--list", help="The last announcements, and how far each is.")
    ] = False,
    release: Release = None,
    cancel: Cancel = None,
    as_json: AsJson = False,
    config: ConfigFile = None,
) -> None:
    """Announce a text to many, by the channel that each person chose.

    \b
    elo announce aviso.txt --audience todos --dry-run
    elo announce aviso.txt --audience todos --at 2026-12-01T10:00
    elo announce aviso.txt --audience todos --urgent "O curso de hoje mudou de sala" --yes
    elo announce --list
    elo announce --release 7
    elo announce --cancel 7

    The running service sends it: it begins within a minute of its moment, in the sending window of each person.
    One that would begin more than 2 hours late is held, and a person decides with --release or --cancel.

    \b
    JSON: announcement (its number; null in a rehearsal), audience, people, telegram and email (messages that
    leave at once by each), left_out {no_channel, turned_off}, starts (ISO 8601, zone of Brasília), dry_run.
    """
    decisions = [("release", release), ("cancel", cancel)]
    wanted = [(Decision(verb), number) for verb, number in decisions if number is not None]
    if sum((file is not None, list_, len(wanted))) != 1:
        raise Failure(
            Ending.USAGE, "say one thing: FILE, --list, --release ID or --cancel ID", "elo announce -h"
        )
    if list_:
        tell_announcements(config, as_json=as_json)
    elif wanted:
        decide_announcement(config, *wanted[0], yes=yes)
    elif file is not None:
        order = _order(file, audience, at, urgent)
        run(_announce(config, order, dry_run=dry_run, yes=yes, as_json=as_json))


def _order(file: Path, audience: str, at: datetime | None, urgent: str) -> "BroadcastOrder":
    from rede.broadcast import BroadcastOrder, BroadcastRefused, read_words

    to = audience_named(audience)
    try:
        title, text = read_words(_written(file))
    except BroadcastRefused as refused:
        raise _in_words(refused) from None
    return BroadcastOrder(title=title, text=text, audience=to, at=at, urgent=urgent)


def _written(file: Path) -> str:
    """UTF-8, UTF-16 by its mark, or what Windows in Brazil writes."""
    import csv
    import sys

    from elo.cli.tables import decoded

    try:
        if str(file) == "-":
            content = sys.stdin.buffer.read(LARGEST_FILE + 1)
        else:
            with file.open("rb") as opened:
                content = opened.read(LARGEST_FILE + 1)
    except OSError as error:
        raise Failure(Ending.USAGE, f"{file}: {error.strerror}") from error
    if len(content) > LARGEST_FILE:
        raise Failure(Ending.FAILED, f"{file} has more than {LARGEST_FILE} bytes: it is no message")
    try:
        return decoded(content)
    except (csv.Error, UnicodeError) as error:
        raise Failure(Ending.FAILED, f"{file} is not a text", "save it as plain text (UTF-8)") from error


async def _announce(
    config: Path | None, order: "BroadcastOrder", *, dry_run: bool, yes: bool, as_json: bool
) -> None:
    from rede.broadcast import broadcast

    async with open_house(config) as house:
        prepared, kept = await _foreseen(house, order), None
        if dry_run:
            if not as_json:
                _show(prepared, tell)
            say("rehearsal: nothing was kept, nobody is told")
        else:
            _warn(prepared)
            if not yes:
                _show(prepared, say)
            confirm(
                f"announce it to {_people(len(prepared.listeners))}?",
                yes=yes,
                nothing="nothing was announced",
            )
            async with house.desk() as desk:
                # Whoever came or left since the question is counted anew.
                prepared = await _prepared(desk, order)
                kept = (await broadcast(desk, prepared)).id
    if as_json:
        tell_json(_as_json(prepared, kept))
    elif kept is not None:
        tell(
            f"announcement {kept}: {_people(len(prepared.listeners))}, from {_moment(prepared)} (Brasília) on"
        )


async def _foreseen(house: House, order: "BroadcastOrder") -> "Broadcast":
    from rede.desk import open_desk

    async with house.database.read() as session:
        desk = await open_desk(session, now=house.clock.now(), office=house.office())
        return await _prepared(desk, order)


async def _prepared(desk: "Desk", order: "BroadcastOrder") -> "Broadcast":
    from rede.audience import AudienceRefused
    from rede.broadcast import BroadcastRefused, prepare

    try:
        return await prepare(desk, order)
    except AudienceRefused as refused:
        raise audience_failure(refused) from None
    except BroadcastRefused as refused:
        raise _in_words(refused) from None


def _warn(prepared: "Broadcast") -> None:
    if prepared.before is not None:
        number = prepared.before.id
        say(
            f"note: the same words went to {prepared.order.audience} within the last hour (announcement {number})"
        )
        say(f"note: elo announce --cancel {number} calls that one off")
    if prepared.order.at is not None and prepared.starts > prepared.order.at:
        say(f"note: nothing leaves at that hour; it starts on {_moment(prepared)} (Brasília) unless --urgent")


def _show(prepared: "Broadcast", out: "Callable[[str], None]") -> None:
    from db.channels import ChannelKind
    from elo.agenda import plain

    telegram, email = prepared.count(ChannelKind.TELEGRAM), prepared.count(ChannelKind.EMAIL)
    out(f"audience   {prepared.order.audience}: {_people(len(prepared.listeners))}")
    out(f"channels   Telegram {telegram}, e-mail {email}")
    out(
        f"left out   {prepared.no_channel} without an open channel, {prepared.turned_off} want no announcements"
    )
    out(f"starts     {_moment(prepared)} (Brasília){', whatever the hour' if prepared.order.urgent else ''}")
    words = prepared.words_to(prepared.listeners[0].name)
    out(f"\nTelegram\n{_indented(plain(words.chat))}")
    out(f"\nE-mail · {words.mail.subject}\n{_indented(words.mail.text)}")


def _indented(words: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in words.strip().splitlines())


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def _moment(prepared: "Broadcast") -> str:
    from scheduler.clock import BRASILIA

    return f"{prepared.starts.astimezone(BRASILIA):%Y-%m-%d %H:%M}"


def _as_json(prepared: "Broadcast", kept: int | None) -> dict[str, object]:
    from db.channels import ChannelKind
    from scheduler.clock import BRASILIA

    return {
        "announcement": kept,
        "audience": str(prepared.order.audience),
        "people": len(prepared.listeners),
        "telegram": prepared.count(ChannelKind.TELEGRAM),
        "email": prepared.count(ChannelKind.EMAIL),
        "left_out": {"no_channel": prepared.no_channel, "turned_off": prepared.turned_off},
        "starts": prepared.starts.astimezone(BRASILIA).isoformat(timespec="seconds"),
        "dry_run": kept is None,
    }


def _in_words(refused: "BroadcastRefused") -> Failure:
    facts = refused.facts
    match refused.key:
        case "broadcast_empty":
            return Failure(Ending.FAILED, "the text is empty", "its first line is the title")
        case "broadcast_without_text":
            return Failure(Ending.FAILED, "there is a title and nothing below it")
        case "broadcast_unprintable":
            return Failure(
                Ending.FAILED, "the text has characters that cannot be shown", "save it as plain text"
            )
        case "broadcast_with_cpf":
            return Failure(Ending.FAILED, "the text holds a CPF, which is never kept: leave it out")
        case "broadcast_title_too_long":
            message = f"the title (first line) has {facts['length']} characters, the limit is {facts['most']}"
            return Failure(Ending.FAILED, message)
        case "broadcast_too_long":
            message = f"the message would have {facts['length']} characters, Telegram takes {facts['most']}"
            return Failure(Ending.FAILED, message, "shorten it; a link may lead to the whole")
        case "broadcast_in_the_past":
            from scheduler.clock import BRASILIA

            at = facts["at"].astimezone(BRASILIA)
            return Failure(Ending.USAGE, f"--at {at:{MOMENT}} is over", "leave it out to begin now")
        case "broadcast_to_nobody":
            left_out = f"{facts['no_channel']} without an open channel, {facts['turned_off']} want none"
            return Failure(Ending.FAILED, f"nobody would hear it ({left_out})", "elo people import FILE")
        case _:
            raise refused
