"""What is written in a hurry reads as what the standard library writes with care."""

from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.deliveries import Lane
from db.ids import DeliveryId, WordingId
from db.slots import slot
from notifier.letter import LetterWriter
from notifier.mail_address import Unsendable
from notifier.outcome import Parcel
from tests.notifier.conftest import STAMPS
from tests.notifier.letters import LETTERHEAD, by_the_library, headers, parts, read
from tests.notifier.makers import make_parcel

WRITER = LetterWriter(LETTERHEAD)

#: What people and templates write; slots come of their own.
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\ue000\ue001\0\r")
NASTY = st.sampled_from(
    [
        "=",
        ".",
        "..",
        "\n.\n",
        "\r\n",
        "a\rb",
        " ",
        "\t",
        "\n",
        "ção",
        "<b>&",
        "=3D",
        "--=_elo_parts",
        "From ",
        "x" * 70 + " \n",
        "x" * 80,
        "é" * 40,
        "🎉",
    ]
)
WORDS = st.lists(NASTY | st.text(CHARACTERS, max_size=90), max_size=8).map("".join)
SLOTTED = st.lists(WORDS | st.sampled_from([slot("name"), slot("notice")]), max_size=6).map("".join)
#: One line, as a header takes it.
LINE = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ue000\ue001"),
    max_size=120,
)


@st.composite
def parcels(draw: st.DrawFn) -> Parcel:
    subject = draw(LINE | st.builds("{} {}".format, LINE, st.just(slot("name"))))
    return replace(
        make_parcel(address="ana.d'ávila@tj.test".replace("á", "a")),
        delivery_id=DeliveryId(draw(st.integers(1, 10**9))),
        subject=subject,
        body=draw(SLOTTED),
        html=draw(st.just("") | SLOTTED),
        wording_id=draw(st.none() | st.just(WordingId(1))),
        fills={"name": draw(LINE), "notice": draw(WORDS).replace("\r", ""), "leave": "3.abc"},
    )


@settings(max_examples=150, deadline=None)
@given(parcels())
def test_a_letter_reads_as_the_library_would_write_it(parcel: Parcel) -> None:
    written, expected = read(WRITER.write(parcel).content), by_the_library(parcel)
    assert headers(written) == headers(expected)
    assert parts(written) == parts(expected)


@settings(max_examples=100, deadline=None)
@given(parcels())
def test_a_letter_is_seven_bits_in_short_lines(parcel: Parcel) -> None:
    content = WRITER.write(parcel).content
    lines = content.split(b"\r\n")
    assert content.isascii()
    assert content.endswith(b"\r\n")
    assert max(len(line) for line in lines) <= 76
    assert not any(b"\n" in line or b"\r" in line or b"\0" in line for line in lines)


def test_words_shared_by_many_are_encoded_once() -> None:
    one = replace(make_parcel(address="ana@tj.test", html="<p>Olá</p>"), wording_id=WordingId(1))
    other = replace(one, address="bia@tj.test")
    assert WRITER.write(one).content.replace(b"ana@", b"bia@") == WRITER.write(other).content


def test_a_wording_whose_number_was_given_again_is_not_the_old_one() -> None:
    old = replace(make_parcel(address="ana@tj.test", body="Antes"), wording_id=WordingId(9))
    new = replace(old, body="Agora")
    assert [parts(read(WRITER.write(one).content)) for one in (old, new)] == [
        [("text/plain", "Antes")],
        [("text/plain", "Agora")],
    ]


@pytest.mark.parametrize(
    "poison",
    [
        {"subject": "a\nBcc: x@y"},
        {"subject": "a\n"},
        {"subject": "a\u2028b"},
        {"subject": "\ud800"},
        {"body": "\ud800"},
        {"html": "\ud800"},
        {"calendar": "\ud800"},
        {"body": slot("unknown")},
        {"subject": slot("name"), "fills": {"name": "a\r\nBcc: x@y"}},
        {"body": slot("name"), "fills": {"name": "\ud800"}},
        {"address": "ana@" + "x" * 300},
        {"address": "ana@exemplo..test\u3002"},
    ],
    ids=str,
)
def test_poison_is_told_apart(poison: dict[str, object]) -> None:
    parcel = replace(make_parcel(address="ana@tj.test"), **poison)  # type: ignore[arg-type]
    with pytest.raises(Unsendable):
        WRITER.write(parcel)


