"""The words of a person's reminders of one day: one line for each goal, by institution and agreement.

What the Secretariat owes alike under many agreements is one line that names some of them. A tool of acts.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from db.institutions import Layer
from db.notices import LineKey
from db.obligations import Owed
from db.outbox import THIS_NOTICE
from db.people import Person
from db.slots import slot
from notifier.texts import Mail
from rede.circles import Call
from rede.desk import Desk, Office
from rede.dues import ADHESIONS, NO_ADHESIONS, asked_month
from rede.lines import AGAIN, Line, Section, agreement_of, aim_of, document_of, line_of, nature_of
from rede.own_goals import NOTHING_BUTTON, TELL_BUTTON
from rede.progress import Progress
from rede.progress_lines import shortfall_on
from scheduler.ladder import Ladder, Nature, Rung, offset_of

#: Goals told one by one in a digest; the rest is counted. Keeps it under Telegram's 4096 characters.
MOST_LINES = 10
#: Agreements that a line names when it stands for many.
MOST_NAMED = 6
#: Callback data of the buttons under a reminder, before the notice's number (bot/acknowledgement.py reads them).
ACKNOWLEDGE, LATER = "ack:", "later:"

#: Rows of (label, callback data).
Buttons = Sequence[Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One notice in both channels."""

    chat: str
    mail: Mail
    #: Under the words of the chat.
    buttons: Buttons = ()


def words_of(desk: Desk, template: str, facts: Mapping[str, object]) -> Words:
    """The chat's and the mail's text of that name, which know the mailbox and the official page too."""
    office = desk.office
    told = {**facts, "mailbox": office.mailbox, "official_page": office.official_page}
    return Words(chat=office.texts.chat(template, **told), mail=office.texts.email(template, **told))


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a reminder: an obligation, the step of its ladder, and whom that calls."""

    owed: Owed
    step: str
    call: Call
    #: How far it is, where a quantity is asked for.
    progress: Progress | None = None

    @property
    def key(self) -> LineKey:
        return LineKey(self.owed.obligation.id, self.step, aim_of(self.owed.obligation, self.step))

    @property
    def literal(self) -> date:
        return self.owed.obligation.literal or date.max

    @property
    def is_of_secretariat(self) -> bool:
        return self.owed.institution.layer == Layer.SECRETARIAT

    def alike(self) -> tuple[object, ...]:
        """The same for what can be told in one line."""
        obligation = self.owed.obligation
        if not self.is_of_secretariat:
            return (obligation.id,)
        return (self.owed.goal.key, obligation.literal, obligation.extended, self.call.rung)


def ladder_of(office: Office, owed: Owed) -> Ladder:
    return office.ladders.of(owed.goal.key, nature_of(owed.goal, internal=owed.obligation.internal))


def rung_of(office: Office, owed: Owed, step: str) -> Rung | None:
    """The rung that a step climbs to; None for a plain reminder, or one that the person had put off."""
    return None if step.startswith(AGAIN) else ladder_of(office, owed).rung(offset_of(step))


def digest(
    office: Office, person: Person, told: Sequence[Told], *, day: date, lasting: bool = False
) -> Words:
    """The words of a reminder as they are true on `day`, grouped by institution and instrument.

    `lasting`: those of the chat name dates only, as a mail's do, and stay true when they leave a day later.
    """
    groups = _alike(told)
    shown = list(_that_fit(groups))
    ordered = sorted(shown, key=lambda group: _section_key(group[0]))
    sections = [
        _section(list(part), day) for _, part in groupby(ordered, key=lambda group: _section_key(group[0]))
    ]
    facts = {
        "person": person.name,
        "sections": sections,
        "subject": _subject(office, sections[0].lines[0], len(groups)),
        "more": len(groups) - len(shown),
        "official_page": office.official_page,
        "mailbox": office.mailbox,
    }
    chat = office.texts.chat("reminder", lasting=lasting, **facts)
    link = f"{office.public_url}/ciente/{slot('seen')}" if office.public_url else ""
    return Words(chat=chat, mail=office.texts.email("reminder", acknowledge=link, **facts))


def shown_of(told: Sequence[Told]) -> list[Owed]:
    """What has a line of its own in the digest; of what shares a line, the first."""
    return [group[0].owed for group in _that_fit(_alike(told))]


def buttons_under(office: Office, told: Iterable[Told]) -> Buttons:
    """Seen, or later; and where one institution is asked what it did in a semester, its answers."""
    rows = [
        [
            (office.texts.chat("button_acknowledge"), ACKNOWLEDGE + THIS_NOTICE),
            (office.texts.chat("button_later"), LATER + THIS_NOTICE),
        ]
    ]
    asked = [one.owed for one in told if nature_of(one.owed.goal, internal=False) is Nature.CHECK_IN]
    if len({owed.institution.id for owed in asked}) == 1:
        number = asked[-1].obligation.id
        rows.append([(office.texts.chat("button_nothing"), f"{NOTHING_BUTTON}{number}")])
        rows.append([(office.texts.chat("button_tell"), f"{TELL_BUTTON}{number}")])
    questions = [one.owed.obligation for one in told if asked_month(one.owed.obligation.occurrence)]
    if len(questions) == 1:
        none, some = office.texts.chat("button_no_adhesions"), office.texts.chat("button_adhesions")
        number = questions[0].id
        rows.append([(none, f"{NO_ADHESIONS}{number}"), (some, f"{ADHESIONS}{number}")])
    return rows


def buttons_json(buttons: Buttons) -> str:
    return json.dumps(buttons, ensure_ascii=False) if buttons else ""


def _alike(told: Sequence[Told]) -> list[list[Told]]:
    """What one line can tell, the soonest first."""
    groups: dict[tuple[object, ...], list[Told]] = {}
    for one in sorted(told, key=lambda one: (one.literal, one.owed.obligation.id)):
        groups.setdefault(one.alike(), []).append(one)
    return list(groups.values())


def _that_fit(groups: Sequence[Sequence[Told]]) -> Iterator[Sequence[Told]]:
    """As many as a message holds: a line with more to say takes the room of two."""
    room = MOST_LINES
    for group in groups:
        room -= 2 if len(group) > 1 or group[0].call.rung else 1
        if room < 0:
            return
        yield group


def _section_key(one: Told) -> tuple[str, int, int]:
    """The Secretariat has hundreds of agreements: one section for all."""
    instrument = 0 if one.is_of_secretariat else one.owed.instrument.id
    return one.owed.institution.acronym, one.owed.institution.id, instrument


def _section(groups: Sequence[Sequence[Told]], day: date) -> Section:
    first = groups[0][0].owed
    one_agreement = len({one.owed.instrument.id for group in groups for one in group}) == 1
    return Section(
        acronym=first.institution.acronym,
        institution=first.institution.name,
        document=document_of(first) if one_agreement else "",
        lines=[_line(group, day) for group in groups],
    )


def _line(group: Sequence[Told], day: date) -> Line:
    first = group[0]
    named = sorted(agreement_of(one.owed) for one in group)[:MOST_NAMED] if len(group) > 1 else ()
    return replace(
        line_of(first.owed, day),
        rung=first.call.rung or "",
        told_before=tuple(first.call.told_before),
        reachable=first.call.reachable,
        agreements=len(group),
        named=named,
        shortfall=shortfall_on(day, first.progress) if len(group) == 1 else None,
    )


def _subject(office: Office, first: Line, count: int) -> str:
    """Action, goal and date, in that order; a digest counts instead."""
    if count > 1:
        return office.texts.chat("subject_many", count=count)
    return office.texts.chat("subject_late" if first.late else "subject_one", line=first)
