"""Which person is meant: by mailbox, and by name where several read it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from elo.cli.ending import Ending, Failure

if TYPE_CHECKING:
    from db.people import Person


def the_one(readers: "Sequence[Person]", email: str, name: str) -> "Person":
    """
    Raises:
        Failure: nobody, or several; who they are is said.
    """
    named = [one for one in readers if not name or one.name.casefold() == name.strip().casefold()]
    names = ", ".join(one.name for one in readers)
    if len(named) == 1:
        return named[0]
    if not readers:
        raise Failure(Ending.FAILED, f"nobody is registered with {email}", "elo people import FILE.csv")
    if named:
        raise Failure(Ending.FAILED, f"several people read {email}: {names}", "choose one with --name NAME")
    raise Failure(Ending.FAILED, f"nobody called {name} reads {email}", f"who does: {names}")
