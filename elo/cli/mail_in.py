"""`elo mail-in`: takes one message from a mail server's pipe: a bounce, or a farewell to announcements.

Ends with 0 when it was taken or is nothing for us; with 75 (sysexits.h, EX_TEMPFAIL) whenever it could not be taken
now, so that the mail server keeps it and tries again. It sends nothing, so no loop can start here.
"""

import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from elo.cli.ending import Ending, explain
from elo.cli.house import open_house, run
from elo.cli.options import AsJson, ConfigFile
from elo.cli.printing import say, tell_json

if TYPE_CHECKING:
    from pathlib import Path

    from notifier.incoming import Bounce, Incoming, Unsubscribe
    from rede.desk import Desk

_DRAINED = 64 * 1024
Recipient = Annotated[
    str,
    typer.Option(
        metavar="ADDRESS",
        help="Whom the mail server took it for: ${original_recipient}, $local_part@$domain.",
    ),
]


@dataclass(frozen=True, slots=True)
class Done:
    """`kind`: bounce, unsubscribe or dropped; numbers where they are known, no addresses."""

    kind: str
    what: str
    severity: str = ""
    status: str = ""


def mail_in(recipient: Recipient = "", config: ConfigFile = None, as_json: AsJson = False) -> None:
    """Take one message on stdin, from a Postfix or Exim pipe: bounces close dead channels.

    \b
    elo mail-in < bounce.eml
    elo mail-in --recipient=elo+81.x3kq5c7am2pl4wzt@example.org < bounce.eml

    0: taken, or nothing for us. 75: not now, the mail server shall try again.
    """
    try:
        done = _take(recipient, config)
    except Exception as error:  # a door: the mail server keeps what we could not take
        explain(error)
        raise typer.Exit(Ending.TRY_AGAIN) from error
    say(f"{done.kind}: {done.what}" + (f" ({done.status})" if done.status else ""))
    if as_json:
        tell_json({"kind": done.kind, "what": done.what, "severity": done.severity, "status": done.status})


def _take(recipient: str, config: "Path | None") -> Done:
    from notifier.incoming import MOST_BYTES, Dropped, read_incoming

    raw = sys.stdin.buffer.read(MOST_BYTES)
    while sys.stdin.buffer.read(_DRAINED):
        pass  # a pipe that breaks is a failure to the mail server
    incoming = read_incoming(raw, recipient=recipient)
    if isinstance(incoming, Dropped):
        return Done("dropped", incoming.why)
    return run(_act(config, incoming))


async def _act(config: "Path | None", incoming: "Incoming") -> Done:
    from notifier.incoming import Bounce, Dropped, Unsubscribe

    async with open_house(config) as house, house.desk() as desk:
        match incoming:
            case Bounce():
                return await _bounced(desk, incoming)
            case Unsubscribe():
                return await _left(desk, incoming)
            case Dropped():
                return Done("dropped", incoming.why)
            case _:
                assert_never(incoming)


async def _bounced(desk: "Desk", bounce: "Bounce") -> Done:
    from rede.take_bounce import Taken, take_bounce

    taken = await take_bounce(desk, bounce)
    kind = "dropped" if taken in (Taken.UNPROVEN, Taken.GONE) else "bounce"
    return Done(kind, str(taken), str(bounce.severity), bounce.status)


async def _left(desk: "Desk", farewell: "Unsubscribe") -> Done:
    from db.ids import PersonId
    from db.people import Person
    from rede.leave_announcements import leave_announcements

    token = farewell.token
    if not desk.office.sealer.is_stamp(token.stamp, "leave", token.number):
        return Done("dropped", "a farewell without proof")
    if await desk.session.get(Person, token.number) is None:
        return Done("dropped", "a farewell of nobody we know")
    person_id = PersonId(token.number)
    # The stamp proves who asks, as it does behind the link.
    await leave_announcements(replace(desk, actor=person_id), person_id)
    return Done("unsubscribe", f"people:{token.number} gets no announcements any more")
