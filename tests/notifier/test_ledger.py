"""Outcomes wait in the ledger until they are written, and no longer."""

import pytest

from db.channels import ChannelKind
from db.database import Database
from db.ids import DeliveryId
from notifier.ledger import Ledger, handed_back
from tests.notifier.conftest import HandClock
from tests.notifier.couriers import always_open


@pytest.fixture
def ledger(database: Database, clock: HandClock) -> Ledger:
    return Ledger(database, ChannelKind.TELEGRAM, clock=clock, holder="here", window=always_open)


def record(ledger: Ledger, *numbers: int) -> None:
    for number in numbers:
        ledger.record(handed_back(DeliveryId(number), 1))


def waiting(ledger: Ledger) -> list[int]:
    return [one.delivery_id for one in ledger.next_batch().settlements]


def test_what_was_refused_is_written_later_one_at_a_time_and_in_turn(ledger: Ledger) -> None:
    record(ledger, 1, 2)
    ledger.refused(ledger.next_batch(), OSError())
    assert waiting(ledger) == [1]
    ledger.refused(ledger.next_batch(), OSError())
    assert waiting(ledger) == [2]
    ledger.written(ledger.next_batch())
    assert waiting(ledger) == [1]


def test_a_failure_after_it_was_written_loses_nothing_that_landed_meanwhile(ledger: Ledger) -> None:
    """The lane asks the database once more when it found nothing to send, and that may fail."""
    record(ledger, 1)
    batch = ledger.next_batch()
    ledger.written(batch)
    record(ledger, 2)
    ledger.refused(batch, OSError())
    assert waiting(ledger) == [2]
