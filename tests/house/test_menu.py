"""The one table of commands: what Telegram takes, and one file for each."""

import re
from importlib.resources import files

import pytest

from bot.command import Command, Scope
from bot.menu import ALIASES, BY_NAME, COMMANDS, MOST_SHOWN, shown
from notifier.texts import Texts
from sandbox.menu import LONGEST_COMMAND_DESCRIPTION, read_commands


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.name))
def test_command_is_one_that_telegram_takes(command: Command) -> None:
    assert re.fullmatch(r"[a-z0-9_]{1,32}", command.name)
    assert 0 < len(command.description) <= LONGEST_COMMAND_DESCRIPTION
    assert command.description[0].islower()
    assert not command.description.endswith(".")


def test_names_are_unique() -> None:
    assert len({command.name for command in COMMANDS}) == len(COMMANDS)


def test_an_alias_is_nobody_elses_name() -> None:
    assert not ALIASES.keys() & {command.name for command in COMMANDS}
    assert all(BY_NAME[alias].name == name for alias, name in ALIASES.items())


def test_every_file_of_commands_is_in_the_menu_and_the_other_way_round() -> None:
    written = {one.name for one in files("bot.commands").iterdir() if one.name.endswith(".py")}

    assert {f"{command.name}.py" for command in COMMANDS} == written - {"__init__.py"}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.name))
def test_command_is_handled_by_the_file_of_its_name(command: Command) -> None:
    assert command.handler.__module__ == f"bot.commands.{command.name}"


#: They take no words of a person.
BARE = {"agenda", "horas", "cancelar", "privacidade", "sair", "start"}


@pytest.mark.parametrize("name", sorted({command.name for command in COMMANDS} - BARE))
def test_help_of_a_command_that_takes_words_shows_how_to_say_all_of_it(name: str) -> None:
    examples = Texts().chat("help_of", name=name, description=BY_NAME[name].description).count("<code>")

    assert examples > 1


@pytest.mark.parametrize("scope", [Scope.PARTNER, Scope.COORDINATOR, Scope.SECRETARIAT])
def test_a_menu_shows_seven_commands_and_each_is_in_the_help_of_who_sees_it(scope: Scope) -> None:
    listed = [command for command in COMMANDS if scope in command.shown]

    assert len(listed) == MOST_SHOWN
    assert all(scope in command.offered for command in listed)
    assert shown(scope)[-1][0] == "ajuda"


@pytest.mark.parametrize("scope", list(Scope))
def test_menu_is_accepted_as_it_is_sent(scope: Scope) -> None:
    sent = [{"command": name, "description": description} for name, description in shown(scope)]

    assert len(read_commands(sent)) == len(sent)
