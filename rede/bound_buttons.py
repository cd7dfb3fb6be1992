"""Buttons that say what they are for, to whom, and as of when: `act:number:version:stamp`.

The stamp binds one to the person it was shown to; a forged one, or another's, is no button of theirs. The version
is the object's own: whoever answers the press compares it, and says so of an old one. Bot API: 1-64 bytes.
"""

import re
from dataclasses import dataclass

from db.ids import PersonId
from db.sealing import Sealer

#: Characters of the stamp: 50 bits, for one person, act, number and version.
STAMP = 10
_SHAPE = re.compile(r"([a-z]{1,16}):(\d{1,18}):(\d{1,9}):([a-z2-7]{10})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Pressed:
    act: str
    number: int
    version: int


def bound(sealer: Sealer, person_id: PersonId, act: str, number: int, version: int = 0) -> str:
    """Callback data for one person. `act`: 1-16 small letters, unique in `bot/menu.py`."""
    plain = f"{act}:{number}:{version}"
    return f"{plain}:{sealer.stamp(f'button/{plain}', person_id)[:STAMP]}"


def link_word(data: str) -> str:
    """The same as the word of a deep link, which takes no colons: as good in the chat of that person only."""
    return data.replace(":", "-")


def read_link_word(sealer: Sealer, person_id: PersonId, word: str) -> Pressed | None:
    """None: it is no such word, or not of that person."""
    return read_bound(sealer, person_id, word.replace("-", ":"))


def read_bound(sealer: Sealer, person_id: PersonId, data: str) -> Pressed | None:
    """None: it is no such button, or not of that person."""
    found = _SHAPE.fullmatch(data)
    if found is None or bound(sealer, person_id, found[1], int(found[2]), int(found[3])) != data:
        return None
    return Pressed(found[1], int(found[2]), int(found[3]))
