"""Entities the bot marks itself, instead of a parse mode.

As in telegram-bot-api, Client.cpp: `get_formatted_text`, `get_text_entity`, `get_text_entity_type`; and, for what
they hold, in tdlib MessageEntity.cpp: `get_message_entities`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sandbox.formatting.entities import Entity
from sandbox.formatting.links import mentioned_user, required_link
from sandbox.formatting.special_marks import date_format
from sandbox.refusals import BadRequest, CannotParse
from sandbox.requests.json_fields import (
    WrongField,
    needed_integer,
    needed_object,
    needed_text,
    object_of,
    reading,
    text_in,
)
from sandbox.requests.json_values import Json, JsonObject, as_list

_STYLES = frozenset(
    [
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
    ]
)
#: Telegram finds these by itself, and so takes no notice of them.
_FOUND = frozenset(
    [
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bank_card_number",
    ]
)


def read_entities(value: Json) -> tuple[Entity, ...]:
    """Raises BadRequest. Whatever is no array counts as none."""
    with reading("MessageEntity"):
        read = [entity for item in as_list(value) or () if (entity := _read(item))]
    return tuple(_checked(read))


def _read(value: Json) -> Entity | None:
    body = object_of(value, "expected an Object")
    place = needed_integer(body, "offset"), needed_integer(body, "length")
    kind = needed_text(body, "type")
    if not kind:
        raise WrongField("Type is not specified")
    return None if kind in _FOUND else _with_argument(Entity(kind, *place), body)


def _with_argument(entity: Entity, body: JsonObject) -> Entity:
    match entity.type:
        case "pre":
            return replace(entity, language=text_in(body, "language") or None)
        case "text_link":
            return replace(entity, url=needed_text(body, "url"))
        case "text_mention":
            return replace(entity, user_id=needed_integer(needed_object(body, "user"), "id", wide=True))
        case "custom_emoji":
            return replace(entity, custom_emoji_id=str(needed_integer(body, "custom_emoji_id", wide=True)))
        case "date_time":
            formatted = _date_format(text_in(body, "date_time_format"))
            return replace(entity, unix_time=needed_integer(body, "unix_time"), date_time_format=formatted)
        case kind if kind in _STYLES:
            return entity
    raise WrongField("Unsupported type specified")


def _date_format(letters: str) -> str | None:
    try:
        return date_format(letters) or None
    except CannotParse as error:
        raise WrongField("Invalid date-time format specified") from error


def _checked(entities: Iterable[Entity]) -> Iterator[Entity]:
    """Raises BadRequest for an entity that means nothing."""
    for entity in entities:
        if entity.user_id is not None and entity.user_id <= 0:
            raise BadRequest("user not found")
        if entity.custom_emoji_id == "0":
            raise BadRequest("invalid custom emoji identifier specified")
        if entity.unix_time is not None and entity.unix_time <= 0:
            raise BadRequest("invalid date specified")
        yield entity if entity.url is None else _linked(entity, entity.url)


def _linked(entity: Entity, url: str) -> Entity:
    user = mentioned_user(url)
    if user is not None:
        return Entity("text_mention", entity.offset, entity.length, user_id=user)
    return replace(entity, url=required_link(url, "entity"))
