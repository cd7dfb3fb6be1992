"""One report as whoever checks it sees it, with what they may do. For /conferir."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten

from bot.keyboards import in_pairs
from bot.nominating.cpf import RECEIVED as CPF_RECEIVED
from bot.turn import Answer, Turn
from db.deliverables import Deliverable, DeliverableState, held_report
from db.ids import DeliverableId, ObligationId
from db.obligations import Owed, obligation_owed
from db.report_versions import ReportVersion, versions_of
from rede.access import Act, NotYours, require
from rede.announce import Buttons
from rede.duplicate_courses import course_in, repeats
from rede.lateness import has_last_day
from rede.look_at_pages import last_look, page_words
from rede.report_notices import facts_of
from rede.review_deliverable import DECIDED, OPEN, authors_of
from scheduler.clock import local_day
from scheduler.wording import long_date, short_date

#: Characters of a description on the card; a longer one comes whole in a message of its own.
BRIEF = 1500
#: Characters of one field of the evidence, and earlier versions, on the card.
BRIEF_FIELD, MOST_VERSIONS = 200, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """An earlier version, and what was decided about it."""

    number: int
    sent: str
    #: A `DeliverableState`; empty where nobody decided.
    decision: str
    reason: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A report that the person may check, and what it is about."""

    report: Deliverable
    owed: Owed


async def report_to_check(turn: Turn, number: DeliverableId) -> Shown:
    """Raises NotYours: there is none of that number, or it is not the person's to check."""
    report = await held_report(turn.desk.session, number)
    owed = await obligation_owed(turn.desk.session, ObligationId(report.obligation_id)) if report else None
    if report is None or owed is None:
        raise NotYours
    await require(turn.desk, Act.REVIEW, owed.institution.id, axis=owed.goal.axis)
    return Shown(report, owed)


async def show_card(turn: Turn, shown: Shown, *, place: int = 0, count: int = 0) -> None:
    """`place`: where it stands in the queue of `count`; 0: it was asked for by its number."""
    report, owed = shown.report, shown.owed
    facts = await facts_of(turn.desk, owed, report)
    own = turn.who in await authors_of(turn.desk, report)
    if len(report.description) > BRIEF:
        turn.answers.append(
            Answer(turn.text("review_whole", protocol=report.protocol, text=report.description))
        )
    if (look := await last_look(turn.desk, report.id)) is not None:
        turn.answers.append(Answer(turn.text("page_seen", **page_words(look))))
    versions = await versions_of(turn.desk.session, report.id)
    turn.answer(
        "review_card",
        buttons=_buttons(turn, report, own=own, files=bool(facts["attachments"])),
        **facts
        | {
            "description": shorten(report.description, BRIEF, placeholder="…"),
            "evidence": [
                (label, shorten(told, BRIEF_FIELD, placeholder="…")) for label, told in _evidence(facts)
            ],
            "dated": has_last_day(owed),
            "state": str(report.state),
            "reason": report.reason,
            "due_again": long_date(report.due_again) if report.due_again else "",
            "place": place,
            "count": count,
            "own": own,
            "awaits_cpf": report.awaits_cpf and report.cpf_received_at is None,
            "contested": report.contested_why if report.contested_at else "",
            "versions": _earlier(versions, report),
            "repeats": await _repeats(turn, report),
        },
    )


def _evidence(facts: dict[str, object]) -> Sequence[tuple[str, str]]:
    found = facts["evidence"]
    return found if isinstance(found, Sequence) else ()


async def _repeats(turn: Turn, report: Deliverable) -> str:
    """The protocol of an earlier report of the same course."""
    if report.hours is None:
        return ""
    course = course_in(report.evidence, report.description)
    return await repeats(turn.desk, report.institution_id, course, before=report.id)


def _earlier(versions: Sequence[ReportVersion], report: Deliverable) -> list[VersionLine]:
    earlier = [one for one in versions if one.version != report.version][-MOST_VERSIONS:]
    return [
        VersionLine(
            number=one.version,
            sent=short_date(local_day(one.sent_at)),
            decision=one.decision,
            reason=shorten(one.reason, BRIEF_FIELD, placeholder="…"),
        )
        for one in earlier
    ]


def _buttons(turn: Turn, report: Deliverable, *, own: bool, files: bool) -> Buttons:
    """What the person may do with it now; each is bound to the version that is shown."""

    def button(label: str, act: str) -> tuple[str, str]:
        return turn.text(label), turn.button(act, report.id, report.version)

    found: list[tuple[str, str]] = []
    if report.state in OPEN and not own:
        confirms = report.state is DeliverableState.SELF_DECLARED
        found.append(button("button_confirm" if confirms else "button_accept", "conferiraceitar"))
        found.append(button("button_give_back", "conferirdevolve"))
    if report.state in (*OPEN, DeliverableState.RETURNED) and turn.of_the_secretariat:
        found.append(button("button_dispense", "conferirdispensa"))
    if report.state in DECIDED and turn.of_the_secretariat:
        found.append(button("button_undo", "conferirdesfazer"))
    if report.awaits_cpf and report.cpf_received_at is None and turn.of_the_secretariat:
        found.append(button("button_cpf_received", CPF_RECEIVED))
    found.append(button("button_next", "conferirproximo"))
    if files:
        found.append(button("button_files", "conferiranexos"))
    found.append(button("button_list", "conferirlista"))
    return in_pairs(found)
