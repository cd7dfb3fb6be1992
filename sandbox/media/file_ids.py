"""The file_id of the Bot API: Telegram's outer shape around nothing but chance, and its words for a broken one."""

import base64
import binascii
import secrets
import string
from enum import StrEnum

from sandbox.refusals import BadRequest

_ALPHABET = frozenset(string.ascii_letters + string.digits + "-_")
_BROKEN = "wrong remote file identifier specified: "
#: The last byte of an id: how the rest is packed (tdlib FileManager.h, PERSISTENT_ID_VERSION and its elders).
_VERSION = 4
_VERSIONS = frozenset({2, 3, _VERSION})
_LAYER = 0x36
_SHORTEST = 16


class FileKind(StrEnum):
    """Telegram's FileType, as its refusals spell it."""

    THUMBNAIL = "Thumbnail"
    PHOTO = "Photo"
    VOICE_NOTE = "VoiceNote"
    VIDEO = "Video"
    DOCUMENT = "Document"
    STICKER = "Sticker"
    AUDIO = "Audio"
    ANIMATION = "Animation"
    VIDEO_NOTE = "VideoNote"

    @property
    def is_document(self) -> bool:
        """All but pictures may be sent as a document (tdlib FileType.cpp, is_document_file_type)."""
        return self not in (FileKind.THUMBNAIL, FileKind.PHOTO)


_NUMBERS = {
    0: FileKind.THUMBNAIL,
    2: FileKind.PHOTO,
    3: FileKind.VOICE_NOTE,
    4: FileKind.VIDEO,
    5: FileKind.DOCUMENT,
    8: FileKind.STICKER,
    9: FileKind.AUDIO,
    10: FileKind.ANIMATION,
    13: FileKind.VIDEO_NOTE,
}
#: Kind and data centre, runs of zeros shortened: what makes a document's id begin with BQAC, a photo's with AgAC.
_HEADS = {
    FileKind.THUMBNAIL: bytes((0, 3, 2, 2, 0, 3)),
    FileKind.PHOTO: bytes((2, 0, 2, 2, 2, 0, 3)),
    FileKind.DOCUMENT: bytes((5, 0, 2, 2, 2, 0, 3)),
}


def new_file_id(kind: FileKind) -> str:
    binary = _HEADS[kind] + secrets.token_bytes(45) + bytes((_LAYER, _VERSION))
    return base64.urlsafe_b64encode(binary).decode().rstrip("=")


def new_unique_id() -> str:
    """The same file has the same one for every bot; it cannot be sent or downloaded by it."""
    return f"AgAD{secrets.token_urlsafe(8)}"


def kind_of(file_id: str) -> FileKind:
    """What an id says of itself, whether or not there is such a file. Raises BadRequest for what is no id."""
    binary = _unpacked(file_id)
    if binary[-1] not in _VERSIONS:
        raise BadRequest(f"{_BROKEN}can't unserialize it. Wrong last symbol")
    kind = _NUMBERS.get(binary[0])
    if kind is None or len(binary) < _SHORTEST:
        raise BadRequest(f"{_BROKEN}can't unserialize it")
    return kind


def _unpacked(file_id: str) -> bytes:
    """tdlib base64.cpp, base64url_decode: padding may be left out, but not be wrong."""
    bare = file_id.rstrip("=")
    padding = len(file_id) - len(bare)
    if padding >= 3:
        raise BadRequest(f"{_BROKEN}Wrong string padding")
    if padding and len(file_id) % 4:
        raise BadRequest(f"{_BROKEN}Wrong padding length")
    if len(bare) % 4 == 1:
        raise BadRequest(f"{_BROKEN}Wrong string length")
    if not _ALPHABET.issuperset(bare):
        raise BadRequest(f"{_BROKEN}Wrong character in the string")
    try:
        binary = base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4))
    except binascii.Error as error:
        raise BadRequest(f"{_BROKEN}Wrong character in the string") from error
    if base64.urlsafe_b64encode(binary).decode().rstrip("=") != bare:
        raise BadRequest(f"{_BROKEN}Wrong padding in the string")
    if not binary:
        raise BadRequest("remote file identifier must be non-empty")
    return binary
