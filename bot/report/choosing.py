"""What a report is about: the goal by its due date, the agreement, the period; or a report that came back."""

from collections.abc import Sequence
from datetime import date

from bot import check_in, forms
from bot.forms import Form
from bot.keyboards import in_pairs
from bot.report_words import brief
from bot.turn import Turn
from db.deliverables import Deliverable, returned_reports
from db.ids import DeliverableId, InstitutionId
from db.institutions import Institution
from db.obligations import ObligationState, Owed, reportable_obligations
from rede.correct_deliverable import report_to_correct
from rede.own_goals import CHECK_IN
from rede.progress import quantity_asked
from scheduler.deadlines import rule_from_json
from scheduler.wording import short_date

#: Agreements, and reports that came back, offered as buttons; the others are named in writing.
MOST_BUTTONS, MOST_RETURNED = 20, 4
#: What stays of a form when its report is about something else.
ABOUT: Sequence[str] = ("key", "acronym", "instrument")


async def reportable(turn: Turn, places: Sequence[InstitutionId] | None = None) -> list[Owed]:
    """Of these institutions; None: of those that the person serves."""
    among = [one.id for one in turn.served] if places is None else list(places)
    return await reportable_obligations(turn.desk.session, among)


def matching(form: Form, owed: Sequence[Owed]) -> list[Owed]:
    """Obligations that the filled fields leave possible."""
    key, instrument = form.fields.get("key", ""), form.fields.get("instrument", "")
    return [
        one
        for one in owed
        if one.goal.key == key
        and (not instrument or str(one.instrument.id) == instrument)
        and _is_named(one, form.fields.get("acronym", "").lower())
    ]


def _is_named(one: Owed, named: str) -> bool:
    """By the acronym of who owes it or whose agreement it is, or by its number (`AC 15/2025`, `15/2025`)."""
    number = one.instrument.number.lower()
    names = {one.institution.acronym.lower(), one.partner.acronym.lower(), number, number.rpartition(" ")[2]}
    return not named or named in names


def choices(possible: Sequence[Owed]) -> dict[tuple[int, int], Owed]:
    return {(one.institution.id, one.instrument.id): one for one in possible}


async def subject(turn: Turn, form: Form) -> Owed | None:
    """What the form is about, where that is settled."""
    if number := form.fields.get("report"):
        return (await report_to_correct(turn.desk, DeliverableId(int(number))))[1]
    possible = matching(form, await reportable(turn))
    return meant(possible, turn.desk.today) if len(choices(possible)) == 1 else None


def meant(possible: Sequence[Owed], day: date) -> Owed:
    """The period that a report handed in on a day is about.

    What is pending longest comes first; but hours belong to the cycle in which they were given.
    """
    begun = [one for one in possible if one.obligation.opens is None or one.obligation.opens <= day]
    pending = [one for one in begun if one.obligation.state is ObligationState.OPEN]
    if quantity_asked(rule_from_json(possible[0].goal.rule)) is not None and begun:
        return begun[-1]
    return (pending or begun[::-1] or list(possible))[0]


async def ask_which(turn: Turn, form: Form, possible: Sequence[Owed]) -> None:
    """Which institution, or which agreement of it: the Secretariat has hundreds, so not all have a button."""
    found = list(choices(possible).values())
    buttons = [[(_agreement(one), forms.button(form, "instrument", str(one.instrument.id)))] for one in found]
    turn.answer("report_ask_institution", buttons=buttons[:MOST_BUTTONS], more=len(found) > MOST_BUTTONS)
    form.fields["asked"] = "which"
    await forms.keep(turn, form)


def _agreement(one: Owed) -> str:
    """`UPB · AC 15/2025`: the partner tells agreements apart, also those of the Secretariat."""
    return " · ".join(part for part in (one.partner.acronym, one.instrument.number) if part)


async def ask_goal(turn: Turn, form: Form, owed: Sequence[Owed]) -> None:
    if key := form.fields.pop("key", ""):
        turn.answer("report_goal_unknown", key=key)
        form.fields.pop("acronym", None)
    shown = by_due_date(owed)
    rows = [[_adjust(turn, form, report)] for report in await _returned(turn)]
    buttons = [goal_button(form, one) for one in shown[:24]]
    rows += in_pairs(buttons)
    if await check_in.is_waiting(turn):
        rows.append([(turn.text("button_check_in"), forms.button(form, "key", CHECK_IN))])
    turn.answer("report_ask_goal", buttons=rows, goals=_goal_lines(shown))
    form.fields["asked"] = "key"
    await forms.keep(turn, form)


async def ask_goal_of(turn: Turn, form: Form, owed: Sequence[Owed], institution: Institution) -> None:
    """For another institution, of which only its goals are offered."""
    if key := form.fields.pop("key", ""):
        turn.answer("report_goal_unknown", key=key)
    buttons = [goal_button(form, one) for one in by_due_date(owed)[:24]]
    rows = in_pairs(buttons)
    turn.answer("register_ask_goal", buttons=rows, acronym=institution.acronym, name=institution.name)
    form.fields["asked"] = "key"
    await forms.keep(turn, form)


async def _returned(turn: Turn) -> Sequence[Deliverable]:
    found = await returned_reports(turn.desk.session, [one.id for one in turn.served])
    return found[:MOST_RETURNED]


def _adjust(turn: Turn, form: Form, report: Deliverable) -> tuple[str, str]:
    label = turn.text("report_button_adjust", protocol=report.protocol)
    return label, forms.button(form, "report", str(report.id))


def by_due_date(owed: Sequence[Owed]) -> list[Owed]:
    """One of each goal, the most pressing first."""
    goals: dict[str, Owed] = {}
    for one in sorted(owed, key=_soonest):
        goals.setdefault(one.goal.key, one)
    return list(goals.values())


def goal_button(form: Form, one: Owed) -> tuple[str, str]:
    return f"{one.goal.key}{_due(one)}", forms.button(form, "key", one.goal.key)


def _soonest(one: Owed) -> tuple[bool, date, str]:
    """What is pending and dated first; then what has no date, or is done already."""
    pending = one.obligation.state is ObligationState.OPEN and one.obligation.literal is not None
    return not pending, one.obligation.literal or date.max, one.goal.key


def _goal_lines(shown: Sequence[Owed]) -> list[dict[str, str | bool]]:
    return [
        {
            "key": one.goal.key,
            "text": brief(one.goal.text, among=len(shown)),
            "done": one.obligation.state is ObligationState.FULFILLED,
        }
        for one in shown
    ]


def _due(one: Owed) -> str:
    if one.obligation.literal is None or one.obligation.state is not ObligationState.OPEN:
        return ""
    return f" · {short_date(one.obligation.literal)}"
