"""A person asks for a correction or for erasure of their data (Lei 13.709/2018, art. 18): it gets a number, and the
Secretariat is told."""

from enum import StrEnum

from db.audit import record
from db.data_requests import DataRequest, DataRequestKind, data_request_code, open_request_like
from db.erasures import ASKED
from db.people import Person
from rede.access import NotYours
from rede.bound_buttons import bound
from rede.desk import Desk
from rede.digest import words_of
from rede.refusal import Refusal
from rede.rows import checked_email
from rede.tasks import executives, tell_task
from scheduler.plan.cpf import has_cpf

#: Acts of the buttons under what the Secretariat is told (bot/commands/meusdados.py).
GRANT, REFUSE = "meusdadosatende", "meusdadosrecusa"
#: Characters of a name.
SHORTEST, LONGEST = 2, 120


class DataRequestRefused(Refusal):
    """`data_bad_name`, `data_bad_email`, `data_cpf`, `data_same`. Nothing was asked."""


class Field(StrEnum):
    """What is corrected by request: both are how the person is found again."""

    NAME = "name"
    EMAIL = "email"


async def ask_correction(desk: Desk, field: Field, wanted: str) -> DataRequest:
    """Asked again while it is open, it is the same request.

    Raises:
        NotYours: the actor is nobody.
        DataRequestRefused: the new value cannot be.
    """
    person = await _actor(desk)
    value = _checked(field, wanted)
    if value == (person.name if field is Field.NAME else person.email):
        raise DataRequestRefused("data_same", field=field)
    return await _ask(desk, person, DataRequestKind.CORRECTION, f"{field}:{value}")


async def ask_erasure(desk: Desk) -> DataRequest:
    """
    Raises:
        NotYours: the actor is nobody.
    """
    return await _ask(desk, await _actor(desk), DataRequestKind.ERASURE, "")


def wanted_of(detail: str) -> tuple[Field, str]:
    """What a request for correction asks for."""
    field, _, value = detail.partition(":")
    return Field(field), value


async def _actor(desk: Desk) -> Person:
    person = await desk.session.get(Person, desk.actor) if desk.actor is not None else None
    if person is None:
        raise NotYours
    return person


def _checked(field: Field, wanted: str) -> str:
    value = " ".join(wanted.split()).strip(" ,;\"“”'")
    if has_cpf(value):
        raise DataRequestRefused("data_cpf")
    if field is Field.EMAIL:
        address = checked_email(value)
        if address is None:
            raise DataRequestRefused("data_bad_email")
        return address
    letters = sum(letter.isalpha() for letter in value)
    if letters < SHORTEST or len(value) > LONGEST or "@" in value or any(map(str.isdecimal, value)):
        raise DataRequestRefused("data_bad_name")
    return value


async def _ask(desk: Desk, person: Person, kind: DataRequestKind, detail: str) -> DataRequest:
    known = await open_request_like(desk.session, person.id, kind, detail)
    if known is not None:
        return known
    request = DataRequest(person_id=person.id, kind=kind, made_at=desk.now, detail=detail)
    desk.session.add(request)
    await desk.session.flush()
    record(
        desk.session,
        f"data_request.{kind}",
        data_request_code(request.id),
        now=desk.now,
        person_id=desk.actor,
        detail=f"people:{person.id}",
    )
    await _tell(desk, request, person)
    return request


async def _tell(desk: Desk, request: DataRequest, person: Person) -> None:
    field, value = wanted_of(request.detail) if request.detail else ("", "")
    words = words_of(
        desk,
        "data_request_told",
        {
            "code": data_request_code(request.id),
            "kind": request.kind,
            "name": person.name,
            "field": field,
            "value": value,
        },
    )
    texts, sealer = desk.office.texts, desk.office.sealer
    for one in await executives(desk):
        if one == person.id:
            continue
        row = [
            (texts.chat(f"button_{label}"), bound(sealer, one, act, request.id))
            for label, act in (("data_grant", GRANT), ("refuse", REFUSE))
        ]
        await tell_task(desk, one, words, key=f"{ASKED}{request.id}:{one}", buttons=[row])
