"""Termos de adesão for tests: as many as are asked for, each with its own CNPJ, informed by Maria of UPB."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select

from db import Database
from db.adhesions import Adhesion
from db.institutions import Institution, institution_by_acronym
from rede.adhesion_rows import Termo
from rede.inform_adhesions import inform_adhesions
from rede.open_obligations import open_obligations
from rede.report_adhesions import MonthReported, report_adhesions
from tests.rede.makers import MARIA, a_desk, morning, person_id

#: 20 March 2026, a Friday; told on Wednesday, 1 April.
SIGNED, TOLD = date(2026, 3, 20), date(2026, 4, 1)


def cnpj(number: int) -> str:
    """One that checks."""
    digits = f"{number:08}0001"
    for _ in range(2):
        weights = [2 + at % 8 for at in range(len(digits))][::-1]
        rest = sum(int(one) * weight for one, weight in zip(digits, weights, strict=True)) % 11
        digits += str(0 if rest < 2 else 11 - rest)
    return digits


def termo(
    number: int = 1,
    *,
    name: str = "",
    signed: date = SIGNED,
    contact: str = "",
    code: str = "",
) -> Termo:
    return Termo(
        name=name or f"Município de Flores {number}",
        cnpj=cnpj(number),
        signed=signed,
        uf="BA",
        municipality_code=code,
        contact_name="Rita Luz" if contact else "",
        contact_email=contact,
    )


async def informed(
    database: Database, *termos: Termo, now: datetime | None = None, email: str = MARIA
) -> Sequence[MonthReported]:
    """As the command does it: kept, opened and reported in one transaction."""
    who = await person_id(database, email)
    async with a_desk(database, now=now or morning(TOLD), actor=who) as desk:
        place = await institution_by_acronym(desk.session, "UPB")
        assert place is not None
        done = await inform_adhesions(desk, place.id, termos)
        for instrument in done.instruments:
            await open_obligations(desk, instrument)
        return await report_adhesions(desk, place.id, done.adhesions)


async def adhesions(database: Database) -> Sequence[Adhesion]:
    async with database.read() as session:
        return (await session.scalars(select(Adhesion).order_by(Adhesion.id))).all()


async def place(database: Database, acronym: str) -> Institution:
    async with database.read() as session:
        found = await institution_by_acronym(session, acronym)
    assert found is not None
    return found
