"""Personal values that are stored sealed (AES-256-GCM). The place they belong to is part of the seal."""

import secrets
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


class BrokenSeal(Exception):
    """The value was sealed with another key, or for another row."""


class Sealer:
    """Seals short texts with the service's secret key; a value copied to another row does not open there."""

    def __init__(self, secret_key: bytes) -> None:
        self._cipher = AESGCM(sha256(b"elo sealing v1" + secret_key).digest())

    def seal(self, value: str, *, table: str, column: str, row: int) -> bytes:
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, value.encode(), _place(table, column, row))

    def open(self, sealed: bytes, *, table: str, column: str, row: int) -> str:
        try:
            nonce, body = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
            return self._cipher.decrypt(nonce, body, _place(table, column, row)).decode()
        except InvalidTag as error:
            raise BrokenSeal(f"{table}.{column} of row {row} does not open with this key") from error


def _place(table: str, column: str, row: int) -> bytes:
    return f"{table}/{column}/{row}".encode()
