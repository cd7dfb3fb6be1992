"""One in ten of what is only recorded is looked at, the same ones whoever asks; and each institution's first."""

from db import Database
from db.deliverables import DeliverableState
from db.sealing import Sealer
from rede.sampling import is_sampled
from tests.rede.makers import JOAO, NOW, days
from tests.rede.reviews import a_network, handed_in

SEALER = Sealer(b"a key of the tests")


def sampled(sealer: Sealer) -> list[int]:
    return [n for n in range(1, 2001) if is_sampled(sealer, f"RP-2026-{n:06d}", is_first=False)]


def test_about_one_in_ten_is_chosen_and_always_the_same() -> None:
    assert 150 < len(sampled(SEALER)) < 250
    assert sampled(SEALER) == sampled(SEALER)


def test_nobody_without_the_key_can_tell_which() -> None:
    assert sampled(SEALER) != sampled(Sealer(b"another key"))


async def test_the_first_of_an_institution_in_a_year_is_looked_at(database: Database) -> None:
    await a_network(database, "UPB", "IRECE")
    first = await handed_in(database, "1.1")
    others = [await handed_in(database, "1.1") for _ in range(3)]
    elsewhere = await handed_in(database, "1.1", by=JOAO, acronym="IRECE")
    next_year = await handed_in(database, "1.1", now=NOW + days(30))
    assert first.state is DeliverableState.RECORDED
    assert (first.sampled, elsewhere.sampled, next_year.sampled) == (True, True, True)
    assert not all(one.sampled for one in others)
