"""Buttons under a message, laid out for a phone."""

from collections.abc import Sequence

Button = tuple[str, str]


def in_pairs(buttons: Sequence[Button]) -> list[list[Button]]:
    """Two a row: labels of three would be cut off."""
    return [list(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]
