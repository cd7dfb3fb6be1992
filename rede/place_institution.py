"""Where an institution stands in the Rede: its elo, its layer and through whom it joined (art. 21, II and III)."""

from db.audit import record
from db.ids import InstitutionId
from db.institutions import Institution, Layer, second_layer_of
from rede.access import NotYours, require_secretariat
from rede.desk import Desk
from rede.elo_names import elo_named
from rede.refusal import Refusal


class PlacingRefused(Refusal):
    """`placing_secretariat`, `placing_has_second_layer`, `placing_through_whom`. Nothing was changed."""


async def move_to_elo(desk: Desk, place_id: InstitutionId, elo: str) -> Institution:
    """`elo`: one of the list; empty: of none.

    Raises:
        NotYours: the actor is not of the Secretariat itself; there is no such institution, or no such elo.
        PlacingRefused: it is the Secretariat.
    """
    place = await _held(desk, place_id)
    found = await elo_named(desk, elo) if elo.strip() else None
    if found is None and elo.strip():
        raise NotYours
    before, place.elo = place.elo, found.name if found else ""
    _record(desk, "institution.elo", place, f"{before} > {place.elo}")
    return place


async def move_to_layer(
    desk: Desk, place_id: InstitutionId, layer: Layer, *, through: InstitutionId | None = None
) -> Institution:
    """`through`: the first-layer institution by which one of the second joined.

    Raises:
        NotYours: as above.
        PlacingRefused: it is the Secretariat; others joined through it; or `through` is none of the first layer.
    """
    place = await _held(desk, place_id)
    parent = await desk.session.get(Institution, through) if through is not None else None
    if layer == Layer.SECRETARIAT:
        raise PlacingRefused("placing_secretariat")
    if layer == Layer.SECOND:
        if await second_layer_of(desk.session, place.id):
            raise PlacingRefused("placing_has_second_layer", acronym=place.acronym)
        if parent is None or parent.layer != Layer.FIRST or parent.id == place.id:
            raise PlacingRefused("placing_through_whom", acronym=place.acronym)
    before = f"{place.layer}/{place.parent_id}"
    place.layer, place.parent_id = int(layer), parent.id if parent and layer == Layer.SECOND else None
    _record(desk, "institution.layer", place, f"{before} > {place.layer}/{place.parent_id}")
    return place


async def _held(desk: Desk, place_id: InstitutionId) -> Institution:
    await require_secretariat(desk)
    place = await desk.session.get(Institution, place_id, with_for_update=True)
    if place is None:
        raise NotYours
    if place.layer == Layer.SECRETARIAT:
        raise PlacingRefused("placing_secretariat")
    return place


def _record(desk: Desk, act: str, place: Institution, detail: str) -> None:
    about = f"institutions:{place.id}"
    record(desk.session, act, about, now=desk.now, person_id=desk.actor, detail=detail)
