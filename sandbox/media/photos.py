"""A photo as Telegram keeps it: a few sizes of one picture, each a file of its own."""

from dataclasses import dataclass

from sandbox.media.files import PhotoSize
from sandbox.requests.json_values import Json


@dataclass(frozen=True, slots=True)
class Photo:
    #: Smallest first, as the Bot API lists them.
    sizes: tuple[PhotoSize, ...]

    @property
    def largest(self) -> PhotoSize:
        return self.sizes[-1]

    def to_json(self) -> Json:
        return [size.to_json() for size in self.sizes]
