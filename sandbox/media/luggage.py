"""What a person sends beside words: files and photos, one or several together, made ready as by Telegram's app."""

from collections.abc import Sequence

from sandbox.media.darkroom import make_photo
from sandbox.media.file_names import UNKNOWN_TYPE
from sandbox.media.file_store import FileStore
from sandbox.media.files import StoredFile
from sandbox.media.photos import Photo
from sandbox.messages import Media
from sandbox.refusals import ApiRefusal, MediaRefused

#: A photo, or a document with its name.
Item = bytes | tuple[str, bytes]


class Unsendable(ValueError):
    """Telegram's app would not send it."""


def pack_document(files: FileStore, name: str, content: bytes, media_type: str = "") -> StoredFile:
    """Without `media_type` it is application/octet-stream. Raises Unsendable."""
    try:
        return files.keep(name=name, media_type=media_type or UNKNOWN_TYPE, content=content)
    except ApiRefusal as error:
        raise Unsendable(error.description) from error


async def pack_photo(files: FileStore, content: bytes) -> Photo:
    """Raises Unsendable for what is no picture, or one of an odd shape."""
    try:
        return await make_photo(files, content)
    except MediaRefused as error:
        raise Unsendable(f"no photo can be made of it: {error.words}") from error


async def pack_album(files: FileStore, items: Sequence[Item]) -> list[Media]:
    """Photos or documents, not both. Raises Unsendable."""
    if not 2 <= len(items) <= 10:
        raise Unsendable("an album has 2 to 10 photos or documents")
    if len({isinstance(item, bytes) for item in items}) > 1:
        raise Unsendable("photos and documents do not go in one album")
    return [await _pack(files, item) for item in items]


async def _pack(files: FileStore, item: Item) -> Media:
    return await pack_photo(files, item) if isinstance(item, bytes) else pack_document(files, *item)
