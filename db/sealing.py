"""Personal values that are stored sealed (AES-256-GCM). The place they belong to is part of the seal."""

import hmac
import secrets
from base64 import b32encode
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
STAMP_BYTES = 10


class BrokenSeal(Exception):
    """The value was sealed with another key, or for another row."""


class Sealer:
    """Seals short texts with the service's secret key; a value copied to another row does not open there."""

    def __init__(self, secret_key: bytes) -> None:
        self._cipher = AESGCM(sha256(b"elo sealing v1" + secret_key).digest())
        self._stamp_key = sha256(b"elo stamps v1" + secret_key).digest()

    def seal(self, value: str, *, table: str, column: str, row: int) -> bytes:
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, value.encode(), _place(table, column, row))

    def open(self, sealed: bytes, *, table: str, column: str, row: int) -> str:
        try:
            nonce, body = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
            return self._cipher.decrypt(nonce, body, _place(table, column, row)).decode()
        except InvalidTag as error:
            raise BrokenSeal(f"{table}.{column} of row {row} does not open with this key") from error

    def stamp(self, purpose: str, number: int) -> str:
        """Sixteen characters that prove a number is ours, for links and message ids: nobody else can make them.

        The same for the same purpose and number; lower-case letters and digits (RFC 4648, base 32).
        """
        digest = hmac.digest(self._stamp_key, f"{purpose}/{number}".encode(), "sha256")
        return b32encode(digest[:STAMP_BYTES]).decode().lower()

    def is_stamp(self, given: str, purpose: str, number: int) -> bool:
        return hmac.compare_digest(given.lower().encode(), self.stamp(purpose, number).encode())

    def digest(self, purpose: str, text: str) -> str:
        """What is kept of a short secret to know it again; who has only the database cannot try them all."""
        return hmac.digest(self._stamp_key, f"digest/{purpose}/{text}".encode(), "sha256").hex()


def _place(table: str, column: str, row: int) -> bytes:
    return f"{table}/{column}/{row}".encode()
