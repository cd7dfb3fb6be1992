"""What is written for many: its formatting, its links, its file; and what would not be shown as it is."""

from dataclasses import replace

import pytest

from db import Database
from db.channels import ChannelKind
from db.deliveries import DeliveryState
from db.enclosures import keep_enclosure
from db.fallback import wake_next
from elo.announcing import fill_announcements
from notifier.marked import as_mail, as_plain, is_marked
from rede.broadcast import BroadcastRefused, LinkButton, prepare
from rede.broadcast_words import first_units
from rede.links import LinkRefused, allowed_link
from tests.rede.broadcasts import ORDER, announced, crowd, put_for
from tests.rede.makers import NOW, a_desk, link, make_office
from tests.rede.networks import address

OFFICE = replace(
    make_office(),
    link_hosts=("rede.example.org",),
    official_page="https://portal.example.org/sobre",
    public_url="https://elo.example.org",
)


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        ("https://www.gov.br/transferegov/x?a=1#b", "https://www.gov.br/transferegov/x?a=1#b"),
        ("gov.br/x", "https://gov.br/x"),
        ("https://curso.rede.example.org", "https://curso.rede.example.org"),
        ("https://GOV.BR:443/x", "https://GOV.BR:443/x"),
        ("https://portal.example.org/rede", "https://portal.example.org/rede"),
        ("https://elo.example.org/sair/1", "https://elo.example.org/sair/1"),
    ],
)
def test_pages_of_government_and_of_the_operators_hosts_are_led_to(typed: str, link: str) -> None:
    assert allowed_link(OFFICE, typed) == link


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("https://example.org/x", "link_refused"),
        ("https://gov.br.example.org", "link_refused"),
        ("https://evilgov.br", "link_refused"),
        ("http://www.gov.br", "link_odd"),
        ("https://www.gov.br@example.org/", "link_odd"),
        ("https://user:pw@www.gov.br/", "link_odd"),
        ("https://10.0.0.1/", "link_odd"),
        ("https://[::1]/", "link_odd"),
        ("https://www.gov.br:8443/", "link_odd"),
        ("https://www.gоv.br/", "link_odd"),
        ("https://xn--gv-lmc.br/", "link_odd"),
        ("https://www.gov.br/ x", "link_odd"),
        ("javascript:alert(1)", "link_odd"),
        ("https://www.gov.br:x/", "link_odd"),
        ("https://" + "a" * 2100 + ".gov.br", "link_odd"),
        ("", "link_odd"),
    ],
)
def test_whatever_leads_elsewhere_or_hides_where_is_refused(typed: str, key: str) -> None:
    with pytest.raises(LinkRefused) as refused:
        allowed_link(OFFICE, typed)
    assert refused.value.key == key


MARKED = 'As <b>inscrições &amp; vagas</b>.\n<a href="https://www.gov.br/x?a=1&amp;b=2">Aqui</a> e https://gov.br/y.'


def test_formatting_is_carried_into_mails() -> None:
    assert (
        as_plain(MARKED) == "As inscrições & vagas.\nAqui (https://www.gov.br/x?a=1&b=2) e https://gov.br/y."
    )
    assert as_mail(MARKED) == (
        'As <b>inscrições &amp; vagas</b>.<br>\n<a href="https://www.gov.br/x?a=1&amp;b=2">Aqui</a> e '
        '<a href="https://gov.br/y">https://gov.br/y</a>.'
    )
    assert as_mail("<tg-spoiler>a</tg-spoiler>") == "<span>a</span>"
    assert as_mail("a\n<pre>b\nc</pre>") == "a<br>\n<pre>b\nc</pre>"


@pytest.mark.parametrize(
    ("words", "sound"),
    [
        (MARKED, True),
        ("<blockquote expandable>a<b>b</b></blockquote>", True),
        ("<b>a", False),
        ("<b><i>a</b></i>", False),
        ("<script>a</script>", False),
        ('<a href="javascript:x">a</a>', False),
        ('<b onclick="x">a</b>', False),
        ("a < b", False),
    ],
)
def test_only_marks_that_telegram_takes_are_sound(words: str, sound: bool) -> None:
    assert is_marked(words) is sound


