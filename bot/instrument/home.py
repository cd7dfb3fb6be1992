"""Whose agreement, and which: its dates, its plan in force, and what can be done with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot import forms
from bot.forms import Form
from bot.instrument import amendment, dates, plan, view
from bot.instrument.asking import NAME, ask, institution_of, named, row, told, word_of
from bot.turn import Turn
from db.institutions import Institution, Layer, institution_by_acronym
from db.instruments import Instrument, instruments_of
from db.plans import plans_of
from rede.announce import Buttons
from scheduler.deadlines import Policy

#: Agreements shown with their dates, and with a button of their own: a message that fits a phone.
MOST_SHOWN, MOST_BUTTONS = 6, 20
PLAN, DATES, AMENDMENT, VIEW = "novo plano", "datas", "termo aditivo", "ver plano"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What a template knows of one; what is not known is empty."""

    number: str
    sei: str
    signed: str
    published: str
    starts: str
    ends: str
    go_live: str
    #: The law that counts the days; empty: the usual one.
    policy: str
    #: Of the plan in force; 0: none.
    version: int
    amendment: str
    since: str
    #: Versions that do not count yet: number, name, first day.
    coming: Sequence[tuple[int, str, str]]


async def begin(turn: Turn, acronym: str) -> None:
    form = Form(NAME)
    if acronym:
        await _choose_partner(turn, form, acronym)
    else:
        await ask(turn, form, "partner", "instrument_ask_partner")


async def go_on(turn: Turn, form: Form, said: str) -> None:
    """Whose it is, which it is, and then what to do."""
    word = word_of(said)
    if form.fields.get("asked") == "partner":
        await _choose_partner(turn, form, said)
    elif word == PLAN:
        await plan.begin(turn, form)
    elif "instrument" not in form.fields:
        await _choose_agreement(turn, form, said)
    elif word == DATES:
        await dates.begin(turn, form)
    elif word == AMENDMENT:
        await amendment.begin(turn, form)
    elif word == VIEW:
        await view.show(turn, form)
    else:
        # The form is not kept again, so the buttons above stay good.
        turn.answer("instrument_choose_action")


async def _choose_partner(turn: Turn, form: Form, said: str) -> None:
    institution = await institution_by_acronym(turn.desk.session, said)
    if institution is None or institution.layer == Layer.SECRETARIAT:
        key = "plan_of_the_secretariat" if institution else "plan_unknown_institution"
        turn.answer(key, acronym=said.strip()[:40])
        await ask(turn, form, "partner", "instrument_ask_partner")
        return
    form.fields["institution"] = str(institution.id)
    found = await instruments_of(turn.desk.session, institution.id)
    if len(found) == 1:
        form.fields["instrument"] = str(found[0].id)
    await _show(turn, form, institution, found)


async def _choose_agreement(turn: Turn, form: Form, said: str) -> None:
    institution = await institution_of(turn, form)
    found = await instruments_of(turn.desk.session, institution.id)
    chosen = named(found, said)
    if chosen is None:
        turn.answer("instrument_choose_agreement" if found else "instrument_choose_action")
        return
    form.fields["instrument"] = str(chosen.id)
    await _show(turn, form, institution, [chosen])


async def _show(turn: Turn, form: Form, institution: Institution, found: Sequence[Instrument]) -> None:
    await ask(
        turn,
        form,
        "action",
        "instrument_home",
        buttons=_buttons(turn, form, found),
        acronym=institution.acronym,
        name=institution.name,
        agreements=[await _agreement(turn, one) for one in found[:MOST_SHOWN]],
        more=max(0, len(found) - MOST_SHOWN),
        which="instrument" not in form.fields and bool(found),
    )


def _buttons(turn: Turn, form: Form, found: Sequence[Instrument]) -> Buttons:
    new = ("button_new_plan", PLAN)
    if "instrument" in form.fields:
        about = row(turn, form, ("button_view_plan", VIEW), ("button_dates", DATES))
        return [about, row(turn, form, ("button_amendment", AMENDMENT), new)]
    each = [
        [(one.number or f"nº {number}", forms.button(form, "said", f"#{one.id}"))]
        for number, one in enumerate(found, start=1)
    ]
    return [*each[:MOST_BUTTONS], row(turn, form, new)]


async def _agreement(turn: Turn, one: Instrument) -> Agreement:
    today, plans = turn.desk.today, await plans_of(turn.desk.session, one.id)
    current = next((plan for plan, span in plans if today in span), None)
    coming = [
        (plan.version, plan.amendment, told(span.since))
        for plan, span in plans
        if span.since is not None and span.since > today and span.since in span
    ]
    return Agreement(
        number=one.number,
        sei=one.sei,
        signed=told(one.signed),
        published=told(one.published),
        starts=told(one.starts),
        ends=told(one.ends),
        go_live=told(one.go_live),
        policy=turn.text("instrument_policy", policy=one.policy) if one.policy != Policy.LEI_9784 else "",
        version=current.version if current else 0,
        amendment=current.amendment if current else "",
        since=told(current.in_force_from) if current else "",
        coming=coming,
    )
