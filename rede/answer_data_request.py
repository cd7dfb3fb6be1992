"""The Secretariat answers what somebody asked about their data: granting does it, and the person is told."""

from dataclasses import dataclass

from db.audit import record
from db.channels import ChannelKind, open_channel
from db.data_requests import DONE, REFUSED, DataRequest, DataRequestKind, data_request_code, held_request
from db.data_requests import open_requests as _open_requests
from db.ids import DataRequestId, PersonId
from db.invites import revoke_unused
from db.notices import NoticeKind
from db.people import Person, people_by_email
from rede.access import NotYours, require_secretariat
from rede.announce import tell_in_window
from rede.desk import Desk
from rede.digest import words_of
from rede.erasing import erase
from rede.refusal import Refusal
from scheduler.plan.cpf import has_cpf

#: Requests of one list, and characters of a reason.
MOST, SHORTEST, LONGEST = 8, 5, 500


class AnswerRefused(Refusal):
    """`data_request_answered` (with its answer), `data_request_own`, `data_request_reason`, `data_taken`."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An open request and who asked."""

    request: DataRequest
    person: Person

    @property
    def code(self) -> str:
        return data_request_code(self.request.id)


async def waiting_requests(desk: Desk) -> list[Asked]:
    """The longest waiting first.

    Raises:
        NotYours: the actor is not of the Secretariat itself.
    """
    await require_secretariat(desk)
    found = [Asked(*row) for row in await _open_requests(desk.session, limit=MOST)]
    record(desk.session, "data_request.read", "data_requests", now=desk.now, person_id=desk.actor)
    return found


async def waiting_request(desk: Desk, request_id: DataRequestId) -> Asked:
    """
    Raises:
        NotYours: the actor is not of the Secretariat itself, or there is no such request.
        AnswerRefused: it was answered, or it is the actor's own.
    """
    await require_secretariat(desk)
    request = await held_request(desk.session, request_id)
    if request is None:
        raise NotYours
    if request.answered_at is not None:
        raise AnswerRefused("data_request_answered", code=data_request_code(request_id))
    if request.person_id == desk.actor:
        raise AnswerRefused("data_request_own", code=data_request_code(request_id))
    return Asked(request, await desk.session.get_one(Person, request.person_id))


async def grant_data_request(desk: Desk, request_id: DataRequestId) -> Asked:
    """What was asked for is so from now on.

    Raises:
        NotYours, AnswerRefused: as `waiting_request`; `data_taken`: somebody has that name and address.
        LastAdministrator: an erasure would leave nobody who can let others in.
    """
    asked = await waiting_request(desk, request_id)
    if asked.request.kind is DataRequestKind.ERASURE:
        await erase(desk, PersonId(asked.person.id), asked=request_id)
        _close(desk, asked, DONE)
        return asked
    await _correct(desk, asked)
    _close(desk, asked, DONE)
    await _tell(desk, asked, "")
    return asked


async def refuse_data_request(desk: Desk, request_id: DataRequestId, *, reason: str) -> Asked:
    """
    Raises:
        NotYours, AnswerRefused: as `waiting_request`; `data_request_reason`: why was not said.
    """
    asked = await waiting_request(desk, request_id)
    why = " ".join(reason.split())
    if has_cpf(why) or not SHORTEST <= len(why) <= LONGEST:
        raise AnswerRefused("data_request_reason", most=LONGEST)
    _close(desk, asked, f"{REFUSED}: {why}")
    await _tell(desk, asked, why)
    return asked


async def _correct(desk: Desk, asked: Asked) -> None:
    field, _, value = asked.request.detail.partition(":")
    person = asked.person
    name, email = (value, person.email) if field == "name" else (person.name, value)
    readers = await people_by_email(desk.session, email)
    if any(one.name == name and one.id != person.id for one in readers):
        raise AnswerRefused("data_taken", code=asked.code)
    person.name, person.email = name, email
    if field == "email":
        # What was sent to the old mailbox opens nothing any more.
        await revoke_unused(desk.session, person.id, now=desk.now)
        await open_channel(desk.session, person.id, ChannelKind.EMAIL, address=email, now=desk.now)
    about = f"people:{person.id}"
    record(desk.session, "person.correct", about, now=desk.now, person_id=desk.actor, detail=field)


def _close(desk: Desk, asked: Asked, answer: str) -> None:
    request = asked.request
    request.answered_at, request.answered_by = desk.now, desk.actor
    request.answer, request.detail = answer, ""
    act = "data_request.grant" if answer == DONE else "data_request.refuse"
    about = f"people:{request.person_id}"
    record(desk.session, act, asked.code, now=desk.now, person_id=desk.actor, detail=about)


async def _tell(desk: Desk, asked: Asked, reason: str) -> None:
    facts = {"person": asked.person.name, "code": asked.code, "kind": asked.request.kind, "reason": reason}
    words = words_of(desk, "data_request_done", facts)
    key = f"data-answer:{asked.request.id}"
    who = PersonId(asked.person.id)
    await tell_in_window(desk, who, kind=NoticeKind.TASK, words=words, key=key)
