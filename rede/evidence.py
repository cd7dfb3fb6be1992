"""What shows that a goal was met: kinds of evidence by goal (domain § 2), and the fields of each. Pure.

A field's question is the text `report_field_NAME`, what it is called `report_label_NAME`. Nothing here ever names a
person's CPF: the plan has it sent by e-mail.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    COURSE = "course"
    SCHEDULE = "schedule"
    PAGE = "page"
    POST = "post"
    MEETING = "meeting"
    NOMINATION = "nomination"
    JOINT_ACTION = "joint action"
    FORUM = "forum"
    #: Where the virtual forum is.
    ADDRESS = "address"
    #: Good practices, and what no plan we know has.
    GENERIC = "generic"


class Reads(StrEnum):
    """How an answer is read, and kept: days as `2026-03-10/2026-03-12`, numbers in digits."""

    WORDS = "words"
    DAY = "day"
    DAYS = "days"
    LINK = "link"
    COUNT = "count"
    MODALITY = "modality"
    #: Which of banner, notícia and pop-up.
    ITEMS = "items"
    SEI = "sei"


class Wanted(StrEnum):
    #: Without it there is no report.
    REQUIRED = "required"
    #: Asked once in a dialogue, and may be passed over.
    ASKED = "asked"
    #: Only where somebody wants to tell more.
    OFFERED = "offered"


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    reads: Reads
    wanted: Wanted = Wanted.OFFERED


LINK, SEI = Field("link", Reads.LINK), Field("sei", Reads.SEI)
_DAY, _DAY_ASKED = Field("day", Reads.DAY), Field("day", Reads.DAY, Wanted.ASKED)
_PARTICIPANTS = Field("participants", Reads.COUNT)
#: Instead of the address of a page, in the months before an election.
WITHDRAWN = "retirado por período eleitoral"

_FIELDS: Mapping[Kind, Sequence[Field]] = {
    Kind.COURSE: (
        Field("title", Reads.WORDS),
        Field("days", Reads.DAYS),
        Field("modality", Reads.MODALITY),
        Field("place", Reads.WORDS),
        _PARTICIPANTS,
        LINK,
    ),
    Kind.SCHEDULE: (LINK,),
    Kind.PAGE: (Field("link", Reads.LINK, Wanted.REQUIRED), Field("items", Reads.ITEMS), _DAY),
    Kind.POST: (LINK, _DAY, Field("channel", Reads.WORDS)),
    Kind.MEETING: (_DAY_ASKED, LINK),
    Kind.NOMINATION: (Field("whom", Reads.WORDS), _DAY),
    Kind.JOINT_ACTION: (_DAY_ASKED, Field("partners", Reads.WORDS), Field("result", Reads.WORDS), LINK),
    Kind.FORUM: (_DAY_ASKED, Field("event", Reads.WORDS), _PARTICIPANTS),
    Kind.ADDRESS: (Field("link", Reads.LINK, Wanted.ASKED), _DAY),
    Kind.GENERIC: (LINK,),
}

_KINDS: Mapping[str, Kind] = {
    "1.1": Kind.NOMINATION,
    "1.2": Kind.NOMINATION,
    "1.4": Kind.MEETING,
    "2.1": Kind.SCHEDULE,
    "2.2": Kind.COURSE,
    "2.3": Kind.JOINT_ACTION,
    "3.1": Kind.PAGE,
    "3.2": Kind.POST,
    "3.3": Kind.JOINT_ACTION,
    "3.4": Kind.FORUM,
    "C1": Kind.ADDRESS,
    "C2": Kind.SCHEDULE,
    "C3": Kind.JOINT_ACTION,
    "C6": Kind.COURSE,
}

#: Dated goals that ask for what there may be none of: saying so answers them.
MAY_SAY_NOTHING = frozenset({"3.5", "3.6"})


def kind_of(key: str) -> Kind:
    return _KINDS.get(key, Kind.GENERIC)


def fields_of(key: str) -> Sequence[Field]:
    """Of the goal with that key, in the order in which they are asked; a SEI number goes with any."""
    return (*_FIELDS[kind_of(key)], SEI)


def field_named(key: str, name: str) -> Field | None:
    return next((one for one in fields_of(key) if one.name == name), None)
