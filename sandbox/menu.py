"""A bot's command menus by scope and language, its menu button, and what it says about itself.

Reading commands is as in telegram-bot-api, Client.cpp: `get_bot_commands`; and tdlib, BotCommand.cpp. Words in
capitals are those of Telegram's servers.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sandbox.formatting.kept_text import cleaned
from sandbox.refusals import BadRequest
from sandbox.requests.json_fields import needed_text, object_of, reading
from sandbox.requests.json_values import Json, JsonObject, as_list

MOST_COMMANDS = 100
LONGEST_COMMAND = 32
LONGEST_COMMAND_DESCRIPTION = 256
_COMMAND = re.compile("[a-z0-9_]+")
_LANGUAGE = re.compile("(?:[a-z]{2})?")


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
    #: By private chat; 0 is for all others.
    buttons: dict[int, JsonObject] = field(default_factory=lambda: {0: {"type": "commands"}})
    #: What the bot asks for as an administrator: in channels, and (False) in groups.
    rights: dict[bool, frozenset[str]] = field(default_factory=dict)

    def shown_to(
        self, chat: int, language: str = "pt", *, member: int | None = None, runs_it: bool = False
    ) -> tuple[Command, ...]:
        """What Telegram would show: the narrowest scope wins, then the language (Bot API, BotCommandScope).

        In a group `member` is who looks, and `runs_it` says whether they are an administrator.
        """
        for scope in _scopes(chat, member, runs_it=runs_it):
            for spoken in (language, ""):
                if found := self.commands.get((scope, spoken)):
                    return found
        return ()

    def put(self, scope: Scope, language: str, commands: tuple[Command, ...]) -> None:
        """No commands: the scope has none of its own any more."""
        if commands:
            self.commands[scope, language] = commands
        else:
            self.commands.pop((scope, language), None)


def read_commands(value: Json) -> tuple[Command, ...]:
    """Raises BadRequest for a list Telegram refuses."""
    return checked_commands(parsed_commands(value))


def parsed_commands(value: Json) -> tuple[Command, ...]:
    """The commands as they were sent, good or bad. Raises BadRequest."""
    if value is None:
        return ()
    items = as_list(value)
    if items is None:
        raise BadRequest("expected an Array of BotCommand")
    with reading("BotCommand"):
        return tuple(map(_command, items))


def checked_commands(commands: Iterable[Command]) -> tuple[Command, ...]:
    """Raises BadRequest: first for what tdlib looks at in any of them, then for what the servers do."""
    trimmed = tuple(map(_trimmed, commands))
    if len(trimmed) > MOST_COMMANDS:
        raise BadRequest("BOT_COMMANDS_TOO_MUCH")
    if not all(_COMMAND.fullmatch(command.name) for command in trimmed):
        raise BadRequest("BOT_COMMAND_INVALID")
    return trimmed


def read_language(code: str) -> str:
    if not _LANGUAGE.fullmatch(code):
        raise BadRequest("invalid language code specified")
    return code


def set_or_forget(kept: dict[str, str], language: str, value: str) -> None:
    """An empty value takes the text of that language away."""
    if value:
        kept[language] = value
    else:
        kept.pop(language, None)


def commands_json(commands: Sequence[Command]) -> Json:
    return [command.to_json() for command in commands]


def _scopes(chat: int, member: int | None, *, runs_it: bool) -> tuple[Scope, ...]:
    """Those that apply, the narrowest first."""
    if member is None:
        return (Scope("chat", chat), Scope("all_private_chats"), Scope())
    of_one = (Scope("chat_member", chat, member), Scope("chat_administrators", chat), Scope("chat", chat))
    of_all = (Scope("all_chat_administrators"), Scope("all_group_chats"), Scope())
    return tuple(s for s in (*of_one, *of_all) if runs_it or not s.kind.endswith("administrators"))


def _command(value: Json) -> Command:
    body = object_of(value, "expected an Object")
    return Command(needed_text(body, "command"), needed_text(body, "description"))


def _trimmed(command: Command) -> Command:
    # Telegram forgives the slash people write before the name.
    name = cleaned(command.name).strip().removeprefix("/")
    description = cleaned(command.description).strip()
    for called, text, longest in (
        ("command", name, LONGEST_COMMAND),
        ("command description", description, LONGEST_COMMAND_DESCRIPTION),
    ):
        if not text:
            raise BadRequest(f"{called} must be non-empty")
        if len(text) > longest:
            raise BadRequest(f"{called} length must not exceed {longest}")
    return Command(name, description)
