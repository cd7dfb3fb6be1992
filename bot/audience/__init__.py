"""Whom something is for, asked in chat by any form that has to know it."""

from bot.audience.choosing import (
    ask_audience,
    is_asking_audience,
    take_audience_press,
    take_audience_text,
)
from bot.audience.filters import PRESS
from bot.audience.scope import audience_named

__all__ = [
    "PRESS",
    "ask_audience",
    "audience_named",
    "is_asking_audience",
    "take_audience_press",
    "take_audience_text",
]
