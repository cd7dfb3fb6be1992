"""What a file is, by what is in it: its name and what the sender's program says prove nothing.

Taken are papers, pictures, tables and plain text; never what runs, or what a browser would run.
"""

import io
import re
import zipfile
from collections.abc import Mapping

import puremagic

#: By IANA media type; the ending is that of the name under which it is kept.
ENDINGS: Mapping[str, str] = {
    "application/pdf": ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/webp": ".webp",
    "image/heif": ".heic",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "text/plain": ".txt",
}
_SHOWN_AS_THEY_ARE = frozenset({"application/pdf", "image/png", "image/jpeg", "image/webp", "image/heif"})
#: A part that only documents of that type have.
_OFFICE = {"word/document.xml": ".docx", "xl/workbook.xml": ".xlsx"}
_MACROS = re.compile(r"vbaProject|macros/|Basic/|Scripts/", re.IGNORECASE)
#: What a browser, or a shell, would run.
_MARKUP = re.compile(
    rb"^\s*(?:<\?xml|<!doctype|<(?:html|head|body|svg|script|iframe|!--)|#!|@echo)", re.IGNORECASE
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
#: Bytes in which markup would begin; entries of an archive past which nobody looks.
_HEAD, _MOST_ENTRIES = 1024, 5000


def media_type_of(content: bytes) -> str:
    """Empty for what is not taken."""
    if content.startswith(b"PK\x03\x04"):
        return _in_archive(content)
    found = _by_magic(content)
    if found in _SHOWN_AS_THEY_ARE:
        return found
    return "text/plain" if not found and _is_text(content) else ""


def _by_magic(content: bytes) -> str:
    try:
        # The head alone: a foot would say of one file that it is another.
        likeliest = puremagic.magic_string(content[:_HEAD])
    except (puremagic.PureError, ValueError):
        return ""
    return str(likeliest[0].mime_type) if likeliest else ""


def _in_archive(content: bytes) -> str:
    """A document of an office program, without macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if len(names) > _MOST_ENTRIES or any(_MACROS.search(name) for name in names):
                return ""
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                declared = archive.read("mimetype").decode("ascii", "replace").strip()
                return declared if declared in ENDINGS and "opendocument" in declared else ""
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError):
        return ""
    ending = next((ending for part, ending in _OFFICE.items() if part in names), "")
    return next((kind for kind, known in ENDINGS.items() if known == ending), "")


def _is_text(content: bytes) -> bool:
    if not content.strip() or _MARKUP.match(content[:_HEAD].removeprefix(b"\xef\xbb\xbf")):
        return False
    try:
        text = content.decode()
    except UnicodeDecodeError:
        # Tables that older programs save.
        text = content.decode("cp1252", "replace")
    return "\ufffd" not in text and not _CONTROL.search(text)
