"""config.example.toml is what `elo init` writes: it loads as it is, and it names every key."""

import re
import tomllib
from pathlib import Path

from elo.configuration import keys_of, load
from elo.settings import Settings

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"


def test_example_loads_as_it_is() -> None:
    settings = load(EXAMPLE)
    assert settings.model_dump() == Settings().model_dump()


def test_example_is_short() -> None:
    assert len(EXAMPLE.read_text(encoding="utf8").splitlines()) <= 70


def test_example_names_every_key_with_its_default() -> None:
    active = re.sub(r"^# (?=\[|\w+ = )", "", EXAMPLE.read_text(encoding="utf8"), flags=re.MULTILINE)
    written = tomllib.loads(active)
    expected = {section: set(keys_of(section)) for section in Settings.model_fields}
    assert {section: set(values) for section, values in written.items()} == expected
    file = EXAMPLE.parent / "config.toml"
    shown = Settings(**written).at(file.parent).model_dump()
    assert shown == Settings().at(file.parent).model_dump()
