"""People whom nothing can be told keep it from nobody else: they are set aside, and tried again the next day."""

from dataclasses import replace
from datetime import date, timedelta

from structlog.testing import capture_logs

from db import Database
from db.notices import NoticeKind
from elo.rings import Rings
from notifier.texts import Texts
from rede.desk import Office
from tests.elo.test_rings import spoil
from tests.rede.live_days import LIVE, LIVE_OFFICE
from tests.rede.makers import ANA, MARIA, import_for, make_office, morning, person_id, register
from tests.rede.networks import heard, letters_to
from tests.rede.test_weekly_lists import MONDAY, prepare, told

#: Goal 2.2 falls due on 09/12/2026.
DECEMBER = date(2026, 12, 1)


class SpoiltTexts(Texts):
    """Nothing can be written to one person."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def chat(self, key: str, /, **facts: object) -> str:
        if facts.get("person") == self._name:
            raise ValueError(key)
        return super().chat(key, **facts)


def spoilt_for(name: str, office: Office) -> Office:
    return replace(office, texts=SpoiltTexts(name))


async def test_a_goal_that_cannot_be_read_silences_nobody_but_those_who_follow_it(database: Database) -> None:
    await register(database)
    spoilt, _ = await import_for(database, "UPB")
    await import_for(database, "IRECE")
    rule = await spoil(database, spoilt)
    rings = Rings(database, make_office())
    with capture_logs() as logs:
        for minute in range(3):
            await rings.remind(morning(DECEMBER) + timedelta(minutes=minute))
    failures = [(line["act"], line["id"]) for line in logs if line["log_level"] == "error"]
    assert sorted(failures) == [("remind", await person_id(database, email)) for email in (MARIA, ANA)]
    assert {line.name for line in await heard(database)} == {"João"}
    await spoil(database, spoilt, rule=rule)
    await rings.remind(morning(DECEMBER + timedelta(days=1)))
    assert {line.name for line in await heard(database, "2.2")} == {"João", "Maria", "Ana"}


async def test_somebody_who_cannot_be_welcomed_keeps_it_from_nobody_else(database: Database) -> None:
    await register(database)
    await import_for(database, "UPB", office=LIVE_OFFICE)
    rings = Rings(database, spoilt_for("Ana", LIVE_OFFICE))
    with capture_logs() as logs:
        for minute in range(3):
            await rings.welcome(morning(LIVE) + timedelta(minutes=minute))
    failures = [(line["act"], line["id"]) for line in logs if line["log_level"] == "error"]
    assert failures == [("welcome", await person_id(database, ANA))]
    assert len(await letters_to(database, "Maria", kind=NoticeKind.WELCOME)) == 1
    await Rings(database, LIVE_OFFICE).welcome(morning(LIVE + timedelta(days=1)))
    assert len(await letters_to(database, "Ana", kind=NoticeKind.WELCOME)) == 1


async def test_a_list_that_cannot_be_written_keeps_no_other_and_is_tried_the_next_day(
    database: Database,
) -> None:
    await prepare(database)
    rings = Rings(database, spoilt_for("Caio", make_office()))
    with capture_logs() as logs:
        for hours in (0, 1, 24):
            await rings.weekly_lists(morning(MONDAY) + timedelta(hours=hours))
    failures = [line["act"] for line in logs if line["log_level"] == "error"]
    assert failures == ["weekly lists", "weekly lists"]
    assert await told(database) == ["Ana"]
    await Rings(database, make_office()).weekly_lists(morning(MONDAY + timedelta(days=2)))
    assert await told(database) == ["Caio", "Ana"]
