"""The life of the service: one TaskGroup of parts, one place for signals, and an end within fifteen seconds."""

import asyncio
import signal
from collections.abc import Callable, Collection, Coroutine, Iterable
from enum import StrEnum

import structlog

from elo.wiring import Service

log = structlog.get_logger(__name__)

#: Seconds that letters in flight get to be answered after a signal.
DRAIN = 12.0


class Part(StrEnum):
    """What `elo run --only` names.

    With a webhook `http` takes updates and stores them; `inbox` keeps the webhook set and handles what is stored,
    on the same machine or on another.
    """

    INBOX = "inbox"
    COURIER = "courier"
    BELL = "bell"
    HTTP = "http"


class _Stop(Exception):
    """Ends the TaskGroup: the service was asked to stop."""


async def live(
    service: Service,
    *,
    parts: Collection[Part],
    stop: asyncio.Event,
    beside: Iterable[Callable[[], Coroutine[None, None, None]]] = (),
) -> None:
    """Runs the parts until `stop` is set; then nothing new begins, and what is in flight is settled."""
    try:
        async with asyncio.TaskGroup() as group:
            for run in (*_runs(service, parts), *beside):
                group.create_task(run())
            group.create_task(_until(stop, service, parts))
    except* _Stop:
        log.info("service.stopped")
    finally:
        for open_one in (service.telegram, service.email, service.files):
            if open_one is not None:
                await open_one.close()


def _runs(service: Service, parts: Collection[Part]) -> Iterable[Callable[[], Coroutine[None, None, None]]]:
    if Part.INBOX in parts and service.inbox is not None and service.door is not None:
        yield service.inbox.run
        yield service.door.run
    if Part.COURIER in parts:
        yield service.courier.run
    if Part.BELL in parts:
        yield service.bell.run
    if Part.HTTP in parts and service.http is not None:
        yield service.http.run


async def _until(stop: asyncio.Event, service: Service, parts: Collection[Part]) -> None:
    await stop.wait()
    log.info("service.stopping")
    async with asyncio.TaskGroup() as ending:
        if Part.HTTP in parts and service.http is not None:
            ending.create_task(service.http.close())
        if Part.COURIER in parts:
            ending.create_task(service.courier.drain(DRAIN))
    raise _Stop


def stop_on_signals(stop: asyncio.Event) -> None:
    """SIGTERM and SIGINT ask for the end; a second one changes nothing."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
