"""What each kind of contribution asks for, in order, and how each answer is read and kept.

A question's words are the text `contribution_ask_NAME`, what it is called `contribution_label_NAME`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.date_words import read_dates
from bot.plain import plain
from bot.report.answers import MODALITIES
from bot.turn import Turn
from db.contributions import ContributionKind
from rede.links import allowed_link
from rede.offers import (
    LONGEST_DETAIL,
    OPEN_DAYS,
    ContributionRefused,
    check_title,
    check_words,
)

#: Raises a Refusal: it is no answer.
Reader = Callable[[Turn, str], str]
#: Places without a limit; an answer that says yes to being published.
UNLIMITED, OPEN, RESTRICTED = "sem limite", "publicar", "restrito"
#: Of no axis.
NO_AXIS = "nenhum"
#: A question that may be passed over, and was.
SKIPPED = "-"


@dataclass(frozen=True, slots=True)
class Question:
    name: str
    reads: Reader
    may_skip: bool = False
    #: Values offered as buttons; the words of each are the text `contribution_choice`.
    choices: Sequence[str] = ()


def _title(_: Turn, typed: str) -> str:
    return check_title(typed)


def _text(_: Turn, typed: str) -> str:
    return check_words(typed)


def _detail(_: Turn, typed: str) -> str:
    return check_words(typed, most=LONGEST_DETAIL)


def _link(turn: Turn, typed: str) -> str:
    return allowed_link(turn.desk.office, check_words(typed, most=LONGEST_DETAIL).strip(".,;"))


def _file(_: Turn, __: str) -> str:
    raise ContributionRefused("contribution_file_awaited")


def _seats(_: Turn, typed: str) -> str:
    if "limit" in plain(typed):
        return UNLIMITED
    found = re.fullmatch(r"(\d{1,5})(?:\s+vagas?)?", plain(typed).strip(" .").replace(".", ""), re.ASCII)
    if found is None or int(found[1]) == 0:
        raise ContributionRefused("contribution_seats_unreadable")
    return str(int(found[1]))


def _days(turn: Turn, typed: str) -> str:
    if "combinar" in plain(typed):
        return OPEN_DAYS
    today, calendar = turn.desk.today, turn.desk.office.calendar
    found = read_dates(typed, today=today, working_day=calendar.is_business_day)
    if found is None:
        raise ContributionRefused("contribution_days_unreadable")
    if found.first < today:
        raise ContributionRefused("contribution_days_past")
    return f"{found.first.isoformat()}/{found.last.isoformat()}"


def _modality(_: Turn, typed: str) -> str:
    said = plain(typed)
    found = next((name for name, pattern in MODALITIES.items() if pattern.search(said)), "")
    if not found:
        raise ContributionRefused("contribution_choose")
    return found


def _axis(_: Turn, typed: str) -> str:
    found = re.fullmatch(r"(?:eixo\s*)?([123])", plain(typed).strip(" ."), re.ASCII)
    if found is None and not plain(typed).startswith(NO_AXIS):
        raise ContributionRefused("contribution_choose")
    return found[1] if found else NO_AXIS


def _sharing(_: Turn, typed: str) -> str:
    said = plain(typed)
    if said.startswith(("restrit", "nao")):
        return RESTRICTED
    if "public" in said:
        return OPEN
    raise ContributionRefused("contribution_choose")


_TITLE, _TEXT = Question("title", _title), Question("text", _text)
_LINK, _FILE = Question("link", _link, may_skip=True), Question("file", _file, may_skip=True)
_AXIS = Question("axis", _axis, choices=("1", "2", "3", NO_AXIS))

#: By the name of the form.
QUESTIONS: Mapping[str, Sequence[Question]] = {
    "boapratica": (
        _TITLE,
        _TEXT,
        _LINK,
        _FILE,
        _AXIS,
        Question("sharing", _sharing, choices=(OPEN, RESTRICTED)),
    ),
    "oferecercurso": (
        _TITLE,
        _TEXT,
        Question("seats", _seats, choices=(UNLIMITED,)),
        Question("days", _days, choices=(OPEN_DAYS,)),
        Question("modality", _modality, choices=tuple(MODALITIES)),
        Question("enrol", _detail),
        Question("whom", _detail),
        _LINK,
        _FILE,
    ),
    "sugestao": (_TEXT,),
    "duvida": (_TEXT, _AXIS),
}
KINDS: Mapping[str, ContributionKind] = {
    "boapratica": ContributionKind.PRACTICE,
    "oferecercurso": ContributionKind.COURSE_OFFER,
    "sugestao": ContributionKind.SUGGESTION,
    "duvida": ContributionKind.QUESTION,
}
