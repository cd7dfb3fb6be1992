"""What the bot says about itself: its name, its descriptions, its command menus."""

from dataclasses import replace

from sandbox.exchange import Exchange
from sandbox.menu import (
    checked_commands,
    commands_json,
    parsed_commands,
    read_language,
    set_or_forget,
)
from sandbox.methods.command_scopes import read_scope
from sandbox.refusals import BadRequest
from sandbox.requests.json_values import Json
from sandbox.requests.parameters import Parameters

LONGEST_NAME = 64
LONGEST_DESCRIPTION = 512
LONGEST_SHORT_DESCRIPTION = 120


def get_me(exchange: Exchange, p: Parameters) -> Json:
    return {
        **exchange.bot.to_json(),
        "can_join_groups": True,
        "can_read_all_group_messages": exchange.hears_everything,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": exchange.has_private_topics,
        "allows_users_to_create_topics": exchange.has_private_topics,
    }


def set_my_name(exchange: Exchange, p: Parameters) -> Json:
    """Without a name the one of that language goes; the name for everybody else cannot go."""
    language = read_language(p.text("language_code"))
    name = _limited(p, "name", LONGEST_NAME, "BOT_TITLE_INVALID")
    if not (name or language):
        raise BadRequest("BOT_TITLE_INVALID")
    set_or_forget(exchange.menu.names, language, name)
    if not language:
        exchange.bot = replace(exchange.bot, name=name)
        exchange.seen.beat()
    return True


def get_my_name(exchange: Exchange, p: Parameters) -> Json:
    language = read_language(p.text("language_code"))
    return {"name": exchange.menu.names.get(language, exchange.bot.name)}


def set_my_commands(exchange: Exchange, p: Parameters) -> Json:
    commands, scope = parsed_commands(p.json("commands")), read_scope(exchange, p)
    language = read_language(p.text("language_code"))
    exchange.menu.put(scope, language, checked_commands(commands))
    exchange.seen.beat()
    return True


def get_my_commands(exchange: Exchange, p: Parameters) -> Json:
    scope, language = read_scope(exchange, p), read_language(p.text("language_code"))
    return commands_json(exchange.menu.commands.get((scope, language), ()))


def delete_my_commands(exchange: Exchange, p: Parameters) -> Json:
    scope, language = read_scope(exchange, p), read_language(p.text("language_code"))
    exchange.menu.put(scope, language, ())
    exchange.seen.beat()
    return True


def set_my_description(exchange: Exchange, p: Parameters) -> Json:
    language = read_language(p.text("language_code"))
    text = _limited(p, "description", LONGEST_DESCRIPTION, "BOT_DESC_INVALID")
    set_or_forget(exchange.menu.descriptions, language, text)
    exchange.seen.beat()
    return True


def get_my_description(exchange: Exchange, p: Parameters) -> Json:
    language = read_language(p.text("language_code"))
    return {"description": exchange.menu.descriptions.get(language, "")}


def set_my_short_description(exchange: Exchange, p: Parameters) -> Json:
    language = read_language(p.text("language_code"))
    text = _limited(p, "short_description", LONGEST_SHORT_DESCRIPTION, "BOT_SHARETEXT_INVALID")
    set_or_forget(exchange.menu.short_descriptions, language, text)
    return True


def get_my_short_description(exchange: Exchange, p: Parameters) -> Json:
    language = read_language(p.text("language_code"))
    return {"short_description": exchange.menu.short_descriptions.get(language, "")}


def _limited(p: Parameters, name: str, longest: int, words: str) -> str:
    text = p.text(name)
    if len(text) > longest:
        raise BadRequest(words)
    return text
