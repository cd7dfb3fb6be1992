"""Which of the reports that are only recorded (registrado) are looked at: one in ten, and each year the first of an
institution. By the stamp of the protocol, which nobody outside can foresee or choose. A tool of acts."""

from datetime import datetime, time

from db.ids import InstitutionId
from db.reviews import has_recorded
from db.sealing import Sealer
from rede.desk import Desk
from scheduler.clock import BRASILIA

#: One report of so many.
ONE_IN = 10
_PURPOSE = "sample"


def is_sampled(sealer: Sealer, protocol: str, *, is_first: bool) -> bool:
    """The same for the same protocol, as often as it is asked. `is_first`: of its institution in its year."""
    digits = int("".join(character for character in protocol if character.isdecimal()) or "0")
    return is_first or int.from_bytes(sealer.stamp(_PURPOSE, digits).encode()) % ONE_IN == 0


async def sampled(desk: Desk, institution_id: InstitutionId, protocol: str) -> bool:
    """Of a report that is being recorded at this desk and is not there yet."""
    new_year = datetime.combine(desk.today.replace(month=1, day=1), time(0), tzinfo=BRASILIA)
    known = await has_recorded(desk.session, institution_id, since=new_year)
    return is_sampled(desk.office.sealer, protocol, is_first=not known)
