"""A bot's command menus by scope and language, and its descriptions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sandbox.json_values import Json, JsonObject, as_integer, as_list, as_object
from sandbox.refusals import BadRequest

MOST_COMMANDS = 100
LONGEST_COMMAND_DESCRIPTION = 256
LONGEST_DESCRIPTION = 512
LONGEST_SHORT_DESCRIPTION = 120
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}|")
_SCOPES_OF_ALL = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
_SCOPES_OF_ONE = frozenset({"chat", "chat_administrators", "chat_member"})


@dataclass(frozen=True, slots=True)
class Command:
    name: str
    description: str

    def to_json(self) -> JsonObject:
        return {"command": self.name, "description": self.description}


@dataclass(frozen=True, slots=True)
class Scope:
    kind: str = "default"
    chat: int = 0
    user: int = 0


@dataclass(slots=True)
class Menu:
    commands: dict[tuple[Scope, str], tuple[Command, ...]] = field(default_factory=dict)
    #: By language; "" is for everybody else.
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)

    def shown_to(self, chat: int, language: str = "pt") -> tuple[Command, ...]:
        """What Telegram would show in a private chat: the narrowest scope wins, then the language."""
        for scope in (Scope("chat", chat), Scope("all_private_chats"), Scope()):
            for spoken in (language, ""):
                if found := self.commands.get((scope, spoken)):
                    return found
        return ()


def read_commands(value: Json) -> tuple[Command, ...]:
    """Raises BadRequest for a list Telegram refuses."""
    items = as_list(value)
    if items is None:
        raise BadRequest("expected an Array of BotCommand")
    if len(items) > MOST_COMMANDS:
        raise BadRequest("BOT_COMMANDS_TOO_MUCH")
    return tuple(_command(item) for item in items)


def read_scope(value: Json) -> Scope:
    if value in (None, ""):
        return Scope()
    body = as_object(value)
    kind = body.get("type") if body is not None else None
    if body is None or not isinstance(kind, str):
        raise BadRequest("can't parse BotCommandScope")
    if kind in _SCOPES_OF_ALL:
        return Scope(kind)
    if kind not in _SCOPES_OF_ONE:
        raise BadRequest("can't parse BotCommandScope: unsupported type specified")
    return Scope(kind, as_integer(body.get("chat_id")) or 0, as_integer(body.get("user_id")) or 0)


def read_language(code: str) -> str:
    if not _LANGUAGE.fullmatch(code):
        raise BadRequest("LANG_CODE_INVALID")
    return code


def set_or_forget(kept: dict[str, str], language: str, value: str) -> None:
    """An empty value takes the text of that language away."""
    if value:
        kept[language] = value
    else:
        kept.pop(language, None)


def commands_json(commands: Sequence[Command]) -> Json:
    return [command.to_json() for command in commands]


def _command(value: Json) -> Command:
    body = as_object(value)
    if body is None:
        raise BadRequest("expected an Object")
    name, description = body.get("command"), body.get("description")
    # Telegram forgives the slash people write before the name.
    if not isinstance(name, str) or not _COMMAND.fullmatch(name.removeprefix("/")):
        raise BadRequest("BOT_COMMAND_INVALID")
    if not isinstance(description, str) or not 1 <= len(description) <= LONGEST_COMMAND_DESCRIPTION:
        raise BadRequest("BOT_COMMAND_DESCRIPTION_INVALID")
    return Command(name.removeprefix("/"), description)
