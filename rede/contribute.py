"""A partner offers something to the others: it waits to be looked at, and may be the report of goal C5 or C6."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from db.audit import record
from db.contributions import Contribution, ContributionKind, ContributionState
from db.ids import ContributionId, DeliverableId, EnclosureId, InstitutionId
from db.institutions import Institution
from db.obligations import ObligationState, Owed, obligations_in
from db.people import Person
from rede.access import Act, NotYours, require
from rede.bound_buttons import bound
from rede.desk import Desk
from rede.digest import words_of
from rede.filing import LONGEST, Details, file_report
from rede.fulfilling import follow_reports
from rede.links import allowed_link
from rede.offers import (
    LONGEST_DETAIL,
    OPEN_DAYS,
    as_json,
    check_title,
    check_words,
    code_of,
    details_in,
    facts_of,
)
from rede.own_goals import is_continuous
from rede.report_notices import readers
from rede.set_off import set_off
from rede.tasks import tell_task

#: The goals of which a contribution is the report (domain § 2).
GOALS: Mapping[ContributionKind, str] = {
    ContributionKind.PRACTICE: "C5",
    ContributionKind.COURSE_OFFER: "C6",
}
#: The act of the button that shows one (bot/commands/contribuicoes.py).
SEE = "contribver"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    kind: ContributionKind
    title: str
    text: str
    link: str = ""
    #: By the names of `rede.offers.DETAILS`.
    details: Mapping[str, str] = field(default_factory=dict)
    axis: str = ""
    restricted: bool = False
    enclosure_id: EnclosureId | None = None


async def contribute(desk: Desk, place_id: InstitutionId, offer: Offer) -> Contribution:
    """In the name of an institution that the desk's actor serves.

    Raises:
        NotYours: they do not serve it.
        ContributionRefused: nothing in it, too much, or a CPF.
        LinkRefused: it leads elsewhere than announcements may.
    """
    place = await require(desk, Act.HAND_IN, place_id)
    if desk.actor is None:
        raise NotYours
    contribution = Contribution(
        kind=offer.kind,
        state=ContributionState.SENT,
        institution_id=place.id,
        person_id=desk.actor,
        title=check_title(offer.title),
        text=check_words(offer.text),
        sent_at=desk.now,
        link=_link(desk, offer.link),
        details=as_json({name: check_words(one, most=LONGEST_DETAIL) for name, one in offer.details.items()}),
        axis=offer.axis,
        enclosure_id=offer.enclosure_id,
        restricted=offer.restricted,
    )
    desk.session.add(contribution)
    await desk.session.flush()
    await _report(desk, place, contribution)
    await _tell_the_secretariat(desk, contribution)
    about, detail = f"contributions:{contribution.id}", str(offer.kind)
    record(desk.session, "contribution.send", about, now=desk.now, person_id=desk.actor, detail=detail)
    return contribution


def _link(desk: Desk, written: str) -> str:
    return allowed_link(desk.office, check_words(written, most=LONGEST_DETAIL)) if written else ""


async def _report(desk: Desk, place: Institution, contribution: Contribution) -> None:
    """Where the institution owes the goal all the time, this is the report of it."""
    owed = await _owed(desk, place, contribution)
    if owed is None:
        return
    words = f"{code_of(contribution.id)} · {contribution.title}\n{contribution.text}"[:LONGEST]
    details = Details(evidence=_evidence(contribution))
    report = await file_report(desk, owed, words, None, details)
    await follow_reports(desk, owed)
    await set_off(desk, owed, report)
    contribution.deliverable_id = DeliverableId(report.id)
    record(desk.session, "deliverable.submit", report.protocol, now=desk.now, person_id=desk.actor)


async def _owed(desk: Desk, place: Institution, contribution: Contribution) -> Owed | None:
    key = GOALS.get(contribution.kind)
    if key is None:
        return None
    found = await obligations_in(desk.session, place.id, key=key, state=ObligationState.OPEN)
    return next((one for one in found if is_continuous(one.goal)), None)


def _evidence(contribution: Contribution) -> dict[str, str]:
    """In the fields of the goal's kind of evidence (rede/evidence.py)."""
    found = {"link": contribution.link}
    if contribution.kind is ContributionKind.COURSE_OFFER:
        details = details_in(contribution)
        days = details.get("days", "")
        found |= {"title": contribution.title, "modality": details.get("modality", "")}
        found |= {"days": days if days != OPEN_DAYS else ""}
    return {name: told for name, told in found.items() if told}


async def _tell_the_secretariat(desk: Desk, contribution: Contribution) -> None:
    """Whoever may read it there: one message, also where it is a report."""
    facts = await facts_of(desk, contribution)
    label = desk.office.texts.chat("button_contribution_see")
    for person_id in await readers(desk, contribution.axis):
        person = await desk.session.get_one(Person, person_id)
        words = words_of(desk, "contribution_received", facts | {"person": person.name})
        data = bound(desk.office.sealer, person_id, SEE, int(ContributionId(contribution.id)))
        key = f"contribution:{contribution.id}:{person_id}"
        await tell_task(desk, person_id, words, key=key, buttons=[[(label, data)]])
