"""When a message may leave, in the person's own zone."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.clock import BRASILIA
from scheduler.sending_window import SendingWindow, end_of_local_day, not_before
from tests.scheduler.makers import FEDERAL

NIGHT = SendingWindow(hour=time(9), quiet_from=time(20), quiet_to=time(8), working_days_only=True)
ALWAYS = SendingWindow(hour=time(9), quiet_from=time(0), quiet_to=time(0), working_days_only=False)
WORKDAYS = SendingWindow(hour=time(9), quiet_from=time(0), quiet_to=time(0), working_days_only=True)
LUNCH = SendingWindow(hour=time(12, 30), quiet_from=time(12), quiet_to=time(14), working_days_only=True)


def local(text: str, zone: ZoneInfo = BRASILIA) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("now", "window", "leaves"),
    [
        pytest.param("2026-03-10T10:00", NIGHT, "2026-03-10T10:00", id="in working hours, at once"),
        pytest.param("2026-03-10T03:00", NIGHT, "2026-03-10T08:00", id="in the small hours"),
        pytest.param("2026-03-10T22:00", NIGHT, "2026-03-11T08:00", id="in the evening"),
        pytest.param("2026-03-10T20:00", NIGHT, "2026-03-11T08:00", id="on the first quiet minute"),
        pytest.param("2026-03-10T08:00", NIGHT, "2026-03-10T08:00", id="when the quiet hours end"),
        pytest.param("2026-03-13T22:00", NIGHT, "2026-03-16T09:00", id="on Friday night"),
        pytest.param("2026-02-14T10:00", NIGHT, "2026-02-18T09:00", id="on the Saturday of Carnaval"),
        pytest.param("2026-12-25T10:00", WORKDAYS, "2026-12-28T09:00", id="at Christmas"),
        pytest.param("2026-12-24T15:00", WORKDAYS, "2026-12-24T15:00", id="on a half day"),
        pytest.param("2026-02-15T03:00", ALWAYS, "2026-02-15T03:00", id="no quiet hours, any day"),
        pytest.param("2026-03-10T13:00", LUNCH, "2026-03-10T14:00", id="quiet hours within the day"),
        pytest.param("2026-03-14T10:00", LUNCH, "2026-03-16T14:00", id="the usual hour is quiet"),
    ],
)
def test_a_message_leaves_at_the_earliest_allowed_moment(
    now: str, window: SendingWindow, leaves: str
) -> None:
    assert not_before(local(now), window, BRASILIA, FEDERAL) == local(leaves)


def test_quiet_hours_are_those_of_the_persons_zone() -> None:
    acre = ZoneInfo("America/Rio_Branco")
    leaves = not_before(local("2026-03-10T09:00"), NIGHT, acre, FEDERAL)
    assert leaves == local("2026-03-10T08:00", acre)


@given(
    now=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    window=st.builds(SendingWindow, *[st.times()] * 3, st.booleans()),
)
def test_the_moment_is_allowed_and_never_in_the_past(now: datetime, window: SendingWindow) -> None:
    leaves = not_before(now, window, BRASILIA, FEDERAL)
    assert now <= leaves < now + timedelta(days=7)
    assert leaves.tzinfo is UTC
    assert not window.is_quiet(leaves.astimezone(BRASILIA).time())
    assert not window.working_days_only or FEDERAL.is_business_day(leaves.astimezone(BRASILIA).date())


def test_a_local_day_ends_at_its_last_second() -> None:
    night = datetime(2026, 3, 11, 2, 30, tzinfo=UTC)
    assert end_of_local_day(night, BRASILIA) == local("2026-03-10T23:59:59")
