"""The agenda: what it tells is what the service then sends, and telling it changes nothing."""

import asyncio
from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from db import Database
from db.institutions import institution_by_acronym
from db.notices import Notice
from db.people import Person
from elo.agenda import Agenda
from rede.sendings import Lookout, Sending, told_apart
from scheduler.clock import BRASILIA
from tests.elo.futures import PHRASES, Habit, Left, Rede, a_rede, as_left, carry, left, live, moments
from tests.rede.makers import (
    ANA,
    JOAO,
    MARIA,
    NOW,
    STARTS,
    a_desk,
    import_for,
    link,
    make_office,
    morning,
    person_id,
    register,
)

#: One hour before anything may leave; and ten, among them those at which a mail is woken.
ONCE, TEN_TIMES = (7,), (0, 5, 7, 8, 9, 10, 12, 15, 18, 22)
REDES = st.builds(
    Rede,
    first=st.dates(date(2025, 11, 3), date(2026, 10, 30)),
    hour=st.sampled_from((3, 8, 10, 21)),
    upb_starts=st.integers(-20, 700),
    irece_starts=st.integers(-5, 400),
    keys=st.frozensets(st.sampled_from(sorted(PHRASES)), min_size=3),
    chats=st.frozensets(st.sampled_from((MARIA, JOAO, ANA))),
    maria_serves_both=st.booleans(),
    habit=st.sampled_from(Habit),
    lived=st.integers(0, 9),
)


async def told_and_lived(rede: Rede, *, days: int, hours: tuple[int, ...]) -> tuple[list[Left], list[Left]]:
    """The agenda of everybody, and what the same days then bring."""
    # A bell that rings once a day wakes a mail late; all else is as in the service.
    woken = hours == TEN_TIMES
    today = rede.now.replace(hour=0, minute=0)
    async with a_rede(rede, make_office()) as database:
        lookout = Lookout(rede.first, rede.first + timedelta(days=days))
        told = await Agenda(database, make_office()).sendings(lookout, rede.now)
        end = today + timedelta(days=days + 1)
        await live(database, make_office(), moments(rede.now, end, hours=hours))
        await carry(database, end - timedelta(seconds=1))
        lived = await left(database, today, woken=woken)
    return as_left([one for one in told if woken or not one.standby]), lived


@settings(max_examples=2, phases=(Phase.explicit, Phase.generate))
@given(rede=REDES)
def test_what_is_told_is_what_ten_rings_a_day_send(rede: Rede) -> None:
    told, lived = asyncio.run(told_and_lived(rede, days=8, hours=TEN_TIMES))
    assert told == lived


def test_weeks_with_carnaval_are_told_as_one_ring_a_day_sends_them() -> None:
    rede = Rede(
        first=date(2026, 2, 11),
        hour=8,
        upb_starts=300,
        irece_starts=10,
        keys=frozenset(PHRASES),
        chats=frozenset((MARIA,)),
        maria_serves_both=True,
        habit=Habit.SNOOZED,
        lived=2,
    )
    told, lived = asyncio.run(told_and_lived(rede, days=30, hours=ONCE))
    assert len(told) > 10
    assert told == lived


async def of(database: Database, acronym: str, lookout: Lookout) -> list[Sending]:
    async with database.read() as session:
        institution = await institution_by_acronym(session, acronym)
    assert institution is not None
    asked = replace(lookout, institution_id=institution.id)
    return list(await Agenda(database, make_office()).sendings(asked, NOW))


async def test_an_institution_is_told_what_its_people_are_told(database: Database) -> None:
    await register(database)
    await import_for(database, "UPB")
    await import_for(database, "IRECE")
    await link(database, MARIA, 77)
    days = Lookout(STARTS, STARTS + timedelta(days=10))
    everybody = await Agenda(database, make_office()).sendings(days, NOW)
    for acronym, email in (("UPB", MARIA), ("IRECE", JOAO), ("SEGES", ANA)):
        expected = as_left([one for one in everybody if one.email == email])
        assert as_left(await of(database, acronym, days)) == expected
        assert expected


async def test_a_mail_that_waits_for_an_acknowledgement_is_told_with_its_message(database: Database) -> None:
    await register(database)
    await import_for(database, "IRECE")
    await link(database, JOAO, 77)
    chat, mail = await of(database, "IRECE", Lookout(STARTS, date(2025, 12, 15)))
    assert (chat.channel, chat.followed, chat.standby) == ("telegram", True, False)
    assert (mail.channel, mail.followed, mail.standby) == ("email", False, True)
    assert (chat.on.isoformat(), mail.on.isoformat()) == (
        "2025-12-12T09:00:00-03:00",
        "2025-12-15T09:00:00-03:00",
    )
    assert told_apart([chat, mail]) == [chat]
    assert [(goal.key, goal.step) for goal in chat.goals] == [("1.2", "D-10")]


async def test_days_that_are_over_are_told_as_they_were(database: Database) -> None:
    await register(database)
    await import_for(database, "IRECE")
    day = date(2025, 12, 12)
    await live(database, make_office(), moments(NOW, morning(day) + timedelta(hours=5), hours=(7, 12)))
    async with a_desk(database) as desk:
        joao = await desk.session.get_one(Person, await person_id(database, JOAO))
        joao.name = "João Nonato"
    async with database.read() as session:
        institution = await institution_by_acronym(session, "IRECE")
    assert institution is not None
    lookout = Lookout(STARTS, day, institution.id)
    (mail,) = await Agenda(database, make_office()).sendings(lookout, morning(date(2025, 12, 20)))
    assert mail.sent
    assert mail.on == datetime(2025, 12, 12, 9, tzinfo=BRASILIA)
    assert mail.person == "João Nonato"


async def test_a_service_that_has_rolled_today_tells_the_same(database: Database) -> None:
    await register(database)
    await import_for(database, "UPB")
    days = Lookout(STARTS, STARTS + timedelta(days=10))
    rolled = await Agenda(database, make_office(), rolled=True).sendings(days, NOW)
    assert as_left(rolled) == as_left(await Agenda(database, make_office()).sendings(days, NOW))


async def test_looking_changes_nothing(database: Database) -> None:
    await register(database)
    await import_for(database, "UPB")
    days = Lookout(STARTS, STARTS + timedelta(days=10))
    first = await Agenda(database, make_office()).sendings(days, NOW)
    assert first
    assert await Agenda(database, make_office()).sendings(days, NOW) == first
    async with database.read() as session:
        assert (await session.scalars(select(func.count()).select_from(Notice))).one() == 0