async def test_what_is_formatted_reads_the_same_in_both_channels(database: Database) -> None:
    await crowd(database, "Ana")
    order = replace(ORDER, marked=MARKED, button=LinkButton("Inscreva-se", "gov.br/curso"))
    async with a_desk(database, office=OFFICE) as desk:
        prepared = await prepare(desk, order)
    words = prepared.words_to("Ana")
    assert "As <b>inscrições &amp; vagas</b>." in words.chat
    assert "As <b>inscrições &amp; vagas</b>.<br>" in words.mail.html
    assert "Inscreva-se: https://gov.br/curso" in words.mail.text
    assert prepared.order.button == LinkButton("Inscreva-se", "https://gov.br/curso")


async def test_addresses_that_are_allowed_stand_in_the_words(database: Database) -> None:
    await crowd(database, "Ana")
    text = (
        "De 1/2 e/ou 14.133/2021, fulano@example.org, www.gov.br/curso, gov.br/x, "
        "https://curso.rede.example.org/a?b=c (e “https://www.gov.br/x”)."
    )
    async with a_desk(database, office=OFFICE) as desk:
        prepared = await prepare(desk, replace(ORDER, text=text))
    assert "www.gov.br/curso" in prepared.words_to("Ana").chat


def test_no_character_is_cut_in_two() -> None:
    assert [first_units("a😀b", most) for most in (1, 2, 3, 9)] == ["a", "a", "a😀", "a😀b"]


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"marked": "<b>a"}, "broadcast_formatting"),
        ({"marked": '<a href="https://example.com">a</a>'}, "link_refused"),
        ({"button": LinkButton("x" * 41, "https://gov.br")}, "broadcast_label_too_long"),
        ({"button": LinkButton("x", "https://example.com")}, "link_refused"),
        ({"text": "x" * 5000}, "broadcast_too_long"),
        ({"text": "Veja https://golpe.example.com/x."}, "link_refused"),
        ({"text": "Veja (WWW.golpe.example.com)"}, "link_refused"),
        ({"title": "Em www.golpe.example.com"}, "link_refused"),
        ({"text": "Veja bit.ly/x"}, "link_refused"),
        ({"button": LinkButton("\u200b", "https://gov.br")}, "broadcast_label_too_long"),
        ({"text": "Veja http://www.gov.br"}, "link_odd"),
        ({"text": "tg://resolve?domain=golpe"}, "link_odd"),
    ],
)
async def test_what_cannot_be_sent_as_it_is_is_refused(
    database: Database, change: dict[str, object], key: str
) -> None:
    await crowd(database, "Ana")
    async with a_desk(database, office=OFFICE) as desk:
        with pytest.raises((BroadcastRefused, LinkRefused)) as refused:
            await prepare(desk, replace(ORDER, **change))  # type: ignore[arg-type]
    assert refused.value.key == key


@pytest.mark.parametrize(("length", "messages"), [(300, 1), (3000, 2)], ids=["under the file", "apart"])
async def test_a_file_goes_with_the_words_or_after_them_where_they_are_long(
    database: Database, length: int, messages: int
) -> None:
    await crowd(database, "Ana")
    await link(database, address("Ana"), 71)
    async with a_desk(database) as desk:
        file = await keep_enclosure(
            desk.session, name="a.pdf", media_type="application/pdf", content=b"%PDF", now=NOW
        )
    await announced(database, replace(ORDER, text="x" * length, enclosure_id=file))
    await fill_announcements(database, OFFICE, NOW)
    *chats, mail = await put_for(database, "Ana")
    assert [one.channel for one in chats] == [ChannelKind.TELEGRAM] * messages
    assert [one.enclosure_id for one in chats] == [None, file][2 - messages :]
    assert {one.state for one in chats} == {DeliveryState.PENDING}
    assert (mail.enclosure_id, mail.state) == (file, DeliveryState.STANDBY)


async def test_both_messages_of_a_channel_are_woken_together(database: Database) -> None:
    await crowd(database, "Ana")
    await link(database, address("Ana"), 71)
    async with a_desk(database) as desk:
        file = await keep_enclosure(
            desk.session, name="a.pdf", media_type="application/pdf", content=b"%PDF", now=NOW
        )
    await announced(database, replace(ORDER, text="x" * 3000, enclosure_id=file))
    await fill_announcements(database, OFFICE, NOW)
    *chats, mail = await put_for(database, "Ana")
    async with database.write() as session:
        for one in chats:
            row = await session.get_one(type(one), one.id)
            row.state = DeliveryState.STANDBY
        await wake_next(session, mail.notice_id, now=NOW, window=NOW)
    woken = [one.state for one in await put_for(database, "Ana") if one.channel is ChannelKind.TELEGRAM]
    assert woken == [DeliveryState.PENDING] * 2
