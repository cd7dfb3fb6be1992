"""The Secretariat leaves the checking of a second layer's reports to its first layer, or takes that back."""

from db.audit import record
from db.ids import InstitutionId, PersonId
from db.institutions import Institution, Layer
from db.notices import NoticeKind
from db.people import Function, people_of_the_secretariat
from db.serving import people_serving
from rede.access import NotYours, Role, require_secretariat, standings_of
from rede.announce import tell_in_window
from rede.desk import Desk
from rede.digest import words_of
from rede.refusal import Refusal


class DelegationRefused(Refusal):
    """The institution has no second layer, or it is so already."""


async def delegate_review(desk: Desk, institution_id: InstitutionId, *, given: bool) -> Institution:
    """`given` False takes it back. Whoever coordinates the institution is told, and the Secretariat.

    Raises:
        NotYours: no such institution, or the actor does not serve the Secretariat itself.
        DelegationRefused.
    """
    await require_secretariat(desk)
    place = await desk.session.get(Institution, institution_id, with_for_update={"key_share": True})
    if place is None:
        raise NotYours
    if place.layer != Layer.FIRST:
        raise DelegationRefused("delegation_first_layer_only", acronym=place.acronym)
    if place.reviews_second_layer is given:
        raise DelegationRefused("delegation_known", acronym=place.acronym, given=given)
    place.reviews_second_layer = given
    act = "review.delegate" if given else "review.undelegate"
    record(desk.session, act, f"institutions:{place.id}", now=desk.now, person_id=desk.actor)
    await desk.session.flush()
    await _tell(desk, place, given=given)
    return place


async def _tell(desk: Desk, place: Institution, *, given: bool) -> None:
    facts = {
        "acronym": place.acronym,
        "institution": place.name,
        "given": given,
    }
    words = words_of(desk, "delegated", facts)
    for person_id in sorted(await _concerned(desk, place)):
        key = f"delegation:{place.id}:{desk.now.isoformat()}:{person_id}"
        await tell_in_window(desk, person_id, kind=NoticeKind.REVIEW, words=words, key=key)


async def _concerned(desk: Desk, place: Institution) -> set[PersonId]:
    """Both sides, but who decided it."""
    lead = (Function.COORDENADOR, Function.SUBSTITUTO)
    serving = (await people_serving(desk.session, [place.id]))[place.id]
    secretariat = [one.id for one in await people_of_the_secretariat(desk.session)]
    known = await standings_of(desk.session, secretariat)
    executives = {one for one in secretariat if any(each.role is Role.EXECUTIVE for each in known[one])}
    return (executives | {one.person_id for one in serving if one.function in lead}) - {desk.actor}
