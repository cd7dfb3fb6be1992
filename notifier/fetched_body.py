"""The body of an answer, unpacked piece by piece, never past the limit: a packed bomb stays packed."""

import zlib
from collections.abc import AsyncIterator

import httpx

_PLAIN = frozenset({"", "identity"})
_GZIP = frozenset({"gzip", "x-gzip"})
#: How a gzip stream begins (RFC 1952, 2.3.1); anything else after its end is filling.
_MAGIC = b"\x1f\x8b"


async def read_body(pieces: AsyncIterator[bytes], *, coding: str, most: int) -> tuple[bytes, bool]:
    """As much as may be kept, and whether that is all of it."""
    coding = coding.strip().lower()
    if coding not in _PLAIN | _GZIP:
        return b"", False
    unpacker = _Gzip() if coding in _GZIP else None
    body, packed = bytearray(), 0
    try:
        async for piece in pieces:
            packed += len(piece)
            # One byte more than fits tells a full body from a longer one.
            room = most + 1 - len(body)
            body += unpacker.unpack(piece, room) if unpacker else piece[:room]
            if len(body) > most or packed > most:
                return bytes(body[:most]), False
    except (httpx.TransportError, zlib.error):
        return bytes(body), False
    return bytes(body), unpacker is None or unpacker.is_over


class _Gzip:
    """One stream after another, as a body may hold them."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        self._has_begun = self._is_filling = False
        #: Too short to tell another stream from filling.
        self._rest = b""

    @property
    def is_over(self) -> bool:
        return self._stream.eof or not self._has_begun

    def unpack(self, packed: bytes, room: int) -> bytes:
        unpacked = bytearray()
        packed = self._rest + packed
        while packed and len(unpacked) < room and self._takes(packed):
            self._has_begun = True
            unpacked += self._stream.decompress(packed, room - len(unpacked))
            packed = self._stream.unused_data
        self._rest = packed if self._stream.eof and len(packed) < len(_MAGIC) else b""
        return bytes(unpacked)

    def _takes(self, packed: bytes) -> bool:
        """Whether there is a stream for this: the open one, or another that begins here."""
        if not self._stream.eof:
            return True
        if self._is_filling or len(packed) < len(_MAGIC):
            return False
        self._is_filling = not packed.startswith(_MAGIC)
        self._stream = self._stream if self._is_filling else zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        return not self._is_filling
