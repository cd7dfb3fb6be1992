"""The command line: `elo`, and `python -m elo`. One file per group; heavy imports in functions.

stdout is data, stderr is messages, exit codes are a contract (design.md).
"""

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from elo.cli import (
    agenda,
    announce,
    audit,
    calendar,
    check,
    classes,
    deadline,
    demo,
    dispense,
    happening,
    history,
    init,
    institutions,
    invite,
    mail_in,
    meeting,
    outbox,
    people,
    person,
    plan,
    request,
    schema,
)
from elo.cli import run as run_
from elo.cli.ending import Ending, explain
from elo.cli.options import ConfigFile
from elo.cli.printing import ReaderLeft, say, speak_any_language, tell

app = typer.Typer(
    name="elo",
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        tell(f"elo {version('elo')}")
        raise typer.Exit


@app.callback()
def elo(
    config: ConfigFile = None,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_version, help="Say the version and exit.")
    ] = False,
) -> None:
    """Keeps the promises of the Rede de Parcerias: deadlines, reminders, reports, by Telegram and e-mail.

    \b
    elo demo                              the whole service on your desk, no token
    elo init --admin maria@example.org    configuration, key, database, first invite
    elo check                             is everything in order?
    elo run                               the service
    """


app.command("demo")(demo.demo)
app.command("init")(init.init)
app.command("run")(run_.run_service)
app.command("check")(check.check)
app.add_typer(schema.app, name="db")
app.add_typer(plan.app, name="plan")
app.command("deadline")(deadline.deadline)
app.add_typer(calendar.app, name="calendar")
app.add_typer(happening.app, name="happening")
app.add_typer(meeting.app, name="meeting")
app.add_typer(request.app, name="request")
app.add_typer(history.app, name="history")
app.command("dispense")(dispense.dispense)
app.add_typer(institutions.app, name="institutions")
app.add_typer(people.app, name="people")
app.add_typer(person.app, name="person")
app.command("invite")(invite.invite)
app.command("mail-in")(mail_in.mail_in)
app.command("agenda")(agenda.agenda)
app.command("announce")(announce.announce)
app.add_typer(outbox.app, name="outbox")
app.add_typer(audit.app, name="audit")
app.add_typer(classes.app, name="classes")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    speak_any_language()
    try:
        ended = app(args=given, prog_name="elo", standalone_mode=False)
        print(end="", flush=True)  # a full disk is found out here; a closed stdout is none
    except typer.TyperException as misuse:
        return _misused(misuse)
    except (typer.Abort, KeyboardInterrupt):
        say("interrupted")
        return Ending.INTERRUPTED
    except (BrokenPipeError, ReaderLeft):
        # Nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Ending.FAILED
    except Exception as error:
        return explain(error)
    return int(ended) if isinstance(ended, int) else Ending.OK


def _misused(misuse: typer.TyperException) -> Ending:
    message = misuse.format_message().replace("Value error, ", "")
    context = getattr(misuse, "ctx", None)
    if message.startswith("Usage:") or not message:
        say(message)
        return Ending.USAGE
    say(f"error: {message[:1].lower()}{message[1:].rstrip('.')}")
    say(f"hint: {context.command_path if context else 'elo'} -h")
    return Ending.USAGE
