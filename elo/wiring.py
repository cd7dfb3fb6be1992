"""The only place where things meet: settings become the long-lived objects that the floors below work with."""

import os
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

import structlog

from bot.attachments import Files
from bot.door import Door
from bot.greeting import Greeting
from bot.inbox import Inbox
from bot.intake import PATH, secret_token
from bot.webhook import Webhook
from db import Database
from db.database import StoreFull, StoreUnreachable
from db.sealing import Sealer
from elo.agenda import Agenda
from elo.announcing import hold_late_announcements
from elo.errands import errands
from elo.reminder_steps import ladders_of
from elo.rings import Rings
from elo.settings import Settings
from notifier.by_email import EmailSender
from notifier.by_telegram import TelegramSender
from notifier.courier import Courier
from notifier.fetch import Fetcher
from notifier.letterhead import unstamped
from notifier.reach import Reach, by_nobody
from notifier.texts import Texts
from rede.attachment_folder import AttachmentFolder
from rede.desk import Office
from rede.electoral import ElectoralPeriod, Sphere
from rede.forum_plan import ForumPlan
from rede.known_days import KnownDays
from scheduler.bell import Bell
from scheduler.clock import BRASILIA, Clock
from scheduler.days.almanac import Scope
from scheduler.sending_window import SendingWindow, not_before

if TYPE_CHECKING:
    from elo.http.server import HttpServer

log = structlog.get_logger(__name__)


def open_database(settings: Settings) -> Database:
    return Database(settings.database_url)


def office(settings: Settings, secret_key: bytes) -> Office:
    reminders = settings.reminders
    return Office(
        texts=Texts(),
        days=KnownDays(Scope(settings.calendar.scope)),
        window=SendingWindow(
            hour=reminders.hour,
            quiet_from=reminders.quiet_from,
            quiet_to=reminders.quiet_to,
            working_days_only=reminders.working_days_only,
        ),
        sealer=Sealer(secret_key),
        go_live=reminders.go_live,
        mailbox=settings.secretariat.mailbox,
        official_page=settings.secretariat.official_page,
        username=settings.telegram.username.removeprefix("@"),
        asks_cpf=settings.secretariat.asks_cpf,
        officer=settings.privacy.officer,
        keeps_cpf=settings.privacy.keep_cpf,
        retention_months=settings.retention.messages_months,
        sender=settings.email.from_address if settings.email.configured else "",
        public_url=settings.http.public_url,
        ladders=ladders_of(reminders.steps),
        weekly_cap=reminders.weekly_cap,
        forum=ForumPlan(**settings.forum.model_dump()),
        link_hosts=settings.links.hosts,
        electoral=[
            ElectoralPeriod(sphere=Sphere(one.sphere), uf=one.uf, first=one.first, last=one.last)
            for one in settings.electoral.periods
        ],
        review_days=reminders.review_days,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """Everything that lives while `elo run` does; what is not configured is None."""

    courier: Courier
    bell: Bell
    telegram: TelegramSender | None
    email: EmailSender | None
    inbox: Inbox | Webhook | None
    door: Door | None
    files: Files | None
    http: "HttpServer | None"


def sandbox_fetcher() -> Fetcher:
    """For a service that meets a sandbox: it visits no page."""
    return Fetcher(reach=Reach(resolve=by_nobody))


def service(
    settings: Settings,
    *,
    database: Database,
    office: Office,
    clock: Clock,
    fetcher: Fetcher | None = None,
) -> Service:
    """Builds the service; nothing of it runs yet. `fetcher` visits partners' pages; None: wherever they are."""
    telegram, email = telegram_sender(settings), email_sender(settings, stamp=office.sealer.stamp)
    senders = [sender for sender in (telegram, email) if sender is not None]
    courier = Courier(
        database,
        senders=senders,
        clock=clock,
        # In containers host and number are often the same again.
        holder=f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}",
        window=lambda instant: not_before(instant, office.window, BRASILIA, office.calendar),
        alone=database.is_sqlite,
        before=partial(hold_late_announcements, database, office),
    )
    rings = Rings(
        database,
        office,
        archive_after=settings.retention.messages_months,
        channels=[sender.kind for sender in senders],
    )
    folder = AttachmentFolder(settings.data_dir / "attachments")
    beside = errands(
        database,
        office,
        folder=folder,
        fetcher=fetcher or Fetcher(),
        channels=[sender.kind for sender in senders],
        telegram=telegram,
    )
    bell = Bell(clock, [*rings.table(), *beside], on_error=_rang_badly)
    if telegram is None:
        return Service(
            courier=courier,
            bell=bell,
            telegram=None,
            email=email,
            inbox=None,
            door=None,
            files=None,
            http=http_server(settings, database=database, office=office, clock=clock),
        )
    files = Files(
        settings.telegram.token.get_secret_value(),
        settings.telegram.base_url,
        proxy=settings.telegram.proxy.get_secret_value() or None,
        folder=folder,
    )
    door = Door(
        database,
        office,
        clock=clock,
        telegram=telegram,
        files=files,
        foresee=Agenda(database, office).sendings,
    )
    greeting = Greeting(database, telegram, clock)
    return Service(
        courier=courier,
        bell=bell,
        telegram=telegram,
        email=email,
        inbox=_webhook(settings, office=office, greeting=greeting)
        if settings.telegram.webhook
        else _polling(settings, database=database, clock=clock, door=door, greeting=greeting),
        door=door,
        files=files,
        http=http_server(settings, database=database, office=office, clock=clock, stored=door.poke),
    )


