"""All files the bot may use again by their id; a download link dies after an hour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import count

from sandbox.media.file_ids import FileKind, kind_of, new_file_id, new_unique_id
from sandbox.media.file_names import extension_of
from sandbox.media.files import MOST_DOWNLOADED, MOST_UPLOADED, PhotoSize, StoredFile
from sandbox.media.photos import Photo
from sandbox.media.pictures import Picture
from sandbox.refusals import BadRequest, TooLarge
from sandbox.requests.json_values import JsonObject

LINK_LIFE = timedelta(hours=1)

_FOLDERS = {FileKind.PHOTO: "photos", FileKind.THUMBNAIL: "thumbnails"}


@dataclass(frozen=True, slots=True)
class _Link:
    file: StoredFile
    dies: datetime


class FileStore:
    def __init__(self) -> None:
        self._files: dict[str, StoredFile] = {}
        #: By the id of each of their sizes, and by what they were developed from.
        self._photos: dict[str, Photo] = {}
        self._developed: dict[bytes, Photo] = {}
        #: By path, the oldest first.
        self._links: dict[str, _Link] = {}
        self._numbers = count()

    def keep(
        self, *, name: str, media_type: str, content: bytes, thumbnail: Picture | None = None
    ) -> StoredFile:
        """A document. Raises TooLarge past 50 MB, BadRequest for an empty file."""
        if len(content) > MOST_UPLOADED:
            raise TooLarge
        if not content:
            raise BadRequest("file must be non-empty")
        small = self._size(thumbnail, FileKind.THUMBNAIL) if thumbnail else None
        document = StoredFile(
            new_file_id(FileKind.DOCUMENT), new_unique_id(), name or "file", media_type, content, small
        )
        return self._add(document)

    def keep_photo(self, negative: bytes, pictures: Sequence[Picture]) -> Photo:
        """A photo of these sizes, smallest first, developed from `negative`."""
        photo = Photo(tuple(self._size(picture, FileKind.PHOTO) for picture in pictures))
        self._photos |= {size.file.file_id: photo for size in photo.sizes}
        self._developed[sha256(negative).digest()] = photo
        return photo

    def find(self, file_id: str) -> StoredFile | None:
        return self._files.get(file_id)

    def find_photo(self, file_id: str) -> Photo | None:
        return self._photos.get(file_id)

    def photo_from(self, negative: bytes) -> Photo | None:
        """The photo made earlier from the same bytes: Telegram's server does not upload them twice."""
        return self._developed.get(sha256(negative).digest())

    def link(self, file_id: str, now: datetime) -> JsonObject:
        """The Bot API's File, its path good for one hour.

        Raises BadRequest for an unknown id and for more than 20 MB.
        """
        file = self._files.get(file_id)
        kind = _kind(file_id)
        if file is None:
            raise BadRequest("wrong file_id or the file is temporarily unavailable")
        if len(file.content) > MOST_DOWNLOADED:
            raise BadRequest("file is too big")
        self._forget_dead_links(now)
        extension = extension_of(file.name)
        name = ".".join(filter(None, (f"file_{next(self._numbers)}", extension)))
        path = f"{_FOLDERS.get(kind, 'documents')}/{name}"
        self._links[path] = _Link(file, now + LINK_LIFE)
        return {**file.reference(), "file_path": path}

    def open(self, path: str, now: datetime) -> StoredFile | None:
        link = self._links.get(path)
        return link.file if link and now < link.dies else None

    def _forget_dead_links(self, now: datetime) -> None:
        while self._links and next(iter(self._links.values())).dies <= now:
            del self._links[next(iter(self._links))]

    def _size(self, picture: Picture, kind: FileKind) -> PhotoSize:
        file = StoredFile(
            new_file_id(kind), new_unique_id(), f"{kind.lower()}.jpg", "image/jpeg", picture.content
        )
        return PhotoSize(self._add(file), picture.width, picture.height)

    def _add(self, file: StoredFile) -> StoredFile:
        self._files[file.file_id] = file
        return file


def _kind(file_id: str) -> FileKind:
    try:
        return kind_of(file_id)
    except BadRequest as error:
        raise BadRequest("invalid file_id") from error
