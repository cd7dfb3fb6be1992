"""What a contribution may say, and what is told of it: its number, its title, its words. A tool of acts."""

import json
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import shorten
from typing import Any

from db.contributions import Contribution, ContributionKind, ContributionState, held_contribution
from db.ids import ContributionId, PersonId
from db.institutions import Institution
from db.notices import NoticeKind
from db.people import Person
from db.preferences import reach
from db.serving import people_who_follow
from rede.access import Act, NotYours, require
from rede.announce import tell_in_window
from rede.desk import Desk
from rede.digest import words_of
from rede.refusal import Refusal
from scheduler.clock import local_day
from scheduler.plan.cpf import has_cpf
from scheduler.wording import long_date

#: Characters of a title (domain § 6), of a text (with its card it stays one message), and of an answer or a link.
LONGEST_TITLE, LONGEST_TEXT, LONGEST_DETAIL = 90, 2500, 300
#: Characters of the text that are announced; who wants the rest asks for it.
BRIEF = 320
#: What `details` of the offer of a course may hold, in this order.
DETAILS = ("seats", "days", "modality", "enrol", "whom")
#: Days that are still to be agreed on.
OPEN_DAYS = "a combinar"
_CODE = re.compile(r"\s*(?:ct-?)?0*(\d{1,9})\s*", re.IGNORECASE | re.ASCII)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


class ContributionRefused(Refusal):
    """
    `contribution_empty`, `contribution_too_long` (`length`, `most`), `contribution_title_too_long` (same),
    `contribution_with_cpf`, `contribution_link` (`reason`), `contribution_days_past`, `contribution_decided`,
    `contribution_changed`, `contribution_whole_unpublished`, `forum_nothing_open`, `forum_no_address`.
    """


def code_of(number: int) -> str:
    """`CT-000012`."""
    return f"CT-{number:06d}"


def read_code(typed: str) -> ContributionId | None:
    """`CT-000012`, `ct12`, `12`; None when it is none of these."""
    found = _CODE.fullmatch(typed)
    return ContributionId(int(found[1])) if found else None


def check_words(typed: str, *, most: int = LONGEST_TEXT) -> str:
    """Raises ContributionRefused: it says nothing, too much, or holds a CPF."""
    words = typed.strip()
    if not any(letter.isalnum() for letter in words):
        raise ContributionRefused("contribution_empty")
    if len(words) > most:
        raise ContributionRefused("contribution_too_long", length=len(words), most=most)
    if has_cpf(words):
        raise ContributionRefused("contribution_with_cpf")
    return words


def check_title(typed: str) -> str:
    """In one line. Raises ContributionRefused."""
    words = " ".join(check_words(typed).split())
    if len(words) > LONGEST_TITLE:
        raise ContributionRefused("contribution_title_too_long", length=len(words), most=LONGEST_TITLE)
    return words


def details_in(contribution: Contribution) -> dict[str, str]:
    found = json.loads(contribution.details) if contribution.details else {}
    return {name: str(found[name]) for name in DETAILS if name in found}


def as_json(details: Mapping[str, str]) -> str:
    return json.dumps(dict(details), ensure_ascii=False, sort_keys=True) if details else ""


def days_told(kept: str) -> str:
    """`2026-03-10/2026-03-12` as people read it."""
    first, _, last = kept.partition("/")
    try:
        days = [date.fromisoformat(one) for one in (first, last or first)]
    except ValueError:
        return kept
    return long_date(days[0]) if days[0] == days[1] else f"{days[0]:%d/%m/%Y} a {days[1]:%d/%m/%Y}"


def stage_of(contribution: Contribution) -> int:
    """For buttons: another once its words, or what was decided about it, change."""
    said = (contribution.state, contribution.title, contribution.text, contribution.decided_by is not None)
    return zlib.crc32(repr(said).encode()) % 1_000_000_000


def brief_of(text: str) -> str:
    """As many whole sentences as are announced; of one that is too long, its beginning."""
    if len(text) <= BRIEF:
        return text
    kept = ""
    for sentence in _SENTENCE.split(" ".join(text.split())):
        if len(kept) + len(sentence) >= BRIEF:
            break
        kept = f"{kept} {sentence}".strip()
    return kept or shorten(text, BRIEF, placeholder="…")


async def contribution_as_it_was(desk: Desk, number: ContributionId, stage: int | None) -> Contribution:
    """Nobody else changes it before the transaction ends. `stage`: as the button that was pressed knew it.

    Raises:
        NotYours: there is none.
        ContributionRefused: it was decided on, or changed since.
    """
    found = await held_contribution(desk.session, number)
    if found is None:
        raise NotYours
    if found.state is not ContributionState.SENT:
        raise ContributionRefused("contribution_decided", code=code_of(number), state=str(found.state))
    if stage is not None and stage != stage_of(found):
        raise ContributionRefused("contribution_changed", code=code_of(number))
    return found


async def own_contribution(desk: Desk, number: ContributionId, stage: int) -> Contribution:
    """As `contribution_as_it_was`, of an institution that the actor serves.

    Raises:
        NotYours: there is none, or it is another's, however far that one has come.
        ContributionRefused: it was decided on, or changed since.
    """
    found = await desk.session.get(Contribution, number)
    if found is None:
        raise NotYours
    await require(desk, Act.HAND_IN, found.institution_id)
    return await contribution_as_it_was(desk, number, stage)


async def facts_of(desk: Desk, contribution: Contribution) -> dict[str, Any]:
    place = await desk.session.get_one(Institution, contribution.institution_id)
    details = details_in(contribution)
    return {
        "code": code_of(contribution.id),
        "number": int(contribution.id),
        "kind": str(contribution.kind),
        "state": str(contribution.state),
        "title": contribution.title,
        "text": contribution.text,
        "link": contribution.link,
        "axis": contribution.axis,
        "details": details | ({"days": days_told(details["days"])} if "days" in details else {}),
        "restricted": contribution.restricted,
        "asked": contribution.decided_by is not None and contribution.state is ContributionState.SENT,
        "has_file": contribution.enclosure_id is not None,
        "acronym": place.acronym,
        "institution": place.name,
        "sent": long_date(local_day(contribution.sent_at)),
        "answer": contribution.answer,
    }


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it, for whoever sent it."""

    #: `published`, `answered`, `declined`, `asked`, `refused_clearance`, `forum`.
    what: str
    #: Makes telling it twice harmless.
    key: str
    #: What the forum answered, where that is what is told.
    reply: str = ""


async def tell_of_outcome(
    desk: Desk, contribution: Contribution, outcome: Outcome, *, person_id: PersonId | None = None
) -> None:
    """That person; else whoever sent it, or, where they cannot be reached any more, who follows for their
    institution."""
    facts = await facts_of(desk, contribution) | {"what": outcome.what, "reply": outcome.reply}
    for person in await _hearers(desk, contribution, person_id):
        words = words_of(desk, "contribution_told", facts | {"person": person.name})
        key = f"{outcome.key}:{person.id}"
        await tell_in_window(desk, person.id, kind=NoticeKind.REVIEW, words=words, key=key)


async def _hearers(desk: Desk, contribution: Contribution, person_id: PersonId | None) -> Sequence[Person]:
    if person_id is None and not (await reach(desk.session, contribution.person_id)).is_open:
        return await people_who_follow(desk.session, contribution.institution_id)
    return [await desk.session.get_one(Person, person_id or contribution.person_id)]


def is_question(contribution: Contribution) -> bool:
    return contribution.kind is ContributionKind.QUESTION
