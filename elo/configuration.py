"""From config.toml and the environment to `Settings`; every fault in words. A secret is never repeated."""

import json
import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import EnvSettingsSource, SettingsError

from elo.addresses import LOOPBACK
from elo.settings import Section, Settings

#: Their values are never repeated in a message: they are, or may contain, passwords.
SECRET_KEYS = {"token", "password", "url", "proxy"}
PHRASES = {
    "int_parsing": "must be a number",
    "float_parsing": "must be a number",
    "int_type": "must be a number",
    "float_type": "must be a number",
    "int_from_float": "must be a whole number",
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "literal_error": "must be {expected}",
    "list_type": "must be a list",
    "string_type": "must be a text in quotes",
    "model_type": "must be a section with keys",
    "dict_type": "must be a section with keys",
    "model_attributes_type": "must be a section with keys",
    "greater_than_equal": "must be at least {ge}",
    "greater_than": "must be more than {gt}",
    "less_than_equal": "must be at most {le}",
}
MENDS = {
    "extra_forbidden": "remove it, or compare with config.example.toml",
    "email": 'set security to "starttls" or "tls", or remove username',
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, and its mend when it is known."""

    message: str
    hint: str = ""


class InvalidConfiguration(Exception):
    """The service cannot start from what the operator wrote."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(fault.message for fault in faults))
        self.faults = faults


def configuration_file(chosen: Path | None) -> Path:
    """The file of `-c`, else of ELO_CONFIG, else config.toml of the working directory."""
    return chosen or Path(os.environ.get("ELO_CONFIG") or "config.toml")


def load(file: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """Reads the file, lays ELO_SECTION__KEY of the environment over it, validates.

    Raises:
        InvalidConfiguration: with every fault, not only the first.
    """
    written = _read(file)
    strangers = [
        Fault(f"{name}: there is no section [{section}]") for name, section in _strangers(environment)
    ]
    try:
        settings = Settings(**_laid_over(written, _from_environment(environment)))
    except ValidationError as error:
        found = [_fault(detail, file.name, environment) for detail in error.errors(include_url=False)]
        raise InvalidConfiguration(*found, *strangers) from None
    except SettingsError as error:
        field = str(error).partition('"')[2].partition('"')[0]
        raise InvalidConfiguration(
            Fault(f"environment: [{field}] is not valid JSON", 'a list is written ["first", "second"]')
        ) from None
    if strangers:
        raise InvalidConfiguration(*strangers)
    settings = settings.at(file.parent)
    if settings.ca_file is not None and not Path(settings.ca_file).is_file():
        raise InvalidConfiguration(
            Fault(f"{file.name}: [email] ca_file: there is no file {settings.ca_file}")
        )
    _require_webhook_address(settings, file.name)
    return settings


def _require_webhook_address(settings: Settings, file_name: str) -> None:
    """
    Raises:
        InvalidConfiguration: Telegram could not bring updates there; a sandbox on this machine also speaks http.
    """
    address = settings.http.public_url.lower()
    here = LOOPBACK.fullmatch(urlsplit(settings.telegram.base_url).hostname or "")
    if settings.telegram.webhook and not address.startswith("https://") and not (address and here):
        message = (
            f"{file_name}: [telegram] webhook needs [http] public_url, an address that starts with https://"
        )
        hint = "Telegram brings messages to public_url + /telegram, on port 443, 80, 88 or 8443"
        raise InvalidConfiguration(Fault(message, hint))


def require_channel(settings: Settings, file_name: str) -> None:
    """
    Raises:
        InvalidConfiguration: there is no way to reach anybody.
    """
    if not (settings.telegram.configured or settings.email.configured):
        message = f"{file_name}: neither [telegram] token nor [email] host is set"
        raise InvalidConfiguration(Fault(message, "one of them is enough: the other channel is then off"))


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        message, hint = f"{file} is missing", "elo init --admin EMAIL writes one; -c FILE names another"
    except UnicodeDecodeError:
        message, hint = f"{file.name} is not text in UTF-8", "save it as UTF-8"
    except tomllib.TOMLDecodeError as error:
        message, hint = (
            f"{file.name}: {_lower(str(error))}",
            'TOML is written key = "value", under its [section]',
        )
    except OSError as error:
        message, hint = f"{file}: {error.strerror}", "it must be a file that this user may read"
    raise InvalidConfiguration(Fault(message, hint))


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    source = EnvSettingsSource(Settings)
    source.env_vars = {name.lower(): value for name, value in environment.items()}
    return source()


def _laid_over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    both = {
        section: below[section] | keys
        for section, keys in above.items()
        if _is_section(below.get(section), keys)
    }
    return below | above | both


def _is_section(*values: object) -> bool:
    return all(isinstance(value, dict) for value in values)


def _strangers(environment: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name in environment:
        section = name.upper().removeprefix("ELO_").partition("__")[0].lower()
        if name.upper().startswith("ELO_") and "__" in name and section not in Settings.model_fields:
            yield name, section


def _fault(detail: ErrorDetails, file_name: str, environment: Mapping[str, str]) -> Fault:
    place = [str(part) for part in detail["loc"]]
    section, keys = place[0], place[1:]
    variable = f"ELO_{section}__{keys[0]}".upper() if keys else ""
    source = variable if variable in map(str.upper, environment) else file_name
    if detail["type"] == "extra_forbidden":
        return _unknown(source, section, keys)
    name = " ".join([f"[{section}]", *keys[:1]])
    got = "" if not keys or keys[0] in SECRET_KEYS else _got(detail["input"])
    hint = "" if keys else MENDS.get(section, "")
    return Fault(f"{source}: {name} {_phrase(detail)}{got}", hint)


def _phrase(detail: ErrorDetails) -> str:
    context = detail.get("ctx", {})
    if detail["type"] == "value_error":
        return str(context["error"])
    phrase = PHRASES.get(detail["type"])
    return phrase.format(**context) if phrase else _lower(detail["msg"])


def _got(value: object) -> str:
    if isinstance(value, (dict, list)):
        return ""
    return f" (got {json.dumps(value, ensure_ascii=False, default=str)})"


def _unknown(source: str, section: str, keys: list[str]) -> Fault:
    if not keys:
        message = f"{source}: there is no section [{section}]"
        near = get_close_matches(section, Settings.model_fields, n=1)
        homes = [f"[{home}]" for home in Settings.model_fields if section in keys_of(home)]
        if homes:
            return Fault(message, f"{section} is a key of {' and of '.join(homes)}: write it under it")
        return Fault(message, f"did you mean [{near[0]}]?" if near else MENDS["extra_forbidden"])
    message = f"{source}: [{section}] has no key {keys[0]}"
    if near := get_close_matches(keys[0], list(keys_of(section)), n=1):
        return Fault(message, f"did you mean {near[0]}?")
    elsewhere = [other for other in Settings.model_fields if keys[0] in keys_of(other)]
    return Fault(message, f"{keys[0]} belongs to [{elsewhere[0]}]" if elsewhere else MENDS["extra_forbidden"])


def keys_of(section: str) -> tuple[str, ...]:
    """The keys of a section, as they are written in the file."""
    kind = Settings.model_fields[section].annotation
    assert isinstance(kind, type)
    assert issubclass(kind, Section)
    return tuple(kind.model_fields)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
