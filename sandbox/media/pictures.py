"""Pictures as Telegram's servers develop them: read, refused or made into JPEGs of a few sizes.

Bytes of strangers are decoded here: their header is judged before anything is unpacked.
"""

import io
from dataclasses import dataclass

from PIL import Image, ImageOps

#: The long side of each size, and what Telegram calls it (core.telegram.org/api/files; bots see 90 for the first).
_BOXES = (90, 320, 800, 1280)
_LARGEST_SUM = 10_000
_STEEPEST = 20
_THUMBNAIL = 320
_QUALITY = 87
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")


class PictureRefused(ValueError):
    """Telegram's servers make no photo of it; the words are theirs."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One size, as JPEG."""

    content: bytes
    width: int
    height: int


def developed(content: bytes) -> list[Picture]:
    """All sizes of a photo, smallest first. May take seconds. Raises PictureRefused."""
    picture = _opened(content)
    longest = min(max(picture.size), _BOXES[-1])
    return [_printed(picture, long) for long in (*(box for box in _BOXES if box < longest), longest)]


def thumbnail_of(content: bytes) -> Picture | None:
    """One small picture; None when it cannot be read, which Telegram does not mind."""
    try:
        return _printed(_opened(content), _THUMBNAIL)
    except PictureRefused:
        return None


def _opened(content: bytes) -> Image.Image:
    """Upright and without transparency; a JPEG far larger than needed is unpacked smaller."""
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
            _refuse_odd_shape(*picture.size)
            picture.draft("RGB", (_BOXES[-1], _BOXES[-1]))
            return _flat(ImageOps.exif_transpose(picture))
    except PictureRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureRefused("PHOTO_INVALID_DIMENSIONS") from error
    # Pillow's readers raise whatever comes up in them when the bytes are broken.
    except Exception as error:
        raise PictureRefused("IMAGE_PROCESS_FAILED") from error


def _refuse_odd_shape(width: int, height: int) -> None:
    if width + height > _LARGEST_SUM or max(width, height) > _STEEPEST * min(width, height):
        raise PictureRefused("PHOTO_INVALID_DIMENSIONS")


def _flat(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    ground = Image.new("RGBA", seen.size, "white")
    return Image.alpha_composite(ground, seen).convert("RGB")


def _printed(picture: Image.Image, long: int) -> Picture:
    shrunk, held = picture.copy(), io.BytesIO()
    shrunk.thumbnail((long, long), reducing_gap=2.0)
    shrunk.save(held, "JPEG", quality=_QUALITY)
    return Picture(held.getvalue(), *shrunk.size)
