"""After a person is erased, what they shared, announced or are told of in sheets tells no more who it was."""

import csv
import io
import json
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from db import Database
from db.announcements import Announcement
from db.contributions import Contribution, ContributionKind
from db.deliveries import Delivery
from db.drafts import Draft, keep_draft
from db.enclosures import Enclosure, keep_enclosure
from db.erased_words import standing_alone
from db.ids import PersonId
from db.institutions import institution_by_acronym
from db.interests import Interest
from db.notices import Notice
from elo.announcing import fill_announcements
from elo.forgetting import forget_erased
from rede.contribute import Offer, contribute
from rede.erase_person import erase_person
from rede.moderate_contribution import publish_contribution
from rede.offers import stage_of
from rede.personal_data import export
from rede.result_of_broadcast import MEDIA_TYPE, csv_of
from tests.rede.broadcasts import ORDER, announced
from tests.rede.joining import OFFICE
from tests.rede.makers import ANA, NOW, a_desk, person_id
from tests.rede.test_erase_everywhere import EMAIL, NAME, left, lived, told_everything

TEXT = f"Boa prática da equipe de {NAME}.\nDúvidas: {EMAIL}."


async def shared(database: Database, who: PersonId) -> int:
    """A contribution that names its author, published; a broadcast that does; its result; interests."""
    ana = await person_id(database, ANA)
    async with a_desk(database, office=OFFICE, actor=who) as desk:
        place = await institution_by_acronym(desk.session, "UPB")
        assert place is not None
        offer = Offer(kind=ContributionKind.PRACTICE, title=f"Prática de {NAME}", text=TEXT)
        found = await contribute(desk, place.id, offer)
        desk.session.add(Interest(person_id=who, subject="eixo:2", chosen_at=NOW))
        number, stage = found.id, stage_of(found)
    async with a_desk(database, office=OFFICE, actor=ana) as desk:
        await publish_contribution(desk, number, stage)
    return number


async def broadcast_by(database: Database, who: PersonId) -> None:
    number = await announced(database, replace(ORDER, text=f"Fale com {NAME}, {EMAIL}"), office=OFFICE)
    await fill_announcements(database, OFFICE, NOW)
    async with a_desk(database, office=OFFICE) as desk:
        made = await desk.session.get_one(Announcement, number)
        content = await csv_of(desk, made)
        await keep_enclosure(
            desk.session, name="resultado.csv", media_type=MEDIA_TYPE, content=content, now=NOW
        )
        mine = update(Announcement).where(Announcement.id == number)
        await desk.session.execute(mine.values(created_by=who))
        told = update(Delivery).where(
            Delivery.notice_id.in_(select(Notice.id).where(Notice.person_id == who))
        )
        await desk.session.execute(told.values(fills=f'{{"name": "{NAME}"}}'))
        form = Draft(chat_id=99, form="transmitir", fields=f'{{"text": "{NAME}"}}', version=1, updated_at=NOW)
        await keep_draft(desk.session, form)


async def test_what_stays_of_them_tells_a_number(database: Database) -> None:
    who = await lived(database)
    contribution = await shared(database, who)
    await broadcast_by(database, who)
    await told_everything(database)
    planted = await left(database)
    assert {"contributions.text", "announcements.title", "wordings.body", "enclosures.content"} <= planted
    assert {"deliveries.fills", "drafts.fields"} <= planted
    async with a_desk(database, office=OFFICE) as desk:
        await erase_person(desk, who)
    await told_everything(database)
    await forget_erased(database, NOW)
    async with database.read() as session:
        kept = await session.get_one(Contribution, contribution)
        sheets = (
            await session.scalars(select(Enclosure.content).where(Enclosure.media_type == MEDIA_TYPE))
        ).all()
    assert kept.title == f"Prática de Pessoa {who}"
    rows = list(csv.reader(io.StringIO(sheets[-1].decode("utf-8-sig")), delimiter=";"))
    assert len({len(row) for row in rows}) == 1
    assert await left(database) == set()


async def test_what_is_kept_of_this_goes_along_in_the_export(database: Database) -> None:
    who = await lived(database)
    await shared(database, who)
    async with a_desk(database, office=OFFICE, actor=who) as desk:
        kept = json.loads(await export(desk, who))
    assert [one["titulo"] for one in kept["contribuicoes"]] == [f"Prática de {NAME}"]
    assert [one["assunto"] for one in kept["interesses"]] == ["eixo:2"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Fale com Ana Lima.", "Fale com X."),
        ("Mariana Lima e Ana Limaverde", "Mariana Lima e Ana Limaverde"),
        ("ana@x.example.org, mariana@x.example.org", "X, mariana@x.example.org"),
        ("ana@x.example.org.", "X."),
        ('{"text": "Ana Lima"}', '{"text": "X"}'),
    ],
)
def test_only_what_stands_alone_is_theirs(words: str, said: str) -> None:
    assert standing_alone(["Ana Lima", "ana@x.example.org"]).sub("X", words) == said
