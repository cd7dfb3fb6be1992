"""The Secretariat takes termos in, or refuses one; a bell makes the institutions; the partner hears of it once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from db import Database
from db.adhesions import AdhesionState
from db.audit import AuditEntry
from db.deliveries import Delivery, Lane
from db.ids import InstitutionId
from db.institutions import Institution, InstitutionName, Layer
from db.instruments import instruments_of
from db.obligations import open_obligations
from db.people import Membership, people_of
from elo.admitting import admit_adhesions
from rede.access import NotYours
from rede.admit_adhesion import new_acronym
from rede.decide_adhesions import (
    AdhesionRefused,
    accept_adhesion,
    accept_waiting,
    refuse_adhesion,
    waiting,
)
from tests.rede.happenings import rede_of
from tests.rede.makers import ANA, MARIA, a_desk, make_office, morning, person_id
from tests.rede.termos import SIGNED, adhesions, cnpj, informed, place, termo

LATER = date(2026, 4, 6)


async def accepted(database: Database) -> int:
    """Everything of UPB's."""
    upb, newest = await place(database, "UPB"), (await adhesions(database))[-1].id
    async with a_desk(database, now=morning(LATER), actor=await person_id(database, ANA)) as desk:
        return await accept_waiting(desk, upb.id, up_to=newest)


async def ring(database: Database, *, after: timedelta = timedelta(0)) -> int:
    office = replace(make_office(), sender="elo@example.org")
    done = await admit_adhesions(database, office, morning(LATER) + after)
    assert not done.failed
    return done.count


async def told(database: Database) -> list[str]:
    """What Maria was told of the decision."""
    async with database.read() as session:
        found = select(Delivery.body).where(
            Delivery.address == MARIA, Delivery.subject.contains("conferidos")
        )
        return list((await session.scalars(found.order_by(Delivery.id))).all())


async def test_only_what_was_shown_is_accepted(database: Database) -> None:
    await rede_of(database, "UPB")
    await informed(database, termo(1), termo(2))
    shown = (await adhesions(database))[-1].id
    await informed(database, termo(3))
    upb, ana = await place(database, "UPB"), await person_id(database, ANA)
    async with a_desk(database, now=morning(LATER), actor=ana) as desk:
        assert await accept_waiting(desk, upb.id, up_to=shown) == 2
        assert await accept_waiting(desk, upb.id, up_to=shown) == 0
        [left] = await waiting(desk)
    assert (left.acronym, left.total) == ("UPB", 1)


async def test_an_accepted_termo_becomes_an_institution_with_its_goals_and_an_invite(
    database: Database,
) -> None:
    await rede_of(database, "UPB")
    await informed(database, termo(1, name="Município de Lauro de Freitas", contact="rita@example.org"))
    await accepted(database)
    assert [await ring(database), await ring(database)] == [1, 0]
    made = await place(database, "LAURO-DE-FREITAS")
    assert (made.layer, made.parent_id) == (Layer.SECOND, (await place(database, "UPB")).id)
    assert (made.cnpj, made.uf) == (cnpj(1), "BA")
    async with database.read() as session:
        [instrument] = await instruments_of(session, made.id)
        assert (instrument.number, instrument.starts) == ("Termo de Adesão de 20/03/2026", SIGNED)
        keys = {one.goal.key for one in await open_obligations(session, [made.id])}
        [(membership, person)] = await people_of(session, made.id)
        invited = select(Delivery.subject).where(Delivery.address == "rita@example.org")
        assert (await session.scalars(invited)).all() == ["Seu convite para o Elo, da Rede de Parcerias"]
    assert keys >= {"1.1", "1.2", "1.4", "3.1", "3.2", "3.5", "3.6"}
    assert "C1" not in keys
    assert (membership.function, person.name) == ("coordenador", "Rita Luz")


async def test_who_coordinates_many_of_a_list_gets_one_invite_in_the_sending_window(
    database: Database,
) -> None:
    await rede_of(database, "UPB")
    await informed(database, *[termo(number, contact="rita@example.org") for number in range(1, 8)])
    await accepted(database)
    assert await ring(database, after=timedelta(hours=14)) == 7
    async with database.read() as session:
        [invite] = await session.scalars(select(Delivery).where(Delivery.address == "rita@example.org"))
    assert (invite.lane, invite.not_before) == (Lane.REMINDERS, morning(date(2026, 4, 7)))


async def test_an_institution_that_is_there_is_linked_and_not_made_anew(database: Database) -> None:
    await rede_of(database, "UPB", "IRECE")
    async with database.write() as session:
        named = update(Institution).where(Institution.acronym == "IRECE").values(cnpj=cnpj(1))
        await session.execute(named)
    await informed(database, termo(1, name="Irecê", contact="rita@example.org"))
    await accepted(database)
    await ring(database)
    [one], irece = await adhesions(database), await place(database, "IRECE")
    assert one.institution_id == irece.id
    async with database.read() as session:
        assert len(await instruments_of(session, irece.id)) == 1
        # João coordinates there: a termo gives nobody his place.
        assert [person.name for _, person in await people_of(session, irece.id)] == ["João"]


