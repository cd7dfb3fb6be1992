"""Files that people send: fetched before the update is handled, outside any transaction, and never on trust."""

import asyncio
from dataclasses import dataclass

from telegram import Bot
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bot.update import Attached
from notifier.bot_api import is_loopback
from rede.refusal import Refusal

#: Bytes. A plano de trabalho has some 30,000.
MOST = 2_000_000
#: Seconds for both requests: whose file it is waits meanwhile, and nobody else.
PATIENCE = 30.0


class FileRefused(Refusal):
    """The file cannot be had."""


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    content: bytes


class Files:
    """`close` it at the end. Boots without network: nothing is asked before the first file."""

    def __init__(self, token: str, base_url: str, *, proxy: str | None = None) -> None:
        root = base_url.rstrip("/")
        httpx_kwargs = {"trust_env": proxy is None and not is_loopback(root)}
        self._requests = [HTTPXRequest(2, proxy=proxy, httpx_kwargs=httpx_kwargs) for _ in range(2)]
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

    async def fetch(self, attached: Attached) -> Attachment:
        """Raises FileRefused: it is too large, or Telegram does not give it."""
        if attached.size > MOST:
            raise FileRefused("file_too_large", most=MOST // 1_000_000)
        try:
            async with asyncio.timeout(PATIENCE):
                file = await self._bot.get_file(attached.file_id)
                if (file.file_size or 0) > MOST:
                    raise FileRefused("file_too_large", most=MOST // 1_000_000)
                content = bytes(await file.download_as_bytearray())
        except (TelegramError, TimeoutError, KeyError, TypeError, ValueError, RuntimeError) as error:
            raise FileRefused("file_lost") from error
        if len(content) > MOST:
            raise FileRefused("file_too_large", most=MOST // 1_000_000)
        return Attachment(attached.name, content)
