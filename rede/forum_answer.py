"""What came from the address of a feed → whether it says something new, the same as before, or nothing that can be
read. Pure, and slow: not for the event loop."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import TypeAlias

from notifier.feed import ReadFeed, Unread, read_feed
from notifier.fetch import Fetched, FetchLimits, NotFetched

LIMITS = FetchLimits(whole=20, body=5_000_000)
#: Said by the other side: Retry-After counts with these (RFC 9110, 10.2.3).
_LATER = frozenset({429, 503})
_GONE, _UNCHANGED = 410, 304
#: Of what the other side calls its state.
LONGEST_STAMP = 300
LONGEST_WAIT = timedelta(hours=24)


class Broken(StrEnum):
    """Why a feed could not be read, beside `notifier.fetch.Fault` and `notifier.feed.Unread`."""

    STATUS = "status"
    #: It was taken away for good, says the other side.
    GONE = "gone"
    TOO_LONG = "too_long"
    #: It broke off on its way.
    CUT = "cut"
    #: The service stumbled over it.
    DEFECT = "defect"


@dataclass(frozen=True, slots=True)
class Unchanged:
    """As it was when it was last read."""


@dataclass(frozen=True, slots=True)
class News:
    """It was read; most of it may be known."""

    feed: ReadFeed
    #: By which the other side knows next time whether it changed.
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    #: `slow`, or with what the other side said: `status 503`.
    why: str
    #: As the other side wishes; None: it said nothing.
    retry_in: timedelta | None = None


FeedAnswer: TypeAlias = Unchanged | News | Failed


def asking(etag: str, last_modified: str) -> dict[str, str]:
    """What is said when it is asked for."""
    said = {"Accept": "application/rss+xml, application/atom+xml, application/xml;q=0.9, */*;q=0.5"}
    if etag:
        said["If-None-Match"] = etag
    if last_modified:
        said["If-Modified-Since"] = last_modified
    return said


def understood(got: Fetched | NotFetched, *, now: datetime) -> FeedAnswer:
    if isinstance(got, NotFetched):
        return Failed(got.fault)
    if got.status == _UNCHANGED:
        return Unchanged()
    if got.status == _GONE:
        return Failed(Broken.GONE, LONGEST_WAIT)
    if not 200 <= got.status <= 299:
        wait = retry_in(got.headers, now) if got.status in _LATER else None
        return Failed(f"{Broken.STATUS} {got.status}", wait)
    if not got.is_whole:
        return Failed(Broken.TOO_LONG if len(got.body) >= LIMITS.body else Broken.CUT)
    read = read_feed(got.body, content_type=got.headers.get("content-type", ""), url=got.final_url)
    if isinstance(read, Unread):
        return Failed(read)
    return News(read, _stamp(got.headers, "etag"), _stamp(got.headers, "last-modified"))


def retry_in(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Seconds or a date; never more than a day."""
    said = headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return min(timedelta(seconds=int(said[:9])), LONGEST_WAIT)
    try:
        at = parsedate_to_datetime(said)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max(at - now, timedelta(0)), LONGEST_WAIT)


def _stamp(headers: Mapping[str, str], name: str) -> str:
    """Cut short it would be another one."""
    said = headers.get(name, "")
    return said if len(said) <= LONGEST_STAMP else ""
