"""The agenda tells of announcements too: those that are planned, with the words that each one gets."""

from datetime import datetime, timedelta

from db import Database
from db.institutions import institution_by_acronym
from db.marks import mark
from elo.agenda import Agenda
from rede.sendings import Lookout
from scheduler.clock import BRASILIA
from tests.rede.broadcasts import announced, crowd
from tests.rede.classes import entered, place_of
from tests.rede.makers import NOW, a_desk, link, make_office, register
from tests.rede.networks import address


async def test_an_announcement_that_is_planned_is_told_with_its_words(database: Database) -> None:
    await crowd(database, "Ana", "Bia")
    await link(database, address("Bia"), 71)
    moment = NOW + timedelta(days=1, hours=3, minutes=20)
    await announced(database, at=moment)
    async with a_desk(database) as desk:
        upb = await institution_by_acronym(desk.session, "UPB")
    assert upb is not None
    lookout = Lookout(NOW.date(), NOW.date() + timedelta(days=3), upb.id)
    mail, chat = await Agenda(database, make_office()).sendings(lookout, NOW)
    assert {mail.on, chat.on} == {moment.astimezone(BRASILIA)}
    assert [(one.person, one.channel, one.kind) for one in (mail, chat)] == [
        ("Ana", "email", "announcement"),
        ("Bia", "telegram", "announcement"),
    ]
    assert mail.subject == chat.subject == "Curso aberto"
    assert "Olá, Ana.\n" in mail.text
    assert chat.text.startswith("Curso aberto\n\nOlá, Bia. A Secretaria-Executiva")


async def test_the_opening_of_a_class_is_told_at_its_hour(database: Database) -> None:
    await register(database)
    await entered(database, opens="11/12/2025 13h20")
    lookout = Lookout(NOW.date(), NOW.date() + timedelta(days=3), await place_of(database, "UPB"))
    [mail] = await Agenda(database, make_office()).sendings(lookout, NOW)
    assert (mail.person, mail.kind) == ("Maria", "announcement")
    assert mail.on == datetime(2025, 12, 11, 13, 20, tzinfo=BRASILIA)
    assert mail.subject == "Inscrições abertas: Gestão de convênios"
    async with database.read() as session:
        assert await mark(session, "class announced:1") == ""