@pytest.mark.parametrize("body", ["", "x" * 1_000_000, "\0", ".\n.\n"], ids=["empty", "1 MB", "NUL", "dots"])
def test_odd_words_are_written_whole(body: str) -> None:
    written = read(WRITER.write(make_parcel(address="ana@tj.test", body=body)).content)
    assert parts(written)[0][1] == body.rstrip("\n")


def test_the_slot_of_a_link_that_acknowledges_is_proven() -> None:
    parcel = make_parcel(address="ana@tj.test", body=f"https://elo.test/ciente/{slot('seen')}")
    body = parts(read(WRITER.write(parcel).content))[0][1]
    assert body == f"https://elo.test/ciente/3.{STAMPS.stamp('seen', 3)}"


def test_a_calendar_goes_beside_the_words() -> None:
    calendar = "BEGIN:VCALENDAR\r\nSUMMARY:Meta 2.2 é amanhã\r\nEND:VCALENDAR\r\n"
    parcel = replace(make_parcel(address="ana@tj.test", html="<p>Olá</p>"), calendar=calendar)
    message = read(WRITER.write(parcel).content)
    (entry,) = message.iter_attachments()
    assert isinstance(entry, EmailMessage)
    assert message.get_content_type() == "multipart/mixed"
    assert (entry.get_content_type(), entry.get_filename()) == ("text/calendar", "prazo.ics")
    assert entry["Content-Type"].params == {"charset": "utf-8", "method": "PUBLISH"}
    assert entry.get_content() == calendar


def test_a_calendar_is_declared_by_its_own_method() -> None:
    calendar = "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nUID:reuniao-3@elo\r\nEND:VCALENDAR\r\n"
    message = read(WRITER.write(replace(make_parcel(address="ana@tj.test"), calendar=calendar)).content)
    (entry,) = message.iter_attachments()
    assert isinstance(entry, EmailMessage)
    assert (entry["Content-Type"].params["method"], entry.get_filename()) == ("CANCEL", "reuniao.ics")


def test_a_later_letter_names_the_first_and_the_last() -> None:
    refers_to = [DeliveryId(number) for number in range(100, 130)]
    message = read(WRITER.write(replace(make_parcel(address="ana@tj.test"), refers_to=refers_to)).content)
    ids = str(message["References"]).split()
    assert len(ids) == 10
    assert ids[0] == f"<elo.100.{STAMPS.stamp('message', 100)}@rede.test>"
    assert ids[-1] == message["In-Reply-To"] == f"<elo.129.{STAMPS.stamp('message', 129)}@rede.test>"


def test_every_attempt_has_its_own_date_and_the_same_message_id() -> None:
    parcel = make_parcel(address="ana@tj.test")
    first, second = (
        read(WRITER.write(one).content)
        for one in (parcel, replace(parcel, at=parcel.at + timedelta(hours=1)))
    )
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Date"] != second["Date"]


def test_refusals_come_back_to_an_address_of_the_letter_alone() -> None:
    stamp = STAMPS.stamp("message", 7)
    assert WRITER.write(make_parcel(address="ana@tj.test")).sender == f"volta+7.{stamp}@rede.test"
    bare = LetterWriter(replace(LETTERHEAD, bounces=""))
    assert bare.write(make_parcel(address="ana@tj.test")).sender == "elo@rede.test"


BROADCAST = replace(make_parcel(address="ana@tj.test", lane=Lane.BROADCASTS), fills={"leave": "3.abc"})


def test_a_broadcast_tells_how_to_leave_its_list() -> None:
    writer = LetterWriter(replace(LETTERHEAD, public_url="https://elo.rede.test"))
    message = read(writer.write(BROADCAST).content)
    assert message["List-Id"] == "Avisos da Rede de Parcerias <avisos.rede.test>"
    assert message["List-Unsubscribe"] == (
        "<https://elo.rede.test/sair/3.abc>, <mailto:volta@rede.test?subject=sair%203.abc>"
    )
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_without_a_page_of_ours_a_list_is_left_by_letter_alone() -> None:
    message = read(WRITER.write(BROADCAST).content)
    assert message["List-Unsubscribe"] == "<mailto:volta@rede.test?subject=sair%203.abc>"
    assert message["List-Unsubscribe-Post"] is None


@pytest.mark.parametrize("lane", [Lane.INTERACTIVE, Lane.REMINDERS])
def test_what_nobody_can_leave_has_no_list(lane: Lane) -> None:
    message = read(WRITER.write(replace(BROADCAST, lane=lane)).content)
    assert not [name for name in message if name.lower().startswith("list-")]
