"""What a command of the chat is, and who is shown it."""

from dataclasses import dataclass
from enum import StrEnum

from bot.turn import Handler, LooksOut


class Scope(StrEnum):
    """Who sees a command in a menu or in /ajuda."""

    #: Whoever is not linked to a person of the Rede.
    STRANGER = "stranger"
    PARTNER = "partner"
    #: Coordinates a first-layer institution.
    COORDINATOR = "coordinator"
    SECRETARIAT = "secretariat"


@dataclass(frozen=True, slots=True)
class Command:
    """`description` is what Telegram's menu shows (Bot API, setMyCommands: at most 256 characters)."""

    name: str
    description: str
    #: In whose /ajuda it stands; others may type it all the same, and the act decides.
    offered: frozenset[Scope]
    #: In whose menu it stands too, seven at the most.
    shown: frozenset[Scope]
    handler: Handler
    #: What the door works out first, for a command that shows what would be sent.
    looks_out: LooksOut | None = None
