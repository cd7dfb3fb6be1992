"""Whether words are the whole deadline of a goal: what finds the cells again where an export ran them together."""

from functools import lru_cache

from scheduler.phrases import is_deadline
from scheduler.plan.letters import is_unfinished


@lru_cache(maxsize=10_000)
def fills_a_cell(text: str) -> bool:
    """Whether the text is a deadline from its capital letter to its last word, and not a part of one."""
    return bool(text) and not text[0].islower() and not is_unfinished(text) and is_deadline(text)
