"""The open list of elos, and where an institution stands."""

import pytest

from db import Database
from db.elos import elos, elos_counted
from db.institutions import Institution, Layer, institution_by_acronym
from rede.access import NotYours
from rede.desk import Desk
from rede.keep_elos import EloRefused, add_elo, remove_elo, rename_elo
from rede.place_institution import PlacingRefused, move_to_elo, move_to_layer
from rede.register_institutions import register_institutions
from rede.rows import Row
from tests.rede.makers import ANA, MARIA, a_desk, person_id, register


@pytest.fixture
async def rede(database: Database) -> Database:
    await register(database)
    return database


async def place(desk: Desk, acronym: str) -> Institution:
    found = await institution_by_acronym(desk.session, acronym)
    assert found is not None
    return found


async def test_the_list_grows_is_renamed_and_shrinks(rede: Database) -> None:
    async with a_desk(rede, actor=await person_id(rede, ANA)) as desk:
        await add_elo(desk, "  Municípios ")
        with pytest.raises(EloRefused, match="elo_known"):
            await add_elo(desk, "municipios")
        upb = await place(desk, "UPB")
        await move_to_elo(desk, upb.id, "MUNICÍPIOS")
        await rename_elo(desk, "municipios", "Municípios e consórcios")
        await desk.session.refresh(upb)
        assert upb.elo == "Municípios e consórcios"
        with pytest.raises(EloRefused, match="elo_taken"):
            await remove_elo(desk, "Municípios e consórcios")
        await move_to_elo(desk, upb.id, "")
        await remove_elo(desk, "Municípios e consórcios")
        assert await elos(desk.session) == []


async def test_only_the_secretariat_keeps_it(rede: Database) -> None:
    async with a_desk(rede, actor=await person_id(rede, MARIA)) as desk:
        with pytest.raises(NotYours):
            await add_elo(desk, "Estados")
        with pytest.raises(NotYours):
            await move_to_elo(desk, (await place(desk, "UPB")).id, "")


async def test_an_imported_elo_comes_on_the_list_once(rede: Database) -> None:
    columns = ("acronym", "name", "layer", "elo")
    rows = [("UPB", "UPB", "1", "Municípios"), ("APM", "APM", "1", "municipios"), ("TCE", "TCE", "1", "")]
    async with a_desk(rede) as desk:
        await register_institutions(
            desk, [Row(at, dict(zip(columns, row, strict=True))) for at, row in enumerate(rows, 2)]
        )
        assert [(one.name, one.first) for one in await elos_counted(desk.session)] == [("Municípios", 2)]


async def test_an_institution_changes_its_layer_where_that_can_be(rede: Database) -> None:
    async with a_desk(rede, actor=await person_id(rede, ANA)) as desk:
        upb, irece, seges = [await place(desk, one) for one in ("UPB", "IRECE", "SEGES")]
        with pytest.raises(PlacingRefused, match="placing_has_second_layer"):
            await move_to_layer(desk, upb.id, Layer.SECOND, through=irece.id)
        with pytest.raises(PlacingRefused, match="placing_secretariat"):
            await move_to_elo(desk, seges.id, "")
        moved = await move_to_layer(desk, irece.id, Layer.FIRST)
        assert (moved.layer, moved.parent_id) == (Layer.FIRST, None)
        with pytest.raises(PlacingRefused, match="placing_through_whom"):
            await move_to_layer(desk, irece.id, Layer.SECOND, through=seges.id)
        moved = await move_to_layer(desk, irece.id, Layer.SECOND, through=upb.id)
        assert (moved.layer, moved.parent_id) == (Layer.SECOND, upb.id)
