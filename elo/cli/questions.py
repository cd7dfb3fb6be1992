"""What a command asks before it goes on. Ctrl-C, or no answer at all, ends it there, with nothing stored."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from elo.cli.ending import Ending, Failure
from elo.cli.printing import say


def confirm(question: str, *, yes: bool, nothing: str = "nothing was changed") -> None:
    """What people are told of happens only at somebody's word."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise Failure(Ending.FAILED, f"this needs your agreement; {nothing}", "--yes gives it")
    with _answering():
        agreed = typer.confirm(question, err=True)
    if not agreed:
        raise Failure(Ending.FAILED, nothing)


def ask_number(question: str, *, most: int) -> int:
    """From 1 to `most`; Enter takes 1, and what is none of them is asked again."""

    def number(said: str) -> int:
        if said.strip().isdecimal() and 1 <= int(said) <= most:
            return int(said)
        raise typer.BadParameter(f"write a number from 1 to {most}")

    with _answering():
        found: int = typer.prompt(question, default="1", err=True, value_proc=number)
    return found


@contextmanager
def _answering() -> Iterator[None]:
    # A running loop takes Ctrl-C as a wish for later, and the question would wait for its answer for ever.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    except typer.Abort as abort:
        say("")
        raise Failure(Ending.INTERRUPTED, "interrupted: nothing was stored") from abort
    finally:
        signal.signal(signal.SIGINT, before)
