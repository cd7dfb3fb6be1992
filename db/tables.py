"""Every table, so that whoever needs the whole schema (migrations, tests) imports one thing."""

from db import (
    audit,
    calendar_days,
    channels,
    date_moves,
    deliverables,
    deliveries,
    drafts,
    happenings,
    inbox,
    institutions,
    instruments,
    invites,
    notices,
    obligations,
    outages,
    people,
    plans,
    readings,
    snoozes,
)
from db.database import Base

__all__ = [
    "audit",
    "calendar_days",
    "channels",
    "date_moves",
    "deliverables",
    "deliveries",
    "drafts",
    "happenings",
    "inbox",
    "institutions",
    "instruments",
    "invites",
    "metadata",
    "notices",
    "obligations",
    "outages",
    "people",
    "plans",
    "readings",
    "snoozes",
]

metadata = Base.metadata
