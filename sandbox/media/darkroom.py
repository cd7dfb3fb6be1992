"""Photos made of the bytes somebody sends: beside the loop, and of the same bytes only once."""

import asyncio

from sandbox.media.file_store import FileStore
from sandbox.media.photos import Photo
from sandbox.media.pictures import PictureRefused, developed
from sandbox.refusals import MediaRefused


async def make_photo(files: FileStore, content: bytes) -> Photo:
    """Raises MediaRefused for what Telegram's servers make no photo of."""
    if earlier := files.photo_from(content):
        return earlier
    try:
        return files.keep_photo(content, await asyncio.to_thread(developed, content))
    except PictureRefused as error:
        raise MediaRefused(str(error)) from error
