"""Updates as they come: understood, or left alone."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cpf import mask_update
from bot.update import Attached, Blocked, FileKind, Moved, Read, Said, read_update, sender_of

CHAT = {"id": 7, "type": "private"}
ANA = {"id": 7, "is_bot": False, "first_name": "Ana"}


def test_a_message_a_button_and_a_block_are_understood() -> None:
    chat = {"id": 7, "type": "private"}
    message = {"update_id": 1, "message": {"message_id": 3, "chat": chat, "text": "oi"}}
    button = {
        "update_id": 2,
        "callback_query": {"id": "9", "data": "ack:1", "message": {"message_id": 3, "chat": chat}},
    }
    block = {"update_id": 3, "my_chat_member": {"chat": chat, "new_chat_member": {"status": "kicked"}}}
    assert read_update(json.dumps(message)) == Said(
        update_id=1, chat_id=7, private=True, text="oi", message_id=3
    )
    pressed = read_update(json.dumps(button))
    assert isinstance(pressed, Said)
    assert (pressed.pressed, pressed.callback_id) == ("ack:1", "9")
    assert read_update(json.dumps(block)) == Blocked(update_id=3, chat_id=7, blocked=True)
    assert [sender_of(update) for update in (message, button, block)] == [7, 7, 7]


def read(**update: object) -> Read | None:
    return read_update(json.dumps({"update_id": 1, **update}))


def said(**message: object) -> Said:
    found = read(message={"message_id": 3, "chat": CHAT, "from": ANA, **message})
    assert isinstance(found, Said)
    return found


def test_a_message_that_was_changed_says_so_and_waits_its_turn() -> None:
    message = {"message_id": 3, "chat": CHAT, "from": ANA, "text": "agora", "edit_date": 5}
    edited = read(edited_message=message)
    assert edited == Said(update_id=1, chat_id=7, private=True, text="agora", message_id=3, edited=True)
    assert sender_of({"edited_message": message}) == 7


def test_a_place_that_is_shown_live_says_nothing() -> None:
    assert read(edited_message={"chat": CHAT, "from": ANA, "location": {"live_period": 60}}) is None


PHOTO = [
    {"file_id": "small", "width": 90, "height": 60, "file_size": 900},
    {"file_id": "large", "width": 1280, "height": 853, "file_size": 90_000},
    {"file_id": "middle", "width": 320, "height": 213, "file_size": 9_000},
]


@pytest.mark.parametrize(
    ("message", "attached"),
    [
        (
            {"document": {"file_id": "a", "file_name": "lista\x07.pdf", "mime_type": "application/pdf"}},
            Attached("a", "lista .pdf", 0, FileKind.DOCUMENT, "application/pdf"),
        ),
        ({"photo": PHOTO}, Attached("large", "foto.jpg", 90_000, FileKind.PHOTO, "image/jpeg")),
        (
            {"video": {"file_id": "v", "file_size": 5, "mime_type": "video/mp4"}},
            Attached("v", "documento", 5, FileKind.VIDEO, "video/mp4"),
        ),
        (
            {"voice": {"file_id": "v", "mime_type": "audio/ogg"}},
            Attached("v", "documento", 0, FileKind.VOICE, "audio/ogg"),
        ),
        (
            {"audio": {"file_id": "v", "file_name": "a.mp3"}},
            Attached("v", "a.mp3", 0, FileKind.AUDIO),
        ),
        (
            {"animation": {"file_id": "g"}, "document": {"file_id": "g"}},
            Attached("g", "documento", 0, FileKind.ANIMATION),
        ),
        ({"video_note": {"file_id": "n"}}, Attached("n", "documento", 0, FileKind.VIDEO_NOTE)),
        ({"sticker": {"file_id": "s"}}, None),
        ({"photo": [5, {"width": "x"}]}, None),
        ({"document": {"file_id": 5}}, None),
    ],
)
def test_what_is_attached_is_told_by_its_kind(message: dict[str, object], attached: Attached | None) -> None:
    assert said(**message).attached == attached


def test_the_words_under_a_file_are_said_with_it_and_an_album_has_a_name() -> None:
    one = said(photo=PHOTO, caption="2.2 Curso", media_group_id="13")
    assert (one.text, one.album) == ("2.2 Curso", "13")
    assert said(caption="só a legenda").text == ""


@pytest.mark.parametrize(
    "message",
    [
        {"text": "***********"},
        {"photo": PHOTO, "caption": "é ***.***.***-**"},
        {"document": {"file_id": "a", "file_name": "***********.pdf"}},
        {"contact": {"vcard": "NOTE:***********"}},
        {"poll": {"question": "***********?"}},
    ],
    ids=["text", "caption", "file name", "contact", "poll"],
)
def test_a_cpf_is_noticed_wherever_it_was_said(message: dict[str, object]) -> None:
    assert said(**message).had_cpf


def test_a_cpf_that_is_only_repeated_was_answered_before() -> None:
    assert not said(text="sim", reply_to_message={"text": "***********"}).had_cpf


def test_only_ones_own_number_is_a_phone() -> None:
    assert said(contact={"phone_number": "+5571987654321", "user_id": 7}).contact_phone == "+5571987654321"
    assert said(contact={"phone_number": "+5571987654321", "user_id": 8}).contact_phone == ""
    assert said(contact={"phone_number": "+5571987654321"}).contact_phone == ""


@pytest.mark.parametrize("origin", [{"forward_origin": {"type": "user"}}, {"forward_date": 1}], ids=str)
def test_what_is_sent_on_says_so(origin: dict[str, object]) -> None:
    assert said(text="oi", **origin).forwarded
    assert not said(text="oi").forwarded


@pytest.mark.parametrize(
    "message",
    [{"from": {"id": 9, "is_bot": True}}, {"sender_chat": {"id": -100, "type": "channel"}}],
    ids=["another bot", "a channel"],
)
def test_who_is_no_person_is_not_heard(message: dict[str, object]) -> None:
    assert read(message={"message_id": 3, "chat": CHAT, "text": "/start", **message}) is None


@pytest.mark.parametrize(
    ("chat", "change"),
    [(-5, {"migrate_to_chat_id": -1005}), (-1005, {"migrate_from_chat_id": -5})],
    ids=["in the old chat", "in the new chat"],
)
def test_a_group_that_moved_says_so_twice(chat: int, change: dict[str, object]) -> None:
    message = {"message_id": 1, "chat": {"id": chat, "type": "group"}, **change}
    assert read(message=message) == Moved(update_id=1, old=-5, new=-1005)


KEYS = [
    "message",
    "edited_message",
    "from",
    "is_bot",
    "photo",
    "document",
    "file_id",
    "contact",
    "phone_number",
    "migrate_to_chat_id",
    "media_group_id",
    "caption",
    "callback_query",
    "my_chat_member",
    "chat",
    "id",
    "type",
    "text",
    "data",
    "new_chat_member",
]
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(KEYS), anything, max_size=5), st.integers(0, 2**53))
def test_no_update_however_odd_is_an_error(rest: dict[str, object], number: int) -> None:
    update = {**rest, "update_id": number}
    sender_of(mask_update(update))
    read_update(json.dumps(update))
