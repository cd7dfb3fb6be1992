"""Where an act is done: one open transaction, the moment, who acts, and what the office keeps at hand.

Only a door opens a desk, and only the door commits.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from db import Session
from db.ids import PersonId
from db.sealing import Sealer
from notifier.texts import Texts
from rede.electoral import ElectoralPeriod
from rede.forum_plan import ForumPlan
from rede.known_days import KnownDays
from scheduler.calendar import Calendar
from scheduler.clock import local_day
from scheduler.ladder import Ladders
from scheduler.sending_window import SendingWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """What every act may consult and none may change: built once, in elo/wiring.py."""

    texts: Texts
    #: The lists of days without work: read by every act, looked after by `open_desk` alone.
    days: KnownDays
    #: When reminders may leave; its `hour` is wall time in Brasília.
    window: SendingWindow
    sealer: Sealer
    #: Obligations that fell due before this day are history (design.md, `[reminders] go_live`).
    go_live: date | None
    #: Where partners send what chat never takes; empty when not configured.
    mailbox: str
    official_page: str
    #: The bot's user name, without @; empty: as Telegram said it last (db/outages.py).
    username: str = ""
    #: The address that mails leave from; empty: no mail leaves.
    sender: str = ""
    #: Goals 1.1 and 1.2 wait for a CPF by e-mail, which the Secretariat ticks (`[secretariat] asks_cpf`).
    asks_cpf: bool = False
    #: Who answers for personal data (encarregado; Lei 13.709/2018, art. 41); empty when not configured.
    officer: str = ""
    #: Whether the Secretariat keeps CPFs, sealed (`[privacy] keep_cpf`).
    keeps_cpf: bool = False
    #: Months after which the words and addresses of messages go; 0: never.
    retention_months: int = 24
    #: Days after which a report that nobody looked at, or that came back, is reminded of.
    review_days: int = 10
    #: Where links of e-mails lead, without a slash at the end; empty: no page of ours can be reached.
    public_url: str = ""
    #: Which days around a date are reminded of, goal by goal.
    ladders: Ladders = field(default_factory=Ladders)
    #: Feeds of the forum that are read.
    forum: ForumPlan = field(default_factory=ForumPlan)
    #: Hosts, besides those of gov.br, that announcements may lead to.
    link_hosts: Sequence[str] = ()
    #: When whom the electoral law keeps from promoting anything.
    electoral: Sequence[ElectoralPeriod] = ()
    #: Notices a week from which early reminders wait for room; 0: none.
    weekly_cap: int = 5

    @property
    def sends_mail(self) -> bool:
        return bool(self.sender)

    @property
    def calendar(self) -> Calendar:
        """The Union's days: for the sending window."""
        return self.days.current.federal


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    session: Session
    now: datetime
    office: Office
    #: Who acts; None when it is the service itself or the command line.
    actor: PersonId | None = None

    @property
    def today(self) -> date:
        """The day in Brasília: deadlines are counted there for everybody."""
        return local_day(self.now)


async def open_desk(
    session: Session, *, now: datetime, office: Office, actor: PersonId | None = None
) -> Desk:
    """For doors: lists of days that somebody loaded since the last desk count at this one."""
    await office.days.refresh(session)
    return Desk(session=session, now=now, office=office, actor=actor)
