"""Entries of the audit as people read them: when, who, what, of whom. A tool of acts without words of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from db.audit import AuditEntry
from db.ids import InstitutionId, PersonId
from db.institutions import institutions_by_id
from db.serving import people_by_id
from rede.desk import Desk

PEOPLE, INSTITUTIONS = "people", "institutions"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    number: int
    at: datetime
    #: Empty when it was the service itself, or the command line.
    who: str
    #: As the code has it: `deliverable.submit`.
    act: str
    #: In words.
    what: str
    #: A name, an acronym, a protocol number, or the number of something.
    of: str


async def audit_lines(desk: Desk, entries: Sequence[AuditEntry]) -> list[AuditLine]:
    """In the same order."""
    actors = {one.person_id for one in entries if one.person_id is not None}
    people = await people_by_id(desk.session, actors | {PersonId(one) for one in _numbers(entries, PEOPLE)})
    of_places = {InstitutionId(one) for one in _numbers(entries, INSTITUTIONS)}
    places = await institutions_by_id(desk.session, of_places)
    names = {f"{PEOPLE}:{number}": one.name for number, one in people.items()}
    names |= {f"{INSTITUTIONS}:{number}": one.acronym for number, one in places.items()}
    texts = desk.office.texts
    return [
        AuditLine(
            number=one.id,
            at=one.at,
            who=people[one.person_id].name if one.person_id in people else "",
            act=one.act,
            what=texts.chat("audit_act", act=one.act),
            of=names.get(one.object) or texts.chat("audit_object", object=one.object),
        )
        for one in entries
    ]


def _numbers(entries: Sequence[AuditEntry], table: str) -> Iterator[int]:
    for entry in entries:
        kind, _, number = entry.object.partition(":")
        if kind == table and number.isdecimal():
            yield int(number)
