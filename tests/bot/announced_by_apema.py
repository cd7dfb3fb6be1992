"""What Apema tells its own second layer, and shares with the Secretariat: every word of it says whose it is."""

from db import Database
from db.contributions import ContributionKind
from db.ids import PersonId
from rede.audience import EVERYBODY
from rede.broadcast import BroadcastOrder, broadcast, prepare
from rede.contribute import Offer, contribute
from rede.convene_meeting import convene, invite
from rede.convening import Convocation
from rede.enter_class import enter_class
from rede.register_institutions import register_institutions
from rede.register_person import register_people
from rede.rows import Row
from tests.rede.classes import CELLS, place_of
from tests.rede.makers import NOW, a_desk, days


async def announce(database: Database, rosa: PersonId, *, word: str) -> None:
    """A class, an offer, a broadcast and a meeting; Codó is whom it speaks to."""
    town = {"acronym": "CODO", "name": f"{word} Codó", "layer": "2", "parent": "APEMA"}
    davi = {"email": f"davi@{word}.example.org", "name": f"Davi {word}", "institution": "CODO"}
    async with a_desk(database) as desk:
        await register_institutions(desk, [Row(2, town)])
        await register_people(desk, [Row(2, {**davi, "functions": "coordenador"})])
    place = await place_of(database, "APEMA")
    async with a_desk(database, actor=rosa) as desk:
        await enter_class(desk, {**CELLS, "course": f"{word} de convênios"}, institution_id=place)
        offer = Offer(kind=ContributionKind.PRACTICE, title=f"{word} em conjunto", text=f"{word}.")
        await contribute(desk, place, offer)
        order = BroadcastOrder(
            title=f"{word} aos municípios", text=f"{word}.", audience=EVERYBODY, sender=place
        )
        await broadcast(desk, await prepare(desk, order))
        new = Convocation(
            title=f"{word} reunido", agenda=f"1. {word}", starts_at=NOW + days(8), place=f"Sala {word}"
        )
        await convene(desk, new, await invite(desk, place=place))