def _polling(
    settings: Settings, *, database: Database, clock: Clock, door: Door, greeting: Greeting
) -> Inbox:
    telegram = settings.telegram
    return Inbox(
        database,
        token=telegram.token.get_secret_value(),
        base_url=telegram.base_url,
        proxy=telegram.proxy.get_secret_value() or None,
        clock=clock,
        stored=door.poke,
        greeted=greeting,
    )


def _webhook(settings: Settings, *, office: Office, greeting: Greeting) -> Webhook:
    """What it brings comes to `http_server`, which may run on another machine."""
    telegram = settings.telegram
    return Webhook(
        token=telegram.token.get_secret_value(),
        base_url=telegram.base_url,
        proxy=telegram.proxy.get_secret_value() or None,
        address=settings.http.public_url + PATH,
        secret_token=secret_token(office.sealer),
        greeted=greeting,
    )


def telegram_sender(settings: Settings) -> TelegramSender | None:
    telegram = settings.telegram
    if not telegram.configured:
        return None
    return TelegramSender(
        telegram.token.get_secret_value(),
        telegram.base_url,
        monotonic=monotonic,
        proxy=telegram.proxy.get_secret_value() or None,
        rate_per_second=telegram.rate_per_second,
    )


def email_sender(settings: Settings, *, stamp: Callable[[str, int], str] = unstamped) -> EmailSender | None:
    """`stamp` is needed where letters are sent, and not where the server is only asked."""
    email = settings.email
    if not email.configured:
        return None
    return EmailSender(
        email.host,
        email.port,
        security=email.security,
        username=email.username,
        password=email.password.get_secret_value(),
        sender=email.from_address,
        reply_to=email.reply_to or settings.secretariat.mailbox,
        bounces=email.bounces,
        public_url=settings.http.public_url,
        stamp=stamp,
        ca_file=settings.ca_file,
        connections=email.connections,
        rate_per_second=email.rate_per_second,
        domain_rate_per_second=email.domain_rate_per_second,
        monotonic=monotonic,
    )


def http_server(
    settings: Settings,
    *,
    database: Database,
    office: Office,
    clock: Clock,
    stored: Callable[[], None] | None = None,
) -> "HttpServer | None":
    """`stored` is called when Telegram brought updates; None where there is no Telegram."""
    http = settings.http
    if not http.configured:
        return None
    # Late: commands that build no service start a tenth of a second earlier.
    from elo.http.routes import application
    from elo.http.server import HttpServer
    from elo.http.updates import UpdatesDoor

    updates = None
    if settings.telegram.webhook and stored is not None:
        updates = UpdatesDoor(database, office.sealer, clock, stored=stored)
    app = application(database, office, clock, prefix=http.prefix, updates=updates)
    return HttpServer(app, http.address)


def _rang_badly(name: str, error: Exception) -> None:
    if isinstance(error, StoreUnreachable):
        full = isinstance(error, StoreFull)
        log.warning("bell.database_full" if full else "bell.database_unreachable", ring=name)
        return
    log.error("bell.failed", ring=name, exc_info=error)
