"""The electoral period: whom it concerns, and what it holds or excuses."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from db import Database
from db.announcements import AnnouncementKind
from db.institutions import Institution
from notifier.texts import Mail
from rede.desk import Desk
from rede.digest import Words
from rede.electoral import ElectoralPeriod, Sphere, period_of, sphere_of
from rede.evidence import WITHDRAWN
from rede.filing import Details, ReportRefused
from rede.submit_deliverable import submit_deliverable
from rede.to_many import ToMany, person_slot, tell_many
from tests.rede.happenings import import_for, rows
from tests.rede.makers import JOAO, a_desk, make_office, person_id, register

IN_PERIOD = datetime(2026, 8, 10, 12, tzinfo=UTC)
BEFORE = datetime(2026, 6, 10, 12, tzinfo=UTC)
FEDERAL = ElectoralPeriod(sphere=Sphere.FEDERAL, first=date(2026, 7, 4), last=date(2026, 10, 25))
OF_BAHIA = ElectoralPeriod(sphere=Sphere.MUNICIPAL, uf="BA", first=date(2026, 7, 4), last=date(2026, 10, 25))


def a_place(**facts: str | int) -> Institution:
    return Institution(**{"acronym": "X", "name": "Instituição", "layer": 1, **facts})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "sphere"),
    [
        ({"layer": 0}, Sphere.FEDERAL),
        ({"kind": "federal"}, Sphere.FEDERAL),
        ({"kind": "Estado"}, Sphere.STATE),
        ({"name": "Estado da Bahia"}, Sphere.STATE),
        ({"name": "Distrito Federal"}, Sphere.STATE),
        ({"kind": "município"}, Sphere.MUNICIPAL),
        ({"municipality_code": "2914604"}, Sphere.MUNICIPAL),
        ({"name": "Prefeitura Municipal de Irecê"}, Sphere.MUNICIPAL),
        ({"kind": "associação", "name": "União dos Municípios da Bahia"}, None),
    ],
)
def test_the_sphere_is_known_by_layer_kind_code_or_name(
    facts: dict[str, str | int], sphere: Sphere | None
) -> None:
    assert sphere_of(a_place(**facts)) is sphere


@pytest.mark.parametrize(
    ("day", "uf", "holds"),
    [
        (date(2026, 7, 3), "BA", False),
        (date(2026, 7, 4), "BA", True),
        (date(2026, 10, 25), "BA", True),
        (date(2026, 10, 26), "BA", False),
        (date(2026, 8, 1), "SE", False),
    ],
)
def test_a_period_holds_on_its_days_in_its_uf(day: date, uf: str, holds: bool) -> None:
    place = a_place(municipality_code="2914604", uf=uf)
    assert (period_of([FEDERAL, OF_BAHIA], place, day) is not None) is holds


async def announced(desk: Desk, *, promotional: bool) -> str:
    new = ToMany(
        kind=AnnouncementKind.CLASS,
        title="Curso",
        text="Inscrições abertas.",
        words=Words(chat=person_slot(), mail=Mail("Curso", person_slot(), "")),
        people=[],
        audience="todos",
        promotional=promotional,
    )
    made = await tell_many(desk, new)
    assert made is not None
    return made.held_for


@pytest.mark.parametrize(
    ("now", "promotional", "held_for"),
    [(IN_PERIOD, True, "electoral"), (IN_PERIOD, False, ""), (BEFORE, True, "")],
    ids=["promotes in the period", "administrative", "before the period"],
)
async def test_what_promotes_is_held_in_the_period_of_whoever_speaks(
    database: Database, now: datetime, promotional: bool, held_for: str
) -> None:
    await register(database)
    async with a_desk(database, now=now, office=replace(make_office(), electoral=[FEDERAL])) as desk:
        assert await announced(desk, promotional=promotional) == held_for


async def withdraw_page(database: Database, email: str, acronym: str, periods: list[ElectoralPeriod]) -> None:
    page = (await rows(database, acronym, "3.1"))[0]
    actor, office = await person_id(database, email), replace(make_office(), electoral=periods)
    async with a_desk(database, now=IN_PERIOD, office=office, actor=actor) as desk:
        await submit_deliverable(
            desk,
            page.id,
            description="Retirado do ar até o fim das eleições.",
            hours=None,
            details=Details(evidence={"link": WITHDRAWN}),
        )


async def test_a_page_may_be_told_as_down_in_the_period(database: Database) -> None:
    await register(database)
    await import_for(database, "UPB")
    await import_for(database, "IRECE")
    everywhere = ElectoralPeriod(sphere=Sphere.MUNICIPAL, first=date(2026, 7, 4), last=date(2026, 10, 25))
    await withdraw_page(database, JOAO, "IRECE", [everywhere])


async def test_a_page_is_not_down_for_an_election_that_is_over(database: Database) -> None:
    await register(database)
    await import_for(database, "UPB")
    await import_for(database, "IRECE")
    over = ElectoralPeriod(sphere=Sphere.MUNICIPAL, first=date(2024, 7, 6), last=date(2024, 10, 27))
    with pytest.raises(ReportRefused) as refused:
        await withdraw_page(database, JOAO, "IRECE", [over])
    assert refused.value.key == "report_not_electoral"