async def test_two_termos_of_a_known_municipality_make_no_other(database: Database) -> None:
    await rede_of(database, "UPB", "IRECE")
    async with database.write() as session:
        known = update(Institution).where(Institution.acronym == "IRECE")
        await session.execute(known.values(municipality_code="2914604", cnpj=""))
    first = termo(1, name="Município de Irecê", code="2914604")
    await informed(database, first, replace(first, municipality_code="", signed=SIGNED + timedelta(days=3)))
    await accepted(database)
    assert await ring(database) == 2
    irece = (await place(database, "IRECE")).id
    assert {one.institution_id for one in await adhesions(database)} == {irece}


async def test_the_partner_hears_once_how_many_are_in_and_who_is_not(database: Database) -> None:
    await rede_of(database, "UPB")
    await informed(database, termo(1), termo(2), termo(3))
    ana, [first, *_] = await person_id(database, ANA), await adhesions(database)
    async with a_desk(database, now=morning(LATER), actor=ana) as desk:
        await refuse_adhesion(desk, first.id, reason="Falta a assinatura.")
    await ring(database)
    # The others still wait, so nothing is told yet.
    assert await told(database) == []
    await accepted(database)
    for _ in range(2):
        await ring(database)
    [notice] = await told(database)
    assert "Termos aceitos: 2." in notice
    assert "Município de Flores 1" in notice
    assert "Falta a assinatura." in notice


async def test_where_others_go_on_waiting_the_partner_hears_after_an_hour(database: Database) -> None:
    await rede_of(database, "UPB")
    await informed(database, termo(1), termo(2))
    ana, [first, _] = await person_id(database, ANA), await adhesions(database)
    async with a_desk(database, now=morning(LATER), actor=ana) as desk:
        await accept_adhesion(desk, first.id)
    await ring(database, after=timedelta(minutes=59))
    assert await told(database) == []
    await ring(database, after=timedelta(minutes=60))
    assert len(await told(database)) == 1


async def test_nobody_decides_what_they_told(database: Database) -> None:
    await rede_of(database, "UPB")
    await informed(database, termo(1))
    [one], maria = await adhesions(database), await person_id(database, MARIA)
    async with database.write() as session:
        # Maria serves the Secretariat as well.
        seges = await place(database, "SEGES")
        session.add(Membership(person_id=maria, institution_id=seges.id, function="coordenador"))
    async with a_desk(database, now=morning(LATER), actor=maria) as desk:
        assert await waiting(desk) == []
        assert await accept_waiting(desk, (await place(database, "UPB")).id, up_to=one.id) == 0
        with pytest.raises(AdhesionRefused, match="adhesions_own"):
            await accept_adhesion(desk, one.id)


async def test_what_is_decided_is_not_decided_again_and_a_refusal_says_why(database: Database) -> None:
    await rede_of(database, "UPB")
    await informed(database, termo(1))
    [one], ana = await adhesions(database), await person_id(database, ANA)
    async with a_desk(database, now=morning(LATER), actor=ana) as desk:
        for reason in ("", " . ", "x" * 501, "CPF 529.982.247-25"):
            with pytest.raises(AdhesionRefused, match="adhesions_reason"):
                await refuse_adhesion(desk, one.id, reason=reason)
        await accept_adhesion(desk, one.id)
        with pytest.raises(AdhesionRefused, match="adhesions_decided"):
            await refuse_adhesion(desk, one.id, reason="Engano")
    assert [each.state for each in await adhesions(database)] == [AdhesionState.ACCEPTED]
    async with database.read() as session:
        acts = await session.scalars(select(AuditEntry.act).where(AuditEntry.act.startswith("adhesion.")))
        assert acts.all() == ["adhesion.accept"]


async def test_a_partner_decides_nothing(database: Database) -> None:
    await rede_of(database, "UPB")
    await informed(database, termo(1))
    [one] = await adhesions(database)
    async with a_desk(database, now=morning(LATER), actor=await person_id(database, MARIA)) as desk:
        with pytest.raises(NotYours):
            await waiting(desk)
        with pytest.raises(NotYours):
            await accept_adhesion(desk, one.id)


@pytest.mark.parametrize(
    ("name", "taken", "acronym"),
    [
        ("Município de Irecê", [], "IRECE"),
        ("Prefeitura Municipal de São Domingos", ["SAO-DOMINGOS"], "SAO-DOMINGOS-GO"),
        ("São Domingos", ["SAO-DOMINGOS", "sao-domingos-go"], "SAO-DOMINGOS-GO-2"),
        ("Município de Olho d'Água", [], "OLHO-DAGUA"),
        ("Câmara Municipal de Irecê", ["IRECE"], "CAMARA-MUNICIPAL-DE-IRECE"),
        ("¿?", [], "ADERENTE"),
    ],
)
def test_an_acronym_is_made_of_the_name(name: str, taken: list[str], acronym: str) -> None:
    known = [InstitutionName(InstitutionId(at), one, one, "", "", "") for at, one in enumerate(taken)]
    assert new_acronym(name, "GO", known) == acronym
