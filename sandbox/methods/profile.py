"""What the bot says about itself: its name, its descriptions, its command menus."""

from dataclasses import replace

from sandbox.exchange import Exchange
from sandbox.json_values import Json
from sandbox.menu import (
    LONGEST_DESCRIPTION,
    LONGEST_SHORT_DESCRIPTION,
    Scope,
    commands_json,
    read_commands,
    read_language,
    read_scope,
    set_or_forget,
)
from sandbox.parameters import Parameters
from sandbox.refusals import BadRequest

LONGEST_NAME = 64


def get_me(exchange: Exchange, p: Parameters) -> Json:
    return {
        **exchange.bot.to_json(),
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def set_my_name(exchange: Exchange, p: Parameters) -> Json:
    name = _limited(p, "name", LONGEST_NAME, "BOT_TITLE_INVALID")
    language = read_language(p.text("language_code"))
    set_or_forget(exchange.menu.names, language, name)
    if name and not language:
        exchange.bot = replace(exchange.bot, name=name)
        exchange.seen.beat()
    return True


def get_my_name(exchange: Exchange, p: Parameters) -> Json:
    language = read_language(p.text("language_code"))
    return {"name": exchange.menu.names.get(language, exchange.bot.name)}


def set_my_commands(exchange: Exchange, p: Parameters) -> Json:
    commands = read_commands(p.json("commands"))
    exchange.menu.commands[_key(exchange, p)] = commands
    exchange.seen.beat()
    return True


def get_my_commands(exchange: Exchange, p: Parameters) -> Json:
    return commands_json(exchange.menu.commands.get(_key(exchange, p), ()))


def delete_my_commands(exchange: Exchange, p: Parameters) -> Json:
    exchange.menu.commands.pop(_key(exchange, p), None)
    exchange.seen.beat()
    return True


def set_my_description(exchange: Exchange, p: Parameters) -> Json:
    text = _limited(p, "description", LONGEST_DESCRIPTION, "BOT_DESCRIPTION_TOO_LONG")
    set_or_forget(exchange.menu.descriptions, read_language(p.text("language_code")), text)
    exchange.seen.beat()
    return True


def get_my_description(exchange: Exchange, p: Parameters) -> Json:
    language = read_language(p.text("language_code"))
    return {"description": exchange.menu.descriptions.get(language, "")}


def set_my_short_description(exchange: Exchange, p: Parameters) -> Json:
    text = _limited(p, "short_description", LONGEST_SHORT_DESCRIPTION, "BOT_SHORT_DESCRIPTION_TOO_LONG")
    set_or_forget(exchange.menu.short_descriptions, read_language(p.text("language_code")), text)
    return True


def get_my_short_description(exchange: Exchange, p: Parameters) -> Json:
    language = read_language(p.text("language_code"))
    return {"short_description": exchange.menu.short_descriptions.get(language, "")}


def _key(exchange: Exchange, p: Parameters) -> tuple[Scope, str]:
    scope = read_scope(p.json("scope"))
    if scope.kind in ("chat", "chat_administrators", "chat_member"):
        exchange.chat(scope.chat)
    return scope, read_language(p.text("language_code"))


def _limited(p: Parameters, name: str, longest: int, words: str) -> str:
    text = p.text(name)
    if len(text) > longest:
        raise BadRequest(words)
    return text
