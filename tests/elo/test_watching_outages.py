"""A channel that stands still for 15 minutes: the Secretariat is told, once, and when it works again."""

from datetime import timedelta

import pytest

from db import Database
from db.channels import ChannelKind
from db.notices import NoticeKind
from elo.watching_outages import watch_outages
from rede.tell_of_standstills import REFUSED
from tests.elo.outages import (
    BEGAN,
    CANCELLED,
    CHAT,
    FRIDAY,
    LONG,
    MAIL,
    PENDING,
    SHORT,
    STANDBY,
    after,
    answers,
    found_town,
    shown,
    stops,
    watch,
)
from tests.rede.makers import make_office, morning
from tests.rede.networks import letters_to

OUT = (MAIL, "O Telegram está parado desde 12/12/2025")
BACK = (MAIL, "O Telegram voltou a responder em 12/12/2025")


@pytest.fixture
async def town(database: Database) -> Database:
    return await found_town(database)


async def told(database: Database) -> list[tuple[ChannelKind, str]]:
    """What Ana has heard of outages: by which channel, and its first line."""
    letters = await letters_to(database, "Ana", kind=NoticeKind.OUTAGE)
    return [(one.channel, one.subject or one.body.partition("\n")[0]) for one in letters]


async def test_the_secretariat_is_told_by_email_once_when_it_stops_and_when_it_works(town: Database) -> None:
    await stops(town, BEGAN)
    await watch(town, BEGAN + SHORT, BEGAN + LONG, after(16), after(200))
    assert await told(town) == [OUT]
    await answers(town, after(201))
    await watch(town, after(215), after(216), after(217))
    assert await told(town) == [OUT, BACK]
    [began, ended] = await letters_to(town, "Ana", kind=NoticeKind.OUTAGE)
    assert "não responde desde sexta-feira, 12/12/2025, 8h55 (horário de Brasília)" in began.body
    assert "até sexta-feira, 12/12/2025, 12h16" in ended.body


async def test_where_the_other_channel_is_not_configured_nothing_changes(town: Database) -> None:
    """What waits for the only channel would be given up for one by which nothing ever leaves."""
    await stops(town, BEGAN)
    await watch_outages(town, make_office(), after(20), channels=[CHAT])
    assert await told(town) == []
    assert await shown(town, "Caio") == [(CHAT, PENDING), (MAIL, STANDBY)]


async def test_a_short_outage_is_told_to_nobody(town: Database) -> None:
    await stops(town, BEGAN)
    await answers(town, BEGAN + SHORT)
    await watch(town, after(13), after(15), after(40))
    assert await told(town) == []


async def test_what_comes_and_goes_is_told_once(town: Database) -> None:
    for begun in (0, 30, 60):
        await stops(town, after(begun))
        await watch(town, *map(after, range(begun, begun + 20, 4)))
        await answers(town, after(begun + 20))
        await watch(town, *map(after, range(begun + 20, begun + 30, 4)))
    assert await told(town) == [OUT]
    await watch(town, after(95))
    assert await told(town) == [OUT, BACK]


async def test_short_breaks_in_between_do_not_hide_that_it_stands_still(town: Database) -> None:
    for begun, minutes in ((0, 8), (9, 10)):
        await stops(town, after(begun))
        await watch(town, after(begun + minutes - 1))
        await answers(town, after(begun + minutes))
    assert await told(town) == [OUT]


async def test_blips_hours_apart_are_nothing(town: Database) -> None:
    for begun in range(0, 300, 60):
        await stops(town, after(begun))
        await watch(town, after(begun + 10))
        await answers(town, after(begun + 10))
    assert await told(town) == []


@pytest.mark.parametrize(
    ("kind", "why", "words"),
    [
        (CHAT, "401 Unauthorized", "O Telegram recusa a credencial do robô desde"),
        (MAIL, "not reachable: connect OSError", "O servidor de e-mail não responde desde"),
    ],
)
async def test_the_other_channel_tells_what_stands_still_and_what_to_do(
    town: Database, kind: ChannelKind, why: str, words: str
) -> None:
    await stops(town, BEGAN, kind, why=why)
    await watch(town, BEGAN + LONG)
    [letter] = await letters_to(town, "Ana", kind=NoticeKind.OUTAGE)
    assert letter.channel is not kind
    assert words in letter.body
    assert "elo check" in letter.body
    assert why not in letter.body
    assert await letters_to(town, "Caio", kind=NoticeKind.OUTAGE) == []


@pytest.mark.parametrize(
    ("why", "refused"),
    [
        ("401 Unauthorized", True),
        ("404 Not Found", True),
        ("login 535 5.7.8: authentication failed", True),
        ("TLS failed: certificate has expired", True),
        ("the server offers no login", True),
        ("not reachable: connect OSError", False),
        ("502 HTTP 502, not from the Bot API", False),
        ("login 454 4.7.0: later", False),
    ],
)
def test_a_refusal_is_told_from_silence(why: str, refused: bool) -> None:
    assert bool(REFUSED.match(why)) is refused


async def test_at_night_a_mail_leaves_and_a_chat_waits(town: Database) -> None:
    night = morning(FRIDAY) - timedelta(hours=6)
    for kind in ChannelKind:
        await stops(town, night - LONG, kind)
    await watch(town, night)
    letters = await letters_to(town, "Ana", kind=NoticeKind.OUTAGE)
    assert {one.channel: one.not_before for one in letters} == {MAIL: night, CHAT: morning(FRIDAY)}


async def test_who_was_not_reached_in_time_hears_only_that_it_works(town: Database) -> None:
    await stops(town, BEGAN, MAIL)
    await watch(town, BEGAN + LONG)
    await answers(town, after(20), MAIL)
    await watch(town, after(35))
    letters = await letters_to(town, "Ana", kind=NoticeKind.OUTAGE)
    assert [one.state for one in letters] == [CANCELLED, PENDING]
