"""Data to stdout, everything else to stderr."""

import io
import json
import sys


class ReaderLeft(Exception):
    """Whoever read us has left (`elo outbox list | head`): no OSError, which a database would take for its own."""


def speak_any_language() -> None:
    """Portuguese on a terminal without its letters is shown by their codes, never a failure."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def tell(text: str) -> None:
    """Data: what the command was run for. Raises ReaderLeft."""
    _print(_printable(text))


def tell_json(value: object) -> None:
    """Valid on every terminal: where its letters are not those of Unicode, JSON has codes of its own."""
    is_unicode = (getattr(sys.stdout, "encoding", None) or "").lower().startswith("utf")
    _print(json.dumps(value, ensure_ascii=not is_unicode, indent=2, default=str))


def say(text: str) -> None:
    """A message to whoever watches."""
    print(_printable(text), file=sys.stderr, flush=True)


def _print(text: str) -> None:
    try:
        print(text)
    except BrokenPipeError as error:
        raise ReaderLeft from error


def _printable(text: str) -> str:
    """Words of others may hold what a terminal obeys; it is shown as a box."""
    return "".join(letter if letter.isprintable() or letter in "\n\t" else "\ufffd" for letter in text)
