"""Files sent by address. Nothing leaves the machine: any other host is one that Telegram could not reach."""

import asyncio
import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from sandbox.media.file_names import UNKNOWN_TYPE, cleaned_name
from sandbox.refusals import BadRequest, MediaRefused

#: Telegram fetches photos of up to 5 MB and other files of up to 20 MB (Bot API, "Sending files").
LARGEST_PHOTO = 5_000_000
LARGEST_DOCUMENT = 20_000_000
#: What can be sent as a document by its address (Bot API, sendDocument).
DOCUMENT_TYPES = frozenset({"application/pdf", "application/zip", "image/gif"})

_UNREACHABLE = "Failed to get HTTP URL content"
#: Seconds for the whole of a file.
_TIMEOUT = 10.0
_FORBIDDEN_IN_HOST = re.compile(r"[^a-z0-9.\-_!$,~*'();&+=%\x80-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class WebFile:
    name: str
    media_type: str
    content: bytes


async def fetch_photo(address: str) -> WebFile:
    """Raises MediaRefused for what cannot be fetched or is no picture."""
    found = await _fetch(address, LARGEST_PHOTO)
    if not found.media_type.startswith("image/"):
        raise MediaRefused("Wrong type of the web page content")
    return found


async def fetch_document(address: str) -> WebFile:
    """As `fetch_photo`, for PDF, ZIP and GIF."""
    found = await _fetch(address, LARGEST_DOCUMENT)
    if found.media_type not in DOCUMENT_TYPES:
        raise MediaRefused("Wrong type of the web page content")
    return found


async def _fetch(address: str, most: int) -> WebFile:
    url = checked_address(address)
    if not _is_this_machine(url.host):
        raise MediaRefused(_UNREACHABLE)
    try:
        async with (
            asyncio.timeout(_TIMEOUT),
            httpx.AsyncClient(verify=False, trust_env=False, timeout=_TIMEOUT) as web,  # noqa: S501
            web.stream("GET", url) as answer,
        ):
            content = await _content(answer, most)
    except (httpx.HTTPError, TimeoutError) as error:
        raise MediaRefused(_UNREACHABLE) from error
    media_type = answer.headers.get("content-type", UNKNOWN_TYPE).partition(";")[0].strip().lower()
    return WebFile(cleaned_name(url.path.rpartition("/")[2]), media_type, content)


async def _content(answer: httpx.Response, most: int) -> bytes:
    if answer.status_code != httpx.codes.OK:
        raise MediaRefused(_UNREACHABLE)
    content = bytearray()
    async for piece in answer.aiter_bytes():
        content += piece
        if len(content) > most:
            raise MediaRefused(_UNREACHABLE)
    if not content:
        raise MediaRefused(_UNREACHABLE)
    return bytes(content)


def checked_address(address: str) -> httpx.URL:
    """Raises BadRequest. An address without a scheme is one of http (tdlib HttpUrl.cpp, parse_url)."""
    scheme, separator, _ = address.partition("://")
    if separator and scheme.lower() not in ("http", "https"):
        raise _invalid("Unsupported URL protocol")
    try:
        parts = urlsplit(address if separator else f"http://{address}")
        port = parts.port
    except ValueError as error:
        raise _invalid("Wrong port number specified in the URL") from error
    if port == 0:
        raise _invalid("Wrong port number specified in the URL")
    host = parts.hostname
    if not host:
        raise _invalid("URL host is empty")
    if ":" not in host and _FORBIDDEN_IN_HOST.search(host):
        raise _invalid("Wrong URL host")
    try:
        return httpx.URL(parts.geturl())
    except (httpx.InvalidURL, ValueError) as error:
        raise _invalid("Wrong URL host") from error


def _invalid(words: str) -> BadRequest:
    return BadRequest(f"invalid file HTTP URL specified: {words}")


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
