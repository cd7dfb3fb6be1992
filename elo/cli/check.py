"""`elo check`: everything the service leans on, each in order or not, with the mend."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from elo.cli.ending import Ending, Failure
from elo.cli.house import require_head, run, settings_of
from elo.cli.options import AsJson, ConfigFile
from elo.cli.printing import tell, tell_json
from elo.configuration import Fault, InvalidConfiguration, configuration_file, require_channel

if TYPE_CHECKING:
    from elo.settings import Settings
    from notifier.bot_api import Identity


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `ending` is what the command exits with when it is not in order."""

    name: str
    detail: str
    hint: str = ""
    ending: Ending = Ending.OK


def check(
    quick: Annotated[bool, typer.Option("--quick", help="Leave the network alone.")] = False,
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Check configuration, key, database, calendar, Telegram, mail server and HTTP.

    \b
    elo check
    elo check --quick --json

    Exit code: 0 all in order, 3 configuration or database, 5 something does not answer.
    """
    try:
        settings = settings_of(config)
    except InvalidConfiguration as invalid:
        if as_json:
            _tell([_of_fault(fault) for fault in invalid.faults], as_json=True)
        raise
    findings = run(_findings(settings, configuration_file(config), quick=quick))
    _tell(findings, as_json=as_json)
    wrong = [each for each in findings if each.ending is not Ending.OK]
    if wrong:
        names = ", ".join(dict.fromkeys(each.name for each in wrong))
        raise Failure(min(each.ending for each in wrong), f"not in order: {names}", wrong[0].hint)


def _of_fault(fault: Fault) -> Finding:
    return Finding("configuration", fault.message, fault.hint, Ending.CONFIGURATION)


def _tell(findings: Sequence[Finding], *, as_json: bool) -> None:
    if as_json:
        checks = [_as_json(each) for each in findings]
        tell_json({"ok": all(check["ok"] for check in checks), "checks": checks})
        return
    for each in findings:
        tell(f"{'no' if each.ending else 'ok'}  {each.name}: {each.detail}")
        if each.hint:
            tell(f"    {each.hint}")


def _as_json(finding: Finding) -> dict[str, object]:
    values = asdict(finding)
    return {"name": values.pop("name"), "ok": values.pop("ending") is Ending.OK} | values


async def _findings(settings: "Settings", file: Path, *, quick: bool) -> list[Finding]:
    from elo import logs

    logs.set_up(secrets=settings.secrets, level=logs.QUIET)
    findings = [_configuration(settings, file), _secret_key(settings)]
    database = await _database(settings)
    findings += [database, await _calendar(settings, readable=not database.ending)]
    if not quick:
        findings += [await _telegram(settings), await _email(settings), await _http(settings)]
    return findings


def _configuration(settings: "Settings", file: Path) -> Finding:
    try:
        require_channel(settings, file.name)
    except InvalidConfiguration as invalid:
        return _of_fault(invalid.faults[0])
    return Finding("configuration", str(file), _privacy(file) if settings.secrets else "")


def _secret_key(settings: "Settings") -> Finding:
    from elo.secret_key import read_secret_key

    file = settings.secret_key_file
    try:
        read_secret_key(file)
    except InvalidConfiguration as invalid:
        return Finding("secret key", invalid.faults[0].message, invalid.faults[0].hint, Ending.CONFIGURATION)
    return Finding("secret key", str(file), _privacy(file))


def _privacy(file: Path) -> str:
    """The mend of a file that holds secrets and that others may read."""
    return f"others may read it: chmod 600 {file}" if file.stat().st_mode & 0o077 else ""


async def _database(settings: "Settings") -> Finding:
    from db import schema
    from db.database import StoreUnreachable

    try:
        await require_head(settings)
    except Failure as failure:
        return Finding("database", str(failure), failure.hint, failure.ending)
    except StoreUnreachable as error:
        return Finding("database", f"does not answer ({error})", "see [database] url", Ending.UNREACHABLE)
    return Finding("database", f"at version {schema.head()}")


async def _calendar(settings: "Settings", *, readable: bool) -> Finding:
    """The lists that come with the program, and those loaded where the database can be read."""
    from db import Database
    from rede.known_days import KnownDays
    from scheduler.clock import SystemClock, local_day

    known = KnownDays()
    if readable:
        database = Database(settings.database_url)
        try:
            async with database.read() as session:
                await known.refresh(session)
        finally:
            await database.close()
    years, today = known.current.federal.years, local_day(SystemClock().now())
    # The list of a year comes out in the last days of the one before.
    wanted = {today.year, today.year + 1} if (today.month, today.day) >= (12, 20) else {today.year}
    missing = ", ".join(map(str, sorted(wanted - years)))
    hint = f"dates in {missing} are provisional: elo calendar load FILE.csv" if missing else ""
    return Finding("calendar", "lists of " + ", ".join(map(str, sorted(years))), hint)


async def _telegram(settings: "Settings") -> Finding:
    from elo import wiring
    from notifier.outcome import Unauthorized, Unreachable

    server, sender = settings.telegram.base_url, wiring.telegram_sender(settings)
    if sender is None:
        return Finding("telegram", "not configured")
    try:
        bot = await sender.identity()
    except Unauthorized as error:
        return Finding("telegram", f"{server}: {error}", "see [telegram] token", Ending.CONFIGURATION)
    except Unreachable as error:
        hint = "see [telegram] base_url and proxy"
        return Finding("telegram", f"{server} does not answer: {error}", hint, Ending.UNREACHABLE)
    finally:
        await sender.close()
    await _remember(settings, bot)
    intake = "webhook" if settings.telegram.webhook else "polling"
    return Finding("telegram", f"@{bot.username} at {server}, messages by {intake}")


async def _remember(settings: "Settings", bot: "Identity") -> None:
    """From now on invites have a link. Needs a database at head, so it is left out without one."""
    from db import Database
    from db.outages import remember_bot
    from scheduler.clock import SystemClock

    if (await _database(settings)).ending is not Ending.OK:
        return
    database = Database(settings.database_url)
    try:
        async with database.write() as session:
            await remember_bot(session, bot.bot_id, bot.username, now=SystemClock().now())
    finally:
        await database.close()


async def _email(settings: "Settings") -> Finding:
    from elo import wiring
    from notifier.outcome import Unauthorized, Unreachable

    server = f"{settings.email.host}:{settings.email.port} ({settings.email.security})"
    try:
        sender = wiring.email_sender(settings)
    except (OSError, ValueError) as error:
        return Finding(
            "email", f"{type(error).__name__}", "see [email] ca_file, sender", Ending.CONFIGURATION
        )
    if sender is None:
        return Finding("email", "not configured")
    try:
        await sender.check()
    except Unauthorized as error:
        hint = "see [email] username, password, security and ca_file"
        return Finding("email", f"{server} refuses: {error}", hint, Ending.CONFIGURATION)
    except Unreachable as error:
        hint = "see [email] host, port and security"
        return Finding("email", f"{server} does not answer: {error}", hint, Ending.UNREACHABLE)
    finally:
        await sender.close()
    return Finding("email", server)


async def _http(settings: "Settings") -> Finding:
    """The address is free, or the service answers there already."""
    from elo.http.server import CannotListen, bound_to

    if not settings.http.configured:
        return Finding("http", "not configured")
    host, port = settings.http.address
    try:
        bound_to(host, port).close()
    except CannotListen as error:
        if not await _answers(host, port):
            return Finding("http", f"cannot listen at {error}", "see [http] listen", Ending.CONFIGURATION)
    public_url = settings.http.public_url
    hint = "" if public_url else "[http] public_url is not set: e-mails have no links to these pages"
    return Finding("http", f"{host} port {port}" + f", for people {public_url}" * bool(public_url), hint)


async def _answers(host: str, port: int) -> bool:
    """Whether it is a service of ours that listens there."""
    import httpx

    place = f"[{host}]" if ":" in host else host
    try:
        async with httpx.AsyncClient(timeout=10, trust_env=False) as client:
            return (await client.get(f"http://{place}:{port}/saude")).text == "ok"
    except httpx.HTTPError:
        return False
