"""What the person may check, the oldest first, through the filter that they chose. For /conferir."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot import forms
from bot.forms import Form, Press
from bot.keyboards import in_pairs
from bot.turn import Turn
from db.deliverables import DeliverableState
from db.ids import DeliverableId, InstitutionId
from db.institutions import Institution
from db.reviews import Waiting, reports_named, waiting_reports
from rede.access import Act, NotYours, places
from rede.announce import Buttons
from scheduler.clock import local_day
from scheduler.wording import short_date

NAME = "conferir"
#: Reports of one list: each has a line and a button, and all are accepted together.
LISTED = 12
#: Institutions, and goals, offered to choose from.
OFFERED = 10
#: Fields of the form that are its filter.
PLACE, KEY, SAMPLED = "place", "key", "sampled"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLine:
    """What a text knows of one report in the list."""

    protocol: str
    acronym: str
    key: str
    received: str
    late: bool


async def filter_of(turn: Turn) -> Form:
    """The open form of /conferir, or a new one without a filter."""
    form = await forms.open_form(turn)
    return form if form is not None and form.name == NAME else Form(NAME)


async def filtered(turn: Turn, fields: dict[str, str]) -> Form:
    """A form with this filter alone; buttons of whatever was open before are old."""
    form = await forms.open_form(turn)
    return Form(NAME, fields, form.version if form else 0)


def is_filter(pressed: Press) -> bool:
    """Whether it is one that we made: a number, a goal, a word."""
    known = {PLACE: r"\d{1,9}", KEY: r"[\w.]{1,12}", SAMPLED: "sim"}
    return re.fullmatch(known[pressed.field], pressed.value, re.ASCII) is not None


def only_filter(form: Form) -> Form:
    """The form as it is between two reports: nothing is being asked."""
    kept = {name: form.fields[name] for name in (PLACE, KEY, SAMPLED) if name in form.fields}
    return Form(NAME, kept, form.version)


async def queue(turn: Turn, form: Form) -> list[Waiting]:
    """What waits and passes the filter, the oldest first.

    Raises:
        NotYours: the person checks nobody's reports.
    """
    seen = await places(turn.desk, Act.REVIEW)
    if not seen:
        raise NotYours
    place = form.fields.get(PLACE, "")
    only = seen.only if not place else [InstitutionId(int(place))]
    found = await waiting_reports(turn.desk.session, institution_ids=only)
    return [
        one
        for one in found
        if seen.covers(one.institution_id, one.axis)
        and form.fields.get(KEY, one.key) == one.key
        and (SAMPLED not in form.fields or one.state is DeliverableState.RECORDED)
    ]


def own(turn: Turn, one: Waiting) -> bool:
    """Sent or entered by the person: somebody else checks it."""
    return turn.who in (one.person_id, one.registered_by)


async def named(turn: Turn, protocols: Sequence[str]) -> list[Waiting]:
    """The reports of these numbers, whatever became of them.

    Raises:
        NotYours: one of them is none, or not the person's to check.
    """
    seen = await places(turn.desk, Act.REVIEW)
    found = await reports_named(turn.desk.session, protocols)
    may = [one for one in found if seen.covers(one.institution_id, one.axis)]
    if {one.protocol for one in may} != set(protocols):
        raise NotYours
    return may


async def filter_words(turn: Turn, form: Form) -> str:
    """`UPB, meta 2.2, registrados por amostra`; empty without a filter."""
    place = form.fields.get(PLACE, "")
    seen = await places(turn.desk, Act.REVIEW)
    institution = await turn.desk.session.get(Institution, int(place)) if place else None
    if institution is not None and not seen.covers(institution.id):
        institution = None
    return turn.text(
        "review_filter_words",
        acronym=institution.acronym if institution else "",
        key=form.fields.get(KEY, ""),
        sampled=SAMPLED in form.fields,
    )


def is_filtered(form: Form) -> bool:
    return any(name in form.fields for name in (PLACE, KEY, SAMPLED))


async def show_list(turn: Turn, form: Form) -> None:
    """The oldest of the queue, to be opened one by one, or accepted together but for the person's own."""
    found = await queue(turn, form)
    form, shown = only_filter(form), found[:LISTED]
    if not shown:
        await show_empty(turn, form)
        return
    others = [one for one in shown if not own(turn, one)]
    form.fields["batch"] = ",".join(f"{one.id}:{one.version}" for one in others)
    buttons = [(one.protocol, turn.button("conferirver", one.id)) for one in shown]
    rows = in_pairs(buttons)
    if others:
        label = turn.text("button_accept_listed", count=len(others))
        rows.append([(label, forms.button(form, "do", "lista"))])
    rows.append([(turn.text("button_filter"), turn.button("conferirfiltrar", 0))])
    turn.answer(
        "review_list",
        buttons=rows,
        reports=[line_of(one) for one in shown],
        count=len(found),
        filter=await filter_words(turn, form) if is_filtered(form) else "",
    )
    await forms.keep(turn, form)


async def show_empty(turn: Turn, form: Form) -> None:
    """Nothing waits, or nothing that passes the filter."""
    filtered = is_filtered(form)
    words = await filter_words(turn, form) if filtered else ""
    buttons: Buttons = (
        [[(turn.text("button_filter_none"), turn.button("conferirtudo", 0))]] if filtered else ()
    )
    turn.answer("review_none", buttons=buttons, filter=words)
    await forms.keep(turn, only_filter(form))


async def ask_filter(turn: Turn) -> None:
    """What there is to choose from, in all that waits."""
    form = only_filter(await filter_of(turn))
    found = await queue(turn, Form(NAME))
    institutions = Counter((one.acronym, one.institution_id) for one in found).most_common(OFFERED)
    goals = Counter(one.key for one in found).most_common(OFFERED)
    buttons = [
        *((f"{one[0]} ({count})", forms.button(form, PLACE, str(one[1]))) for one, count in institutions),
        *((f"Meta {key} ({count})", forms.button(form, KEY, key)) for key, count in sorted(goals)),
    ]
    rows = in_pairs(buttons)
    if sampled := sum(one.state is DeliverableState.RECORDED for one in found):
        rows.append([(turn.text("button_sampled", count=sampled), forms.button(form, SAMPLED, "sim"))])
    rows.append([(turn.text("button_filter_none"), turn.button("conferirtudo", 0))])
    turn.answer("review_ask_filter", buttons=rows, count=len(found))
    await forms.keep(turn, form)


def after(found: Sequence[Waiting], received_at: datetime, number: DeliverableId) -> Waiting | None:
    """The one that comes after a report of the queue, whether that still waits or not."""
    return next((one for one in found if (one.received_at, one.id) > (received_at, number)), None)


def line_of(one: Waiting) -> QueueLine:
    return QueueLine(
        protocol=one.protocol,
        acronym=one.acronym,
        key=one.key,
        received=short_date(local_day(one.received_at)),
        late=one.late,
    )
