"""The bell's minute for termos de adesão: accepted ones become institutions, and partners hear what was decided."""

from collections.abc import Collection, Sequence
from datetime import datetime

from db import Database
from db.adhesions import adhesions_to_admit, held_adhesions
from db.ids import AdhesionId, InstitutionId
from db.institutions import names_of_institutions
from elo.one_by_one import Done, in_parts
from rede.admit_adhesion import admit_adhesion
from rede.desk import Office, open_desk
from rede.open_obligations import open_obligations
from rede.tell_adhesions import places_to_tell, tell_adhesions

#: Institutions made, each with its goals and its invite, and partners told, in one transaction: nobody else writes
#: in the meantime.
ADMITTED, TOLD = 3, 5


async def admit_adhesions(
    database: Database, office: Office, now: datetime, *, beside: Collection[AdhesionId] = ()
) -> Done[AdhesionId]:
    """How many were admitted, and which could not be. May be stopped anywhere: what is admitted names its
    institution. `beside`: those that could not be admitted before."""
    async with database.read() as session:
        desk = await open_desk(session, now=now, office=office)
        found = [one for one in await adhesions_to_admit(session) if one not in beside]
        places = await places_to_tell(desk)

    async def admit(ids: Sequence[AdhesionId]) -> int:
        async with database.write() as session:
            desk = await open_desk(session, now=now, office=office)
            adhesions, known = await held_adhesions(session, ids), list(await names_of_institutions(session))
            admitted = [await admit_adhesion(desk, one, known=known) for one in adhesions]
            for each in admitted:
                if each is not None and each.instrument is not None:
                    await open_obligations(desk, each.instrument)
        return sum(each is not None for each in admitted)

    async def tell(ids: Sequence[InstitutionId]) -> int:
        async with database.write() as session:
            desk = await open_desk(session, now=now, office=office)
            return sum([await tell_adhesions(desk, one) for one in ids])

    done = await in_parts(found, admit, size=ADMITTED, act="admit adhesions")
    await in_parts(places, tell, size=TOLD, act="tell adhesions")
    return done
