"""The Secretariat decides on what a partner offered: it is announced, answered, declined, or put in other words.

What is restricted (Lei 12.527/2011) is first asked about: its institution sees the exact words, and says yes or no
(rede/clear_restricted.py).
"""

from db.audit import record
from db.contributions import Contribution, ContributionState
from db.deliverables import DeliverableState, held_report
from db.ids import ContributionId, DeliverableId, PersonId
from db.institutions import Institution, the_secretariat
from db.people import Function, Person
from rede.access import Act, NotYours, require, require_secretariat, standings
from rede.bound_buttons import bound
from rede.desk import Desk
from rede.digest import words_of
from rede.offers import (
    ContributionRefused,
    Outcome,
    check_title,
    check_words,
    code_of,
    contribution_as_it_was,
    facts_of,
    own_contribution,
    stage_of,
    tell_of_outcome,
)
from rede.publishing import is_publishable, publish
from rede.set_off import call_off
from rede.tasks import holders, tell_task

#: Acts of the buttons by which an institution says yes or no (bot/commands/contribuicoes.py).
MAY, MAY_NOT = "contribpode", "contribnaopode"
#: Whose word it is, besides whoever sent it.
_SPEAK = (Function.COORDENADOR, Function.SUBSTITUTO)


async def publish_contribution(desk: Desk, number: ContributionId, stage: int) -> Contribution:
    """Announces it, or, where it is restricted, asks its institution first.

    Raises:
        NotYours: the actor does not serve the Secretariat.
        ContributionRefused: it was decided on, or changed since; a question is not announced.
    """
    await require_secretariat(desk)
    found = await contribution_as_it_was(desk, number, stage)
    if not is_publishable(found):
        raise ContributionRefused("contribution_not_news", code=code_of(number))
    if found.restricted and found.cleared_at is None:
        if found.decided_by is not None:
            raise ContributionRefused("contribution_asked_already", code=code_of(number))
        found.decided_by = desk.actor
        await desk.session.flush()
        await _ask(desk, found)
        _record(desk, "contribution.ask", found)
    else:
        found.decided_by = desk.actor
        await publish(desk, found)
        _record(desk, "contribution.publish", found)
    return found


async def answer_contribution(desk: Desk, number: ContributionId, stage: int, *, answer: str) -> Contribution:
    """Raises NotYours, ContributionRefused."""
    found = await _decide(desk, number, stage, state=ContributionState.ANSWERED, words=answer)
    _record(desk, "contribution.answer", found)
    return found


async def decline_contribution(
    desk: Desk, number: ContributionId, stage: int, *, reason: str
) -> Contribution:
    """It is not announced, and its author reads why. Raises NotYours, ContributionRefused."""
    found = await _decide(desk, number, stage, state=ContributionState.DECLINED, words=reason)
    _record(desk, "contribution.decline", found)
    return found


async def _decide(
    desk: Desk, number: ContributionId, stage: int, *, state: ContributionState, words: str
) -> Contribution:
    await require_secretariat(desk)
    found = await contribution_as_it_was(desk, number, stage)
    found.answer = check_words(words, most=1000)
    found.state, found.decided_at, found.decided_by = state, desk.now, desk.actor
    await tell_of_outcome(desk, found, Outcome(str(state), f"contribution-told:{number}:{state}"))
    return found


async def retitle_contribution(desk: Desk, number: ContributionId, stage: int, *, title: str) -> Contribution:
    """What was asked about in other words is asked again. Raises NotYours, ContributionRefused."""
    await require_secretariat(desk)
    found = await contribution_as_it_was(desk, number, stage)
    found.title, found.decided_by, found.cleared_at = check_title(title), None, None
    _record(desk, "contribution.retitle", found)
    return found


async def withdraw_contribution(desk: Desk, number: ContributionId, stage: int) -> Contribution:
    """Its own institution takes it back, before it is decided on; a report that nobody decided on goes with it.

    Raises:
        NotYours: the actor does not serve that institution.
        ContributionRefused: it was decided on, or changed since.
    """
    found = await own_contribution(desk, number, stage)
    found.state, found.decided_at = ContributionState.WITHDRAWN, desk.now
    if found.deliverable_id is not None:
        await _take_report_back(desk, DeliverableId(found.deliverable_id))
    _record(desk, "contribution.withdraw", found)
    return found


async def _take_report_back(desk: Desk, number: DeliverableId) -> None:
    report = await held_report(desk.session, number)
    if report is not None and report.state is DeliverableState.RECORDED:
        report.state = DeliverableState.CANCELLED
        await desk.session.flush()
        await call_off(desk, report)


async def readable_contribution(desk: Desk, number: ContributionId) -> Contribution:
    """For whoever may read its institution's reports of that axis; what is restricted, and not announced, only for
    its institution and the Secretariat. Raises NotYours."""
    found = await desk.session.get(Contribution, number)
    if found is None:
        raise NotYours
    await require(desk, Act.READ_REPORTS, found.institution_id, axis=found.axis)
    if found.restricted and found.state is not ContributionState.PUBLISHED:
        await _require_close(desk, found)
    return found


async def _require_close(desk: Desk, found: Contribution) -> None:
    """Raises NotYours: the actor may read it as the first layer that its institution joined through."""
    secretariat = await the_secretariat(desk.session)
    close = {found.institution_id, secretariat.id if secretariat else None}
    if not any(one.place in close for one in await standings(desk)):
        raise NotYours


async def _ask(desk: Desk, found: Contribution) -> None:
    """Whoever sent it, and whoever speaks for its institution."""
    place = await desk.session.get_one(Institution, found.institution_id)
    facts = await facts_of(desk, found)
    asked: set[PersonId] = {found.person_id, *await holders(desk, place.id, _SPEAK)}
    texts, stage = desk.office.texts, stage_of(found)
    labels = ((texts.chat("button_contribution_may"), MAY), (texts.chat("button_contribution_not"), MAY_NOT))
    for person_id in sorted(asked):
        person = await desk.session.get_one(Person, person_id)
        words = words_of(desk, "contribution_ask", facts | {"person": person.name})
        row = [(label, bound(desk.office.sealer, person_id, act, found.id, stage)) for label, act in labels]
        key = f"contribution-ask:{found.id}:{stage}:{person_id}"
        await tell_task(desk, person_id, words, key=key, buttons=[row])


def _record(desk: Desk, act: str, found: Contribution) -> None:
    record(desk.session, act, f"contributions:{found.id}", now=desk.now, person_id=desk.actor)
