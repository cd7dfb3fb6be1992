"""/preferencias: what is chosen is shown and changed, by a button or in one line; deadlines are always told."""

import pytest

from db import Database
from db.channels import ChannelKind, open_channels
from db.ids import PersonId
from db.preferences import ChannelChoice, preference_of, without_announcements
from tests.bot.office_chat import OfficeChat
from tests.rede.makers import MARIA, NOW, a_desk, days, import_for, link, person_id, register

TODAY = NOW.date()


@pytest.fixture
async def maria(database: Database) -> PersonId:
    """Maria, who has an e-mail and a chat."""
    await register(database)
    await link(database, MARIA, 7)
    return await person_id(database, MARIA)


async def choice(database: Database, who: PersonId) -> ChannelChoice | None:
    async with database.read() as session:
        chosen = await preference_of(session, who)
        return chosen.channels if chosen else None


async def test_without_arguments_what_is_chosen_is_shown_with_its_buttons(
    database: Database, maria: PersonId
) -> None:
    chat = OfficeChat(database, maria, TODAY)
    said = await chat.says("/preferencias")
    assert "vêm primeiro pelo Telegram" in said
    assert "Comunicados</b> da Secretaria-Executiva: você recebe." in said
    assert "Os prazos são sempre avisados" in said
    labels = [label for row in chat.answers[0].buttons for label, _ in row]
    channels = ["Telegram primeiro", "E-mail primeiro", "Os dois ao mesmo tempo"]
    assert labels == [*channels, "Não receber comunicados"]
    assert await choice(database, maria) is None


@pytest.mark.parametrize(
    ("label", "chosen", "told"),
    [
        ("E-mail primeiro", ChannelChoice.EMAIL, "vão primeiro por e-mail"),
        ("Os dois ao mesmo tempo", ChannelChoice.BOTH, "ao mesmo tempo"),
        ("Telegram primeiro", ChannelChoice.TELEGRAM, "vêm primeiro pelo Telegram"),
    ],
)
async def test_a_button_changes_the_channel_and_says_what_will_happen(
    database: Database, maria: PersonId, label: str, chosen: ChannelChoice, told: str
) -> None:
    chat = OfficeChat(database, maria, TODAY)
    await chat.says("preferências")
    said = await chat.presses(label)
    assert said.startswith("<b>Anotado.</b> Vale para os próximos avisos.")
    assert told in said
    assert await choice(database, maria) is chosen


async def test_announcements_are_left_and_heard_again(database: Database, maria: PersonId) -> None:
    chat = OfficeChat(database, maria, TODAY)
    await chat.says("/preferencias")
    assert "desligados" in await chat.presses("Não receber comunicados")
    async with database.read() as session:
        assert await without_announcements(session, [maria]) == {maria}
    chat = OfficeChat(database, maria, TODAY + days(1))
    await chat.says("/preferencias")
    assert ": você recebe." in await chat.presses("Receber comunicados")
    async with database.read() as session:
        assert await without_announcements(session, [maria]) == set()


async def test_an_old_button_says_so_and_changes_nothing(database: Database, maria: PersonId) -> None:
    chat = OfficeChat(database, maria, TODAY)
    await chat.says("/preferencias")
    old = chat.button("E-mail primeiro")
    await chat.says("/preferencias os dois")
    assert (await chat.presses_data(old)).startswith("Este botão é antigo")
    assert await choice(database, maria) is ChannelChoice.BOTH


@pytest.mark.parametrize("data", ["prefer:", "prefer:0:", "prefer:0:pigeon", "prefer:x:email"])
async def test_a_button_that_was_never_shown_is_answered(
    database: Database, maria: PersonId, data: str
) -> None:
    chat = OfficeChat(database, maria, TODAY)
    assert (await chat.presses_data(data)).startswith("Este botão é antigo")
    assert await choice(database, maria) is None


async def test_one_line_is_enough_whatever_its_accents(database: Database, maria: PersonId) -> None:
    chat = OfficeChat(database, maria, TODAY)
    assert "vão primeiro por e-mail" in await chat.says("/preferências E-Mail, comunicados NÃO")
    async with database.read() as session:
        assert await without_announcements(session, [maria]) == {maria}
    assert await choice(database, maria) is ChannelChoice.EMAIL


async def test_what_is_not_understood_changes_nothing(database: Database, maria: PersonId) -> None:
    chat = OfficeChat(database, maria, TODAY)
    assert (await chat.says("/preferencias whatsapp")).startswith("Não entendi")
    assert await choice(database, maria) is None


async def test_who_has_no_mailbox_is_told_so(database: Database, maria: PersonId) -> None:
    async with a_desk(database) as desk:
        mailbox = (await open_channels(desk.session, maria))[ChannelKind.EMAIL]
        mailbox.closed_at, mailbox.closed_reason = desk.now, "no such mailbox"
    chat = OfficeChat(database, maria, TODAY)
    said = await chat.says("/preferencias email")
    assert "não há e-mail em uso no seu cadastro. Até haver, tudo vem só pelo Telegram." in said
    assert await choice(database, maria) is ChannelChoice.EMAIL


async def test_a_report_that_is_half_filled_in_stays(database: Database, maria: PersonId) -> None:
    await import_for(database, "UPB")
    chat = OfficeChat(database, maria, TODAY)
    await chat.says("/entregar 2.2")
    before = await chat.fields()
    await chat.says("/preferencias")
    await chat.presses("E-mail primeiro")
    assert before
    assert await chat.fields() == before
