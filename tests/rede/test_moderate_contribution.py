"""What is decided on a contribution: announced with credit, answered, declined; what is restricted after a yes."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import update

from db import Database
from db.announcements import AnnouncementKind
from db.channels import Channel
from db.contributions import ContributionKind, ContributionState
from db.ids import ContributionId
from db.notices import NoticeKind
from rede.access import NotYours
from rede.clear_restricted import clear_restricted
from rede.desk import Office
from rede.electoral import ElectoralPeriod, Sphere
from rede.moderate_contribution import (
    answer_contribution,
    decline_contribution,
    publish_contribution,
    retitle_contribution,
)
from rede.offers import ContributionRefused
from tests.rede.contributions import TITLE, announced, as_it_is, shared, stage
from tests.rede.makers import ANA, JOAO, MARIA, NOW, a_desk, make_office, person_id
from tests.rede.reviews import a_network, joins, told

ELECTION = ElectoralPeriod(sphere=Sphere.FEDERAL, first=date(2025, 12, 1), last=date(2025, 12, 31))


async def publishes(
    database: Database, number: ContributionId, *, who: str = ANA, office: Office | None = None
) -> None:
    seen = await stage(database, number)
    async with a_desk(database, actor=await person_id(database, who), office=office) as desk:
        await publish_contribution(desk, number, seen)


async def says(database: Database, number: ContributionId, *, who: str, yes: bool, seen: int) -> None:
    async with a_desk(database, actor=await person_id(database, who)) as desk:
        await clear_restricted(desk, number, seen, yes=yes)


async def test_it_is_announced_to_everybody_with_credit(database: Database) -> None:
    await a_network(database)
    number = (await shared(database)).id
    await publishes(database, number)
    (one,) = await announced(database)
    assert (one.kind, one.title, one.about) == (
        AnnouncementKind.CONTRIBUTION,
        TITLE,
        f"contributions:{number}",
    )
    assert one.text.endswith("Enviado por UPB.")
    assert "Maria" not in one.text
    assert (one.promotional, one.people) == (True, 4)
    ((address, words),) = await told(database, NoticeKind.REVIEW, "contribution-told:")
    assert (address, "foi anunciada a todos" in words) == (MARIA, True)


async def test_in_an_electoral_period_it_is_held_and_its_author_knows(database: Database) -> None:
    await a_network(database)
    number = (await shared(database)).id
    await publishes(database, number, office=replace(make_office(), electoral=(ELECTION,)))
    (one,) = await announced(database)
    assert one.held_for == "electoral"
    ((_, words),) = await told(database, NoticeKind.REVIEW, "contribution-told:")
    assert "período eleitoral" in words


async def test_pressed_twice_it_is_announced_once(database: Database) -> None:
    await a_network(database)
    number = (await shared(database)).id
    await publishes(database, number)
    with pytest.raises(ContributionRefused, match="contribution_decided"):
        await publishes(database, number)
    assert len(await announced(database)) == 1


async def test_what_is_restricted_is_published_only_after_its_institution_says_yes(
    database: Database,
) -> None:
    await a_network(database)
    number = (await shared(database, restricted=True)).id
    await publishes(database, number)
    assert await announced(database) == []
    ((address, words),) = await told(database, NoticeKind.TASK, "contribution-ask:")
    assert (address, "Oito municípios compraram juntos." in words) == (MARIA, True)
    await says(database, number, who=MARIA, yes=True, seen=await stage(database, number))
    assert len(await announced(database)) == 1
    assert (await as_it_is(database, number)).cleared_at == NOW


async def test_a_no_ends_it_and_who_asked_hears_so(database: Database) -> None:
    await a_network(database)
    number = (await shared(database, restricted=True)).id
    await publishes(database, number)
    await says(database, number, who=MARIA, yes=False, seen=await stage(database, number))
    assert await announced(database) == []
    assert (await as_it_is(database, number)).state is ContributionState.ANSWERED
    ((address, words),) = await told(database, NoticeKind.REVIEW, "contribution-told:")
    assert (address, "preferiu não publicar" in words) == (ANA, True)


async def test_nobody_else_says_yes(database: Database) -> None:
    await a_network(database)
    number = (await shared(database, restricted=True)).id
    await publishes(database, number)
    seen = await stage(database, number)
    for who in (JOAO, ANA):
        with pytest.raises(NotYours):
            await says(database, number, who=who, yes=True, seen=seen)


async def test_a_yes_to_other_words_is_no_yes(database: Database) -> None:
    await a_network(database)
    number = (await shared(database, restricted=True)).id
    await publishes(database, number)
    seen = await stage(database, number)
    async with a_desk(database, actor=await person_id(database, ANA)) as desk:
        await retitle_contribution(desk, number, seen, title="Compras juntas dão certo")
    with pytest.raises(ContributionRefused, match="contribution_changed"):
        await says(database, number, who=MARIA, yes=True, seen=seen)
    with pytest.raises(ContributionRefused, match="contribution_changed"):
        await says(database, number, who=MARIA, yes=True, seen=await stage(database, number))
    assert await announced(database) == []


async def test_its_author_reads_why_it_is_not_published(database: Database) -> None:
    await a_network(database)
    number = (await shared(database)).id
    async with a_desk(database, actor=await person_id(database, ANA)) as desk:
        await decline_contribution(desk, number, await stage(database, number), reason="Já foi anunciada.")
    ((_, words),) = await told(database, NoticeKind.REVIEW, "contribution-told:")
    assert "Motivo: Já foi anunciada." in words


async def test_a_question_is_answered_and_never_announced(database: Database) -> None:
    await a_network(database)
    number = (await shared(database, kind=ContributionKind.QUESTION)).id
    with pytest.raises(ContributionRefused, match="contribution_not_news"):
        await publishes(database, number)
    async with a_desk(database, actor=await person_id(database, ANA)) as desk:
        await answer_contribution(desk, number, await stage(database, number), answer="Veja o manual.")
    assert (await as_it_is(database, number)).state is ContributionState.ANSWERED


@pytest.mark.parametrize("who", [MARIA, JOAO])
async def test_only_the_secretariat_decides(database: Database, who: str) -> None:
    await a_network(database)
    number = (await shared(database)).id
    with pytest.raises(NotYours):
        await publishes(database, number, who=who)


async def test_where_its_author_is_gone_its_institution_hears_of_it(database: Database) -> None:
    await a_network(database)
    await joins(database, "lia@upb.example.org", "Lia", "UPB", "servidor_designado")
    number = (await shared(database, who="lia@upb.example.org")).id
    async with a_desk(database) as desk:
        gone = update(Channel).where(Channel.address == "lia@upb.example.org").values(closed_at=NOW)
        await desk.session.execute(gone)
    await publishes(database, number)
    assert [one for one, _ in await told(database, NoticeKind.REVIEW, "contribution-told:")] == [MARIA]
