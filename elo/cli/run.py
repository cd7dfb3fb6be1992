"""`elo run`: the service, until a signal ends it."""

import asyncio
import gc
from collections.abc import Collection
from typing import TYPE_CHECKING, Annotated

import typer

from elo.cli.ending import Ending, Failure
from elo.cli.house import create_or_upgrade, require_head, run, settings_of
from elo.cli.options import ConfigFile
from elo.cli.printing import say

if TYPE_CHECKING:
    from elo.lifetime import Part
    from elo.settings import Settings


def run_service(
    config: ConfigFile = None,
    only: Annotated[
        str, typer.Option("--only", metavar="PARTS", help="Some of inbox,courier,bell,http; else all.")
    ] = "",
    clock: Annotated[str, typer.Option("--clock", hidden=True)] = "",
) -> None:
    """Run the service: take messages, send reminders and answers. Ends on SIGTERM or Ctrl-C.

    \b
    elo run
    elo run -c /etc/elo/config.toml
    elo run --only courier,bell      on a second machine, with PostgreSQL

    Creates a missing database and secret key.
    """
    from elo.configuration import configuration_file, require_channel
    from elo.followed_clock import ClockUnreachable
    from elo.http.server import CannotListen
    from elo.single import AlreadyRunning

    parts = _parts(only)
    settings = settings_of(config)
    require_channel(settings, configuration_file(config).name)
    _require_something(settings, parts)
    if clock:
        _require_sandbox(settings)
    try:
        run(_serve(settings, parts, clock))
    except AlreadyRunning as error:
        hint = "stop it first, or use PostgreSQL to share the work between several"
        raise Failure(Ending.FAILED, str(error), hint) from error
    except CannotListen as error:
        hint = "another program may have it already: see [http] listen"
        raise Failure(Ending.FAILED, f"cannot listen at {error}", hint) from error
    except ClockUnreachable as error:
        raise Failure(Ending.UNREACHABLE, f"the clock at {error} does not answer") from error


def _parts(only: str) -> "Collection[Part]":
    from elo.lifetime import Part

    if not only:
        return list(Part)
    try:
        return [Part(name.strip()) for name in only.split(",")]
    except ValueError as error:
        known = ", ".join(Part)
        raise Failure(
            Ending.USAGE, f"--only: there is no part in {only!r} of that name", f"parts are {known}"
        ) from error


def _require_something(settings: "Settings", parts: "Collection[Part]") -> None:
    """A service that was told to do one thing, and has it switched off, would wait for ever."""
    from elo.lifetime import Part

    if set(parts) == {Part.HTTP} and not settings.http.configured:
        raise Failure(Ending.CONFIGURATION, "--only http: neither [http] listen nor public_url is set")


def _require_sandbox(settings: "Settings") -> None:
    """A clock that can be moved must never meet real people."""
    from urllib.parse import urlsplit

    from elo.addresses import LOOPBACK

    if not LOOPBACK.fullmatch(urlsplit(settings.telegram.base_url).hostname or ""):
        message = "--clock works only with a sandbox: [telegram] base_url is not on this machine"
        raise Failure(Ending.CONFIGURATION, message)


async def _serve(settings: "Settings", parts: "Collection[Part]", clock_url: str) -> None:
    from elo import logs, wiring
    from elo.followed_clock import FollowedClock
    from elo.lifetime import Part, live, stop_on_signals
    from elo.secret_key import make_secret_key, read_secret_key
    from elo.single import only_one
    from scheduler.clock import SystemClock

    logs.set_up(secrets=settings.secrets)
    stop = asyncio.Event()
    stop_on_signals(stop)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with only_one(settings.data_dir if settings.sqlite_file else None):
        await _prepare(settings)
        make_secret_key(settings.secret_key_file)
        followed = FollowedClock(clock_url) if clock_url else None
        if followed is not None:
            await followed.start()
        database = wiring.open_database(settings)
        try:
            await database.warm_up()
            office = wiring.office(settings, read_secret_key(settings.secret_key_file))
            service = wiring.service(
                settings,
                database=database,
                office=office,
                clock=followed or SystemClock(),
                fetcher=wiring.sandbox_fetcher() if followed else None,
            )
            if service.http is not None and Part.HTTP in parts:
                service.http.listen()
            _settle_memory()
            _greet(settings)
            await live(service, parts=parts, stop=stop, beside=[followed.run] if followed else [])
        finally:
            await database.close()


def _settle_memory() -> None:
    """What was imported and built stays till the end: a full collection need not walk it, and hold up answers by
    some 70 ms, each time."""
    gc.collect()
    gc.freeze()


async def _prepare(settings: "Settings") -> None:
    """A missing database is made; one that is behind is for a person to upgrade."""
    from db import schema

    missing = settings.sqlite_file is not None and not settings.sqlite_file.exists()
    if missing or await schema.revision_of(settings.database_url) is None:
        await create_or_upgrade(settings)
    await require_head(settings)


def _greet(settings: "Settings") -> None:
    channels = [
        f"Telegram at {settings.telegram.base_url}" if settings.telegram.configured else "",
        f"e-mail by {settings.email.host}:{settings.email.port}" if settings.email.configured else "",
    ]
    say(f"elo: {' and '.join(channel for channel in channels if channel)}; Ctrl-C ends it")
