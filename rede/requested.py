"""What a request of the Secretariat is made of, checked; and what is refused. A tool of acts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from db.ids import InstitutionId, PersonId, RequestId
from db.requests import Request, held_request
from db.serving import people_serving, who_follow
from rede.access import NotYours, require_secretariat
from rede.desk import Desk
from rede.refusal import Refusal
from scheduler.plan.cpf import has_cpf
from scheduler.wording import long_date

#: The act of the button under what announces it (bot/commands/solicitar.py).
SEE_DRAFT = "pedidorascunho"
#: Characters of its title and of its text.
LONGEST_TITLE, LONGEST_TEXT = 90, 800
#: Days that are suggested to answer in, and the farthest date taken.
SUGGESTED, FARTHEST = timedelta(days=15), timedelta(days=730)
#: Days of the longest period asked about.
LONGEST_PERIOD = timedelta(days=3 * 366)


class RequestRefused(Refusal):
    """The request, or an answer to it, cannot be taken as it stands."""


@dataclass(frozen=True, slots=True)
class Period:
    """Both days included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def check_title(typed: str) -> str:
    """
    Raises:
        RequestRefused: nothing in it, too much, or a CPF.
    """
    title = typed.strip().strip('"“”').strip()
    if not any(letter.isalnum() for letter in title):
        raise RequestRefused("request_without_title")
    return _plain(title, LONGEST_TITLE)


def check_text(typed: str) -> str:
    """
    Raises:
        RequestRefused: too much, or a CPF in it.
    """
    return _plain(typed.strip().strip('"“”').strip(), LONGEST_TEXT)


def _plain(words: str, most: int) -> str:
    if len(words) > most:
        raise RequestRefused("request_too_long", length=len(words), most=most)
    if has_cpf(words):
        raise RequestRefused("request_with_cpf")
    return words


def check_due(day: date, *, today: date) -> date:
    """
    Raises:
        RequestRefused: it is gone, or too far away to be meant.
    """
    if day < today:
        raise RequestRefused("request_in_the_past", day=long_date(day))
    if day - today > FARTHEST:
        raise RequestRefused("request_too_far", day=long_date(day))
    return day


def check_period(period: Period, *, today: date) -> Period:
    """
    Raises:
        RequestRefused: it ends before it begins, has not begun, or is longer than anybody asks about.
    """
    if period.last < period.first:
        raise RequestRefused("request_period_backwards")
    if period.first > today:
        raise RequestRefused("request_period_ahead", day=long_date(period.first))
    if period.last - period.first > LONGEST_PERIOD:
        raise RequestRefused("request_period_long")
    return period


async def the_request(desk: Desk, request_id: RequestId) -> Request:
    """For the Secretariat, held till the end of the transaction.

    Raises:
        NotYours: there is none, or the actor is not of the Secretariat.
        RequestRefused: it was called off.
    """
    await require_secretariat(desk)
    request = await held_request(desk.session, request_id)
    if request is None:
        raise NotYours
    if request.cancelled_at is not None:
        raise RequestRefused("request_cancelled_already", title=request.title)
    return request


async def followers_of(
    desk: Desk, places: Collection[InstitutionId]
) -> tuple[Mapping[InstitutionId, Sequence[PersonId]], Collection[InstitutionId]]:
    """Who follows what each of these owes, and those of them where somebody can be reached."""
    serving = await people_serving(desk.session, places)
    followers = {one: who_follow(people) for one, people in serving.items()}
    reached = {
        one
        for one, people in serving.items()
        if any(each.reachable and each.person_id in followers[one] for each in people)
    }
    return followers, reached


def facts_of(request: Request) -> dict[str, object]:
    """What its texts know of it."""
    return {
        "title": request.title,
        "text": request.text,
        "due": long_date(request.due),
        "first": f"{request.first:%d/%m/%Y}",
        "last": f"{request.last:%d/%m/%Y}",
    }
