"""What people are told bears its code in every channel, once; what answers them has none."""

from datetime import UTC, datetime

import pytest

from db import Database
from db.channels import ChannelKind
from db.deliveries import Lane, unsent_deliveries
from db.notices import NoticeKind
from db.outbox import NOTICE_SLOT, NewDelivery, NewNotice, put
from db.slots import CLOSE, OPEN, shown, slot
from notifier.texts import Texts
from tests.house.samples import CHAT, MAILS

CODE = slot(NOTICE_SLOT)
#: Told by chat where no mail can be: e-mail as a whole is out.
OF_CHAT_ALONE = {"email_out", "email_back", "announcement_file"}
TEXTS = Texts()


@pytest.mark.parametrize("key", sorted(MAILS))
def test_every_mail_ends_with_the_code_in_both_twins(key: str) -> None:
    for facts in MAILS[key]:
        mail = TEXTS.email(key, **facts)
        assert (mail.text.count(CODE), mail.html.count(CODE), mail.subject.count(CODE)) == (1, 1, 0)
        assert mail.text.endswith(f"\nAviso {CODE}\n")


@pytest.mark.parametrize("key", sorted(CHAT))
def test_a_chat_message_ends_with_the_code_where_it_is_a_notice(key: str) -> None:
    for facts in CHAT[key]:
        words = TEXTS.chat(key, **facts)
        is_notice = key in MAILS or key in OF_CHAT_ALONE
        assert words.count(CODE) == int(is_notice)
        assert words.endswith(f"<i>Aviso {CODE}</i>") or not is_notice


def test_every_notice_of_chat_alone_is_a_text() -> None:
    assert set(CHAT) >= OF_CHAT_ALONE


async def test_both_channels_of_a_notice_have_one_code_and_no_slot(database: Database) -> None:
    [facts, *_] = MAILS["moved"]
    chat, mail = TEXTS.chat("moved", **facts), TEXTS.email("moved", **facts)
    now = datetime(2026, 3, 10, 12, tzinfo=UTC)
    by_mail = NewDelivery(
        channel=ChannelKind.EMAIL,
        address="m@example.org",
        subject=mail.subject,
        body=mail.text,
        html=mail.html,
        standby=True,
    )
    new = NewNotice(
        kind=NoticeKind.MOVED,
        lane=Lane.REMINDERS,
        created_at=now,
        not_before=now,
        deliveries=[NewDelivery(channel=ChannelKind.TELEGRAM, address="7", body=chat), by_mail],
    )
    async with database.write() as session:
        notice = await put(session, new)
        assert notice is not None
        rows = await unsent_deliveries(session, notice.id)
    words = [row.body for row in rows] + [row.html for row in rows if row.html]
    assert [text.count("Aviso AV-000001") for text in words] == [1, 1, 1]
    assert not {OPEN, CLOSE} & set("".join(words))


def test_what_is_filled_in_only_when_it_leaves_is_shown_as_a_gap() -> None:
    assert shown(f"Ciente: {slot('seen')}{OPEN}") == "Ciente: …"
