"""Files that went over the line: a document, or one size of a photo. Ids belong to one bot."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.requests.json_values import Json, JsonObject

MOST_DOWNLOADED = 20 << 20
MOST_UPLOADED = 50_000_000


@dataclass(frozen=True, slots=True)
class StoredFile:
    file_id: str
    unique_id: str
    name: str
    media_type: str
    content: bytes
    thumbnail: PhotoSize | None = None

    def to_json(self) -> JsonObject:
        """The Bot API's Document; `thumb` is the old name of its thumbnail, still sent."""
        body: dict[str, Json] = {"file_name": self.name, "mime_type": self.media_type}
        if self.thumbnail:
            body |= {"thumbnail": self.thumbnail.to_json(), "thumb": self.thumbnail.to_json()}
        return body | self.reference()

    def reference(self) -> dict[str, Json]:
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.content)}


@dataclass(frozen=True, slots=True)
class PhotoSize:
    file: StoredFile
    #: Pixels.
    width: int
    height: int

    def to_json(self) -> JsonObject:
        return {**self.file.reference(), "width": self.width, "height": self.height}
