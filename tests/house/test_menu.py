"""The one table of commands: what Telegram takes, and one file for each."""

import re
from importlib.resources import files

import pytest

from bot.menu import COMMANDS, Command, menu
from sandbox.menu import LONGEST_COMMAND_DESCRIPTION, read_commands

#: Telegram asks every bot to know these; they are somebody else's names for ours.
ALIASES = {"help": "ajuda"}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.name))
def test_command_is_one_that_telegram_takes(command: Command) -> None:
    assert re.fullmatch(r"[a-z0-9_]{1,32}", command.name)
    assert 0 < len(command.description) <= LONGEST_COMMAND_DESCRIPTION
    assert command.description[0].islower()
    assert not command.description.endswith(".")


def test_names_are_unique() -> None:
    assert len({command.name for command in COMMANDS}) == len(COMMANDS)


def test_every_file_of_commands_is_in_the_menu_and_the_other_way_round() -> None:
    written = {one.name for one in files("bot.commands").iterdir() if one.name.endswith(".py")}

    assert {f"{command.name}.py" for command in COMMANDS} - {f"{name}.py" for name in ALIASES} == written - {
        "__init__.py"
    }


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.name))
def test_command_is_handled_by_the_file_of_its_name(command: Command) -> None:
    assert command.handler.__module__ == f"bot.commands.{ALIASES.get(command.name, command.name)}"


def test_menu_is_accepted_as_it_is_sent() -> None:
    sent = [{"command": name, "description": description} for name, description in menu()]

    assert len(read_commands(sent)) == len(menu())
