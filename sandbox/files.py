"""Files that went over the line. Ids belong to one bot; a download link dies after an hour."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.json_values import JsonObject
from sandbox.refusals import BadRequest, TooLarge

MOST_DOWNLOADED = 20 << 20
MOST_UPLOADED = 50_000_000
LINK_LIFE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class StoredFile:
    file_id: str
    unique_id: str
    name: str
    media_type: str
    content: bytes

    def to_json(self) -> JsonObject:
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_name": self.name,
            "mime_type": self.media_type,
            "file_size": len(self.content),
        }


class FileStore:
    def __init__(self) -> None:
        self._files: dict[str, StoredFile] = {}
        self._links: dict[str, tuple[StoredFile, datetime]] = {}

    def keep(self, *, name: str, media_type: str, content: bytes) -> StoredFile:
        """Raises TooLarge past 50 MB, BadRequest for an empty file."""
        if len(content) > MOST_UPLOADED:
            raise TooLarge
        if not content:
            raise BadRequest("file must be non-empty")
        file = StoredFile(
            file_id=f"BQAC{secrets.token_urlsafe(30)}",
            unique_id=f"Ag{secrets.token_urlsafe(9)}",
            name=name or "file",
            media_type=media_type,
            content=content,
        )
        self._files[file.file_id] = file
        return file

    def find(self, file_id: str) -> StoredFile | None:
        return self._files.get(file_id)

    def link(self, file_id: str, now: datetime) -> JsonObject:
        """The Bot API's File, its path good for one hour.

        Raises BadRequest for an unknown id and for more than 20 MB.
        """
        file = self._files.get(file_id)
        if file is None:
            raise BadRequest("wrong file_id or the file is temporarily unavailable")
        if len(file.content) > MOST_DOWNLOADED:
            raise BadRequest("file is too big")
        path = f"documents/file_{len(self._links)}"
        self._links[path] = (file, now + LINK_LIFE)
        return {
            "file_id": file.file_id,
            "file_unique_id": file.unique_id,
            "file_size": len(file.content),
            "file_path": path,
        }

    def open(self, path: str, now: datetime) -> StoredFile | None:
        file, dies = self._links.get(path, (None, now))
        return file if now < dies else None
