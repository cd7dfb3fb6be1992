"""The files a request names: carried in it, known by an id, or to be had at an address."""

import asyncio
from dataclasses import dataclass

from sandbox.exchange import Exchange
from sandbox.media.darkroom import make_photo
from sandbox.media.file_ids import FileKind, kind_of
from sandbox.media.file_names import cleaned_name, media_type_of
from sandbox.media.files import StoredFile
from sandbox.media.photos import Photo
from sandbox.media.pictures import thumbnail_of
from sandbox.media.web_files import checked_address, fetch_document, fetch_photo
from sandbox.refusals import BadRequest, MediaRefused
from sandbox.requests.bodies import ATTACHED, Upload
from sandbox.requests.parameters import Parameters

#: A thumbnail over this is left out (tdlib FileLoaderUtils.cpp, MAX_THUMBNAIL_SIZE).
LARGEST_THUMBNAIL = 200 * 1024 - 1
LARGEST_PHOTO = 10 << 20


@dataclass(frozen=True, slots=True)
class NamedFile:
    """Either an upload, or the id or address of what lies elsewhere."""

    upload: Upload | None = None
    elsewhere: str = ""
    #: Uploaded with it; only a document shows one.
    thumbnail: Upload | None = None


def named_file(p: Parameters, name: str) -> NamedFile | None:
    """The file in the parameter or the part `name`; None when there is none (Client.cpp, get_input_file)."""
    thumbnail = _attached(p, p.text("thumbnail"), "thumbnail") or _attached(p, p.text("thumb"), "thumb")
    return attached_file(p, p.text(name), name, thumbnail)


def attached_file(
    p: Parameters, given: str, part: str = "", thumbnail: Upload | None = None
) -> NamedFile | None:
    if given and not given.startswith(ATTACHED):
        return NamedFile(elsewhere=given)
    upload = _attached(p, given, part)
    return NamedFile(upload, thumbnail=thumbnail) if upload else None


def attached_thumbnail(p: Parameters, given: str) -> Upload | None:
    """That of one item of several; without one of its own it takes the request's."""
    return _attached(p, given, "") or p.uploads.get("thumbnail") or p.uploads.get("thumb")


def refuse_unusable(file: NamedFile, kind: FileKind) -> None:
    """Raises BadRequest: what the Bot API server sees without looking into the file or asking for it."""
    if file.upload is None:
        _refuse_wrong_name(file.elsewhere, kind)
        return
    size = len(file.upload.content)
    if not size:
        raise BadRequest("file must be non-empty")
    if kind is FileKind.PHOTO and size > LARGEST_PHOTO:
        raise BadRequest(
            f"file of size {size} bytes is too big for a photo; the maximum size is {LARGEST_PHOTO} bytes"
        )


async def to_document(exchange: Exchange, file: NamedFile) -> StoredFile:
    """A usable file as a document. Raises MediaRefused, TooLarge."""
    if file.upload:
        return await _uploaded(exchange, file.upload, file.thumbnail)
    if _is_address(file.elsewhere):
        found = await fetch_document(file.elsewhere)
        return exchange.files.keep(name=found.name, media_type=found.media_type, content=found.content)
    known = exchange.files.find(file.elsewhere)
    if known is None:
        raise MediaRefused("Wrong file identifier/HTTP URL specified")
    return known


async def to_photo(exchange: Exchange, file: NamedFile) -> Photo:
    """A usable file as a photo. Raises MediaRefused."""
    if file.upload:
        return await make_photo(exchange.files, file.upload.content)
    if _is_address(file.elsewhere):
        return await make_photo(exchange.files, (await fetch_photo(file.elsewhere)).content)
    known = exchange.files.find_photo(file.elsewhere)
    if known is None:
        raise MediaRefused("Wrong file identifier/HTTP URL specified")
    return known


async def _uploaded(exchange: Exchange, upload: Upload, thumbnail: Upload | None) -> StoredFile:
    name = cleaned_name(upload.name)
    is_small = thumbnail and 0 < len(thumbnail.content) <= LARGEST_THUMBNAIL
    picture = await asyncio.to_thread(thumbnail_of, thumbnail.content) if thumbnail and is_small else None
    return exchange.files.keep(
        name=name, media_type=media_type_of(name), content=upload.content, thumbnail=picture
    )


def _is_address(elsewhere: str) -> bool:
    """No file_id has a dot, and an address without one is taken for a file_id."""
    return "." in elsewhere


def _refuse_wrong_name(elsewhere: str, kind: FileKind) -> None:
    """tdlib FileManager.cpp, from_persistent_id: documents of all sorts are one another's."""
    if _is_address(elsewhere):
        checked_address(elsewhere)
        return
    real = kind_of(elsewhere)
    if real is not kind and not (real.is_document and kind.is_document):
        raise BadRequest(f"can't use file of type {real} as {kind}")


def _attached(p: Parameters, given: str, part: str) -> Upload | None:
    """The part that is named by attach://, or else the one called `part`."""
    return p.uploads.get(given.removeprefix(ATTACHED) if given.startswith(ATTACHED) else part)
