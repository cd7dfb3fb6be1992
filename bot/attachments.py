"""Files that people send: fetched before the update is handled, outside any transaction, and never on trust."""

import asyncio
import hashlib
from dataclasses import dataclass

from telegram import Bot
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bot.file_kind import ENDINGS, media_type_of
from bot.update import Attached, FileKind
from notifier.bot_api import is_loopback
from rede.attachment_folder import AttachmentFolder
from rede.refusal import Refusal

#: Bytes. A plano de trabalho has some 30,000.
MOST = 2_000_000
#: Bytes of one that is kept: Telegram gives bots no larger one (Bot API, getFile).
MOST_KEPT = 20_000_000
#: Of one form: files, and bytes of them all.
MOST_FILES, MOST_TOGETHER = 10, 50_000_000
#: Seconds for both requests: whose file it is waits meanwhile, and nobody else.
PATIENCE = 30.0
#: What moves or sounds is not taken.
_STILL = (FileKind.DOCUMENT, FileKind.PHOTO)


class FileRefused(Refusal):
    """The file cannot be had, or not be kept."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a file lies, and what it is."""

    path: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    content: bytes
    #: Where the open form keeps files, it is on the disk already.
    kept: Kept | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """What a form may still take."""

    files: int = MOST_FILES
    size: int = MOST_TOGETHER

    def check(self, attached: Attached) -> None:
        """Before anything is fetched. Raises FileRefused."""
        if attached.kind not in _STILL:
            raise FileRefused("report_file_moving")
        if self.files < 1:
            raise FileRefused("report_files_full", most=MOST_FILES, name=attached.name)
        if attached.size > MOST_KEPT:
            raise FileRefused("report_file_large", most=MOST_KEPT // 1_000_000, name=attached.name)
        self.check_size(attached.name, attached.size)

    def check_size(self, name: str, size: int) -> None:
        if size > self.size:
            raise FileRefused("report_files_heavy", most=MOST_TOGETHER // 1_000_000, name=name)


class Files:
    """`close` it at the end. Boots without network: nothing is asked before the first file."""

    def __init__(
        self, token: str, base_url: str, *, proxy: str | None = None, folder: AttachmentFolder | None = None
    ) -> None:
        """`folder`: where files of reports are kept; None: none are taken."""
        root = base_url.rstrip("/")
        httpx_kwargs = {"trust_env": proxy is None and not is_loopback(root)}
        self._requests = [HTTPXRequest(2, proxy=proxy, httpx_kwargs=httpx_kwargs) for _ in range(2)]
        self._folder = folder
        self._bot = Bot(
            token,
            base_url=f"{root}/bot",
            base_file_url=f"{root}/file/bot",
            request=self._requests[0],
            get_updates_request=self._requests[1],
        )

    async def close(self) -> None:
        for request in self._requests:
            await request.shutdown()

    async def fetch(self, attached: Attached, *, largest: int = MOST) -> Attachment:
        """To be read at once. Raises FileRefused: it is too large, or Telegram does not give it."""
        key = "file_too_large" if largest == MOST else "file_too_heavy"
        too_large = FileRefused(key, most=largest // 1_000_000)
        return Attachment(attached.name, await self._content(attached, largest, too_large))

    async def fetch_to_keep(self, attached: Attached, room: Room) -> Attachment:
        """Raises FileRefused: there is no room for it, it is of no kind that is taken, or Telegram does not give
        it."""
        if self._folder is None:
            raise FileRefused("file_lost")
        room.check(attached)
        too_large = FileRefused("report_file_large", most=MOST_KEPT // 1_000_000, name=attached.name)
        content = await self._content(attached, MOST_KEPT, too_large)
        room.check_size(attached.name, len(content))
        return await asyncio.to_thread(keep, self._folder, Attachment(attached.name, content))

    async def _content(self, attached: Attached, most: int, too_large: FileRefused) -> bytes:
        if attached.size > most:
            raise too_large
        try:
            async with asyncio.timeout(PATIENCE):
                file = await self._bot.get_file(attached.file_id)
                if (file.file_size or 0) > most:
                    raise too_large
                content = bytes(await file.download_as_bytearray())
        except (TelegramError, TimeoutError, KeyError, TypeError, ValueError, RuntimeError) as error:
            raise FileRefused("file_lost") from error
        if len(content) > most:
            raise too_large
        return content


def keep(folder: AttachmentFolder, file: Attachment) -> Attachment:
    """The same, on the disk. Blocking. Raises FileRefused: it is of no kind that is taken."""
    media_type = media_type_of(file.content)
    if not media_type:
        raise FileRefused("report_file_kind", name=file.name)
    path = folder.keep(file.content, ENDINGS[media_type])
    sha256 = hashlib.sha256(file.content).hexdigest()
    return Attachment(file.name, file.content, Kept(path, media_type, len(file.content), sha256))
