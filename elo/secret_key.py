"""The service's secret key: 32 random bytes, base64 in a file of mode 0600. It seals phones."""

import base64
import binascii
import os
import secrets
from pathlib import Path

from elo.configuration import Fault, InvalidConfiguration

KEY_BYTES = 32


def read_secret_key(file: Path) -> bytes:
    """
    Raises:
        InvalidConfiguration: missing, unreadable, or not what `make_secret_key` wrote.
    """
    try:
        key = base64.b64decode(file.read_bytes().strip(), validate=True)
    except FileNotFoundError:
        hint = "put it back from your backup; elo init --admin EMAIL makes the first one"
        raise InvalidConfiguration(Fault(f"the secret key {file} is missing", hint)) from None
    except OSError as error:
        raise InvalidConfiguration(Fault(f"the secret key {file}: {error.strerror}")) from None
    except binascii.Error:
        key = b""
    if len(key) != KEY_BYTES:
        hint = "put the file back from your backup"
        raise InvalidConfiguration(Fault(f"the secret key {file} is damaged", hint))
    return key


def make_secret_key(file: Path) -> bool:
    """Writes a fresh key unless there is one, whole or not at all. True when it wrote."""
    if file.exists():
        return False
    text = base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n"
    return write_private(file, text)


def write_private(file: Path, content: bytes) -> bool:
    """Creates a file that only this user reads; False when there is one, which stays as it is."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as writing:
            writing.write(content)
            writing.flush()
            os.fsync(writing.fileno())
        os.link(draft, file)
    except FileExistsError:
        return False
    finally:
        draft.unlink(missing_ok=True)
    return True
