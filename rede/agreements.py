"""Which agreement somebody means, by whose it is and its number. A tool of acts."""

from db.institutions import institution_by_acronym
from db.instruments import Instrument, instruments_of
from rede.desk import Desk
from rede.readings import PlanRefused


async def instrument_named(desk: Desk, acronym: str, number: str = "") -> Instrument:
    """The agreement of an institution; where it has several, that of the number.

    Raises:
        PlanRefused: there is none, or the number does not say which.
    """
    institution = await institution_by_acronym(desk.session, acronym)
    if institution is None:
        raise PlanRefused("plan_unknown_institution", acronym=acronym)
    found = await instruments_of(desk.session, institution.id)
    wanted = " ".join(number.split()).casefold()
    named = [one for one in found if not wanted or one.number.casefold() == wanted]
    if len(named) != 1:
        key = "plan_which_instrument" if named else "plan_no_instrument"
        numbers = [one.number for one in found]
        raise PlanRefused(key, acronym=institution.acronym, number=number, numbers=numbers)
    return named[0]
