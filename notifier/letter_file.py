"""A file as a part of a letter: beside the words, or shown where their HTML names it."""

import re
from binascii import b2a_base64
from urllib.parse import quote

from db.enclosures import Enclosed
from notifier.file_name import clean_name

#: How HTML shows a picture that goes with it: `<img src="cid:enclosure">` (RFC 2392).
SHOWN = "cid:enclosure"
#: What every mail reader shows.
PICTURES = ("image/png",)
UNKNOWN_TYPE = "application/octet-stream"
#: Parts of these would be read as letters of their own, and may not be in base64 (RFC 2046, 5.1, 5.2).
COMPOSED = ("multipart/", "message/")
#: Characters of base64 in a line; bytes of a name in a parameter's piece.
LINE, PIECE = 76, 50


def is_shown(html: str, file: Enclosed | None) -> bool:
    return file is not None and file.media_type in PICTURES and SHOWN in html


def attached(file: Enclosed) -> bytes:
    return _part(file, b"Content-Disposition: attachment;")


def inline(file: Enclosed) -> bytes:
    """For multipart/related, where SHOWN is looked up."""
    return _part(file, b"Content-ID: <enclosure>\r\nContent-Disposition: inline;")


def _part(file: Enclosed, disposition: bytes) -> bytes:
    content = b2a_base64(file.content, newline=False)
    lines = b"\r\n".join(content[at : at + LINE] for at in range(0, len(content), LINE))
    return b"".join(
        (
            f"Content-Type: {_media_type(file)}\r\n".encode("ascii"),
            disposition,
            _file_name(clean_name(file.name)).encode("ascii"),
            b"\r\nContent-Transfer-Encoding: base64\r\n\r\n",
            lines,
            b"\r\n",
        )
    )


def _media_type(file: Enclosed) -> str:
    """Without parameters but the charset of text, where it is known."""
    named = re.match(r"[a-z]+/[a-z0-9][a-z0-9.+-]{0,40}(?=\s*(;|$))", file.media_type, re.ASCII)
    if named is None or named[0].startswith(COMPOSED):
        return UNKNOWN_TYPE
    if named[0].startswith("text/") and _is_utf8(file.content):
        return f'{named[0]}; charset="utf-8"'
    return named[0]


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeError:
        return False
    return True


def _file_name(name: str) -> str:
    """The parameter, on lines of its own; beyond ASCII as RFC 2231 has it, no character cut."""
    if name.isascii():
        return f'\r\n filename="{name}"'
    pieces = [""]
    for character in name:
        one = quote(character, safe="")
        if len(pieces[-1]) + len(one) > PIECE:
            pieces.append("")
        pieces[-1] += one
    if len(pieces) == 1:
        return f"\r\n filename*=utf-8''{pieces[0]}"
    first, *rest = pieces
    named = [f" filename*0*=utf-8''{first}", *(f" filename*{n}*={one}" for n, one in enumerate(rest, 1))]
    return "\r\n" + ";\r\n".join(named)
