"""Updates on their way in, by polling or by webhook: masked in memory, then stored. Nothing is parsed here."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.cpf import ASKED_NUMBERS, mask_update
from bot.update import NUMBERS, sender_of
from db import Session
from db.drafts import draft_of
from db.inbox import Received, Stored, is_known, store_updates
from db.sealing import Sealer

#: What this bot has business with: left out, Telegram keeps to what was asked for last.
ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
#: Where Telegram brings updates, below public_url.
PATH = "/telegram"
#: Of the stamp by which Telegram is known there.
PURPOSE = "webhook"


def has_number(update: object) -> bool:
    """Without one it can neither be stored nor confirmed."""
    number = update.get("update_id") if isinstance(update, dict) else None
    return isinstance(number, int) and not isinstance(number, bool) and number in NUMBERS


def secret_token(sealer: Sealer) -> str:
    return sealer.stamp(PURPOSE, 0)


def is_secret_token(given: str, sealer: Sealer) -> bool:
    """Compared in constant time."""
    return sealer.is_stamp(given, PURPOSE, 0)


async def take_in(session: Session, updates: Sequence[dict[str, Any]], *, now: datetime) -> Stored:
    """Stores updates that have a number; only after the COMMIT may Telegram be told that they arrived."""
    return await store_updates(session, [await _received(session, one) for one in updates], now=now)


async def _received(session: Session, update: dict[str, Any]) -> Received:
    strict, lenient = _masked(update), _masked(update, asks=next(iter(ASKED_NUMBERS)))
    if strict.payload == lenient.payload:
        return strict
    # What comes again stays as it was masked the first time, whatever is asked by now: else it would count twice.
    for one in (strict, lenient):
        if await is_known(session, one):
            return one
    return lenient if await _asks_for_a_number(session, strict.sender) else strict


def _masked(update: dict[str, Any], *, asks: str = "") -> Received:
    payload = json.dumps(mask_update(update, asks=asks), ensure_ascii=False, sort_keys=True)
    payload = payload.encode("utf8", "replace").decode("utf8")
    return Received(update_id=update["update_id"], sender=sender_of(update), payload=payload)


async def _asks_for_a_number(session: Session, chat_id: int) -> bool:
    draft = await draft_of(session, chat_id)
    return draft is not None and json.loads(draft.fields).get("asked") in ASKED_NUMBERS
