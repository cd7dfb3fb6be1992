"""What leaves, or would leave, by itself: to whom, by which channel, when, about what. Values only."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from db.channels import ChannelKind
from db.ids import InstitutionId, NoticeId
from db.notices import NoticeKind
from rede.lines import NEAR
from scheduler.ladder import Nature
from scheduler.wording import distance, short_date


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutGoal:
    """One line of what is told: a goal that an institution owes, and the step of its ladder."""

    institution: str
    key: str
    step: str
    #: The day that the step counts to.
    aim: date
    nature: Nature
    #: It asks whether anything happened.
    asks: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """One message by one channel."""

    #: In Brasília.
    on: datetime
    person: str
    email: str
    channel: ChannelKind
    #: Leaves only if what left by the first channel is not acknowledged by then.
    standby: bool
    #: Another channel follows, unless this one is acknowledged.
    followed: bool
    #: It left; else it would.
    sent: bool
    kind: NoticeKind
    goals: Sequence[AboutGoal]
    subject: str
    #: As a person reads it, without marks.
    text: str
    #: Tells which of these say the same; of what would be sent, no lasting number.
    notice: NoticeId


@dataclass(frozen=True, slots=True)
class Lookout:
    """The days to look at, both included, and whose people; None: everybody."""

    since: date
    until: date
    institution_id: InstitutionId | None = None


#: Tells what would be sent from now on; handed down from elo/wiring.py. Slow: never within a transaction.
Foresee = Callable[[Lookout, datetime], Awaitable[Sequence[Sending]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalMark:
    """What a text knows of one goal in a list of messages."""

    #: Empty where the message is about one institution.
    acronym: str
    key: str
    #: `faltam 5 dias` on the day of the message; empty while the date is far away.
    distance: str
    #: A `scheduler.ladder.Nature`.
    nature: str = Nature.DEADLINE
    asks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingLine:
    """What a text knows of one message that leaves, or would leave."""

    #: `sex., 19/12/2025`
    day: str
    #: `9h00`
    hour: str
    person: str
    channel: ChannelKind
    standby: bool
    followed: bool
    sent: bool
    kind: NoticeKind
    goals: Sequence[GoalMark]
    #: Goals that are not named.
    more: int
    subject: str


def told_apart(sendings: Sequence[Sending]) -> list[Sending]:
    """Without the mails that only follow a message of the list, which tells of them."""
    followed = {one.notice for one in sendings if one.followed}
    return [one for one in sendings if not (one.standby and one.notice in followed)]


def line_of_sending(sending: Sending, *, most: int | None = None) -> SendingLine:
    """`most`: goals named; the rest is counted."""
    several = len({goal.institution for goal in sending.goals}) > 1
    named = sending.goals[:most]
    return SendingLine(
        day=short_date(sending.on.date()),
        hour=f"{sending.on.hour}h{sending.on:%M}",
        person=sending.person,
        channel=sending.channel,
        standby=sending.standby,
        followed=sending.followed,
        sent=sending.sent,
        kind=sending.kind,
        goals=[_mark(goal, sending.on.date(), several=several) for goal in named],
        more=len(sending.goals) - len(named),
        subject=sending.subject,
    )


def _mark(goal: AboutGoal, day: date, *, several: bool) -> GoalMark:
    far = distance(goal.aim, day, of_deadline=goal.nature is Nature.DEADLINE)
    return GoalMark(
        acronym=goal.institution if several else "",
        key=goal.key,
        distance=far if (goal.aim - day).days <= NEAR else "",
        nature=goal.nature,
        asks=goal.asks,
    )
