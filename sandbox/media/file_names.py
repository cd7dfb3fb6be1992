"""What Telegram makes of the name of an uploaded file, and the type it reads from it."""

import mimetypes
import unicodedata

UNKNOWN_TYPE = "application/octet-stream"

_LONGEST_STEM = 60
_LONGEST_EXTENSION = 20
_FORBIDDEN = frozenset("<>:\"/\\|?*&`'")
#: The types of Python, whatever this machine has in /etc, and the offices' that it lacks.
_TYPES = mimetypes.MimeTypes().types_map[True] | {
    ".7z": "application/x-7z-compressed",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".gz": "application/gzip",
    ".ics": "text/calendar",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".rar": "application/vnd.rar",
    ".webp": "image/webp",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml",
}


def cleaned_name(name: str) -> str:
    """Without folders and without signs a disk may not like; "file" when nothing is left.

    tdlib filesystem.cpp, clean_filename; HttpReader.cpp, try_open_temp_file.
    """
    stem, extension = _split(name)
    parts = (_cleaned(stem, _LONGEST_STEM), _cleaned(extension, _LONGEST_EXTENSION))
    return ".".join(filter(None, parts)) or "file"


def extension_of(name: str) -> str:
    """Without the dot; "" when there is none."""
    return _split(name)[1]


def media_type_of(name: str) -> str:
    """A bot cannot say it: Telegram looks at the extension only."""
    return _TYPES.get(f".{extension_of(name).lower()}", UNKNOWN_TYPE)


def _split(name: str) -> tuple[str, str]:
    """Stem and extension; a dot at the beginning begins no extension (tdlib PathView.cpp)."""
    last = name.replace("\\", "/").rpartition("/")[2]
    dot = last.rfind(".", 1)
    return (last, "") if dot < 0 else (last[:dot], last[dot + 1 :])


def _cleaned(part: str, longest: int) -> str:
    kept = "".join(filter(None, map(_shown, part)))
    return kept.lstrip(" .")[:longest].rstrip(" .")


def _shown(character: str) -> str:
    """The character, a space in its place, or nothing for an accent without a letter."""
    if " " <= character < "\x7f" and character not in _FORBIDDEN:
        return character
    category = unicodedata.category(character)
    if character > "\x7e" and category[0] in "LN":
        return character
    return "" if category[0] == "M" else " "
