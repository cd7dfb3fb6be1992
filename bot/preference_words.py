"""What somebody writes after /preferencias: `email`, `os dois`, `comunicados não`. Accents and case do not count.

What is not understood whole is not guessed.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.plain import plain
from db.preferences import ChannelChoice

NAMES = {
    "telegram": ChannelChoice.TELEGRAM,
    "email": ChannelChoice.EMAIL,
    "emails": ChannelChoice.EMAIL,
}
BOTH = {"dois", "ambos"}
FIRST, LATER = "primeiro", "depois"
ANNOUNCEMENTS = {"comunicado", "comunicados"}
BY = {"por", "pelo"}
YES = {"sim", "receber", "recebo", "quero", "voltar"}
NO = {"nao", "sem", "parar", "desligar", "nenhum", "sair"}
#: Said around the rest; they change nothing.
AROUND = {"a", "ao", "as", "de", "e", "em", "mais", "o", "os", "ou", "pelo", "por"} | {
    *("avisos", "favor", "mesmo", "meus", "prefiro", "quero", "receber", "tempo"),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to change; None: it stays as it is."""

    channels: ChannelChoice | None = None
    announcements: bool | None = None


def read_wish(text: str) -> Wish | None:
    """None when any of it cannot be told."""
    words = re.findall(r"\w+", plain(text).replace("e-mail", "email"))
    of_announcements = bool(ANNOUNCEMENTS & set(words))
    known = {*NAMES, *BOTH, FIRST, LATER, *AROUND}
    if set(words) - (known | ANNOUNCEMENTS | YES | NO if of_announcements else known):
        return None
    wish = Wish(_channels(words), _announcements(words) if of_announcements else None)
    unsaid = of_announcements and wish.announcements is None
    # Announcements have no channel of their own: `parar comunicados por e-mail` chooses none for the rest.
    mixed = of_announcements and wish.channels is not None and BY & set(words)
    return None if unsaid or mixed or wish == Wish() else wish


def _channels(words: Sequence[str]) -> ChannelChoice | None:
    named = [NAMES[word] for word in words if word in NAMES]
    ordered = FIRST in words or LATER in words
    if BOTH & set(words) or (len(set(named)) == 2 and not ordered):
        return ChannelChoice.BOTH
    # `depois e-mail` names what comes second.
    named_later = LATER in words and not any(word in NAMES for word in words[: words.index(LATER)])
    if not named or named_later or (LATER in words and len(set(named)) == 1):
        return None
    return named[0]


def _announcements(words: Sequence[str]) -> bool | None:
    if NO & set(words):
        return False
    return True if YES & set(words) else None
