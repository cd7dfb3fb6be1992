"""Pictures to send, of any size and kind."""

import io
import struct
import zlib

from PIL import Image


def picture(width: int = 40, height: int = 30, kind: str = "PNG", color: str = "teal") -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (width, height), color).save(held, kind)
    return held.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of some hundred bytes that claims to be so large."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(9000))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    checked = kind + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))
