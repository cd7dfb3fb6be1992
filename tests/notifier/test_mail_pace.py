"""How fast letters leave, over all and to each domain; and which domain rests."""

import pytest

from notifier.mail_pace import FIRST_REST, LONGEST_REST, MailPace
from tests.notifier.test_pace import Elapsed


def make_pace(elapsed: Elapsed, rate: float = 0, by_domain: float = 0) -> MailPace:
    return MailPace(rate, by_domain, monotonic=elapsed, sleep=elapsed.sleep)


@pytest.mark.parametrize(
    ("rate", "by_domain", "seconds"), [(0, 0, 0), (2, 0, 10), (0, 2, 10), (2, 20, 10), (20, 2, 10)]
)
async def test_the_slower_of_two_rates_counts(rate: float, by_domain: float, seconds: float) -> None:
    elapsed = Elapsed()
    pace = make_pace(elapsed, rate, by_domain)
    for _ in range(21):
        await pace.acquire("tj.test")
    assert elapsed.at == pytest.approx(seconds)


async def test_one_domain_does_not_wait_for_another() -> None:
    elapsed = Elapsed()
    pace = make_pace(elapsed, by_domain=1)
    for domain in ("a.test", "b.test", "c.test"):
        await pace.acquire(domain)
    assert elapsed.at == 0
    assert pace.held() == {"a.test", "b.test", "c.test"}
    elapsed.at += 1
    assert pace.held() == frozenset()


def test_a_domain_that_asks_again_rests_longer_each_time() -> None:
    elapsed = Elapsed()
    pace = make_pace(elapsed)
    rests = []
    for _ in range(7):
        rests.append(pace.slow_down("tj.test"))
        elapsed.at += rests[-1]
    assert rests == [FIRST_REST, 120, 240, 480, LONGEST_REST, LONGEST_REST, LONGEST_REST]


def test_what_was_on_its_way_when_the_rest_began_changes_nothing() -> None:
    elapsed = Elapsed()
    pace = make_pace(elapsed)
    pace.slow_down("tj.test")
    elapsed.at += 10
    pace.went_well("tj.test")
    assert pace.slow_down("tj.test") == pytest.approx(FIRST_REST - 10)
    assert pace.held() == {"tj.test"}


def test_a_domain_that_took_a_letter_again_begins_anew() -> None:
    elapsed = Elapsed()
    pace = make_pace(elapsed)
    elapsed.at += pace.slow_down("tj.test")
    assert pace.rest_of("tj.test") == 0
    pace.went_well("tj.test")
    assert pace.slow_down("tj.test") == FIRST_REST
