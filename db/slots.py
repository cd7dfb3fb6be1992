"""Slots: places in words that were rendered once, filled in later for each person.

A slot is its name between two characters that no keyboard types (Unicode, private use), so that nothing which
people write is taken for one.
"""

import re
from collections.abc import Mapping

OPEN, CLOSE = "\ue000", "\ue001"
_SLOT = re.compile(f"{OPEN}[^{CLOSE}]*{CLOSE}")


def slot(name: str) -> str:
    return f"{OPEN}{name}{CLOSE}"


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with the slots of these names filled; values are put as they are: escape them before."""
    for name, value in values.items():
        text = text.replace(slot(name), value)
    return text


def without_slots(text: str) -> str:
    """What people wrote, without the two characters that would make a slot of it."""
    return text.replace(OPEN, "").replace(CLOSE, "")


def shown(text: str) -> str:
    """For whoever looks at words that are still to leave: what is filled in only then is `…`."""
    return without_slots(_SLOT.sub("…", text))
