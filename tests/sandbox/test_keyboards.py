"""Keyboards a bot may ask for, and Telegram's words for those it may not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.keyboards import (
    InlineKeyboard,
    ReplyKeyboard,
    read_inline_keyboard,
    read_keyboard,
    refuse_in_group,
)
from sandbox.keys import Wish
from sandbox.refusals import BadRequest
from sandbox.requests.json_values import Json, JsonObject

INLINE = "can't parse inline keyboard button: "
KEY = "can't parse keyboard button: "


def inline(**button: Json) -> JsonObject:
    return {"inline_keyboard": [[button]]}


def keys(*row: Json, **more: Json) -> JsonObject:
    return {"keyboard": [row], **more}


def refusal(markup: Json) -> str:
    with pytest.raises(BadRequest) as caught:
        read_keyboard(markup)
    return caught.value.description.removeprefix("Bad Request: ")


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        (False, "object expected as reply markup"),
        ([], "object expected as reply markup"),
        ({"keyboard": 1}, 'field "keyboard" must be of type Array'),
        ({"keyboard": [1]}, 'field "keyboard" must be an Array of Arrays'),
        ({"inline_keyboard": None}, 'field "inline_keyboard" must be of type Array'),
        (
            {"inline_keyboard": [{}]},
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        ),
        ({"remove_keyboard": "yes"}, 'field "remove_keyboard" must be of type Boolean'),
        ({"force_reply": 1}, 'field "force_reply" must be of type Boolean'),
        ({"selective": None}, 'field "selective" must be of type Boolean'),
        (keys("a", resize_keyboard=1), 'field "resize_keyboard" must be of type Boolean'),
        (keys("a", is_persistent=1), 'field "is_persistent" must be of type Boolean'),
        (keys(["a"]), f"{KEY}KeyboardButton must be a String or an Object"),
        (keys({}), f'{KEY}Can\'t find field "text"'),
        (keys({"text": "a", "request_contact": 1}), f'{KEY}Field "request_contact" must be of type Boolean'),
        (keys({"text": "a", "request_users": {}}), f'{KEY}Can\'t find field "request_id"'),
        (keys({"text": "a", "request_chat": {"request_id": 1}}), f'{KEY}Can\'t find field "chat_is_channel"'),
        (
            keys({"text": "a", "web_app": {"url": "http://example.org"}}),
            "keyboard button Web App URL 'http://example.org' is invalid: Only HTTPS links are allowed",
        ),
        ({"inline_keyboard": [["a"]]}, f"{INLINE}InlineKeyboardButton must be an Object"),
        (inline(callback_data="a"), f'{INLINE}Can\'t find field "text"'),
        (inline(text=[]), f'{INLINE}Field "text" must be of type String'),
        (inline(text="a"), f"{INLINE}Text buttons are unallowed in the inline keyboard"),
        (inline(text="a", callback_data=""), f"{INLINE}Text buttons are unallowed in the inline keyboard"),
        (inline(text="a", callback_data=None), f'{INLINE}Field "callback_data" must be of type String'),
        (inline(text="a", callback_data="ç" * 33), "BUTTON_DATA_INVALID"),
        (inline(text="a", url="nowhere"), "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL"),
        (
            inline(text="a", url="ftp://example.org"),
            "inline keyboard button URL 'ftp://example.org' is invalid: Unsupported URL protocol",
        ),
        (
            inline(text="a", web_app={"url": "example.org"}),
            "inline keyboard button Web App URL 'example.org' is invalid: Only HTTPS links are allowed",
        ),
        (inline(text="a", web_app={}), f'{INLINE}Can\'t find field "url"'),
        (inline(text="a", login_url={"url": "https://example.org"}), "BOT_DOMAIN_INVALID"),
        (inline(text="a", pay=True), "BUTTON_TYPE_INVALID"),
        (inline(text="a", callback_game={}), "BUTTON_TYPE_INVALID"),
        (inline(text="a", copy_text={"text": ""}), "BUTTON_COPY_TEXT_INVALID"),
        (inline(text="a", copy_text={"text": "x" * 257}), "BUTTON_COPY_TEXT_INVALID"),
        (inline(text="a", copy_text={}), f'{INLINE}Can\'t find field "text"'),
        (inline(text="a", callback_data="b", style="loud"), f"{INLINE}invalid button style specified"),
        (
            inline(text="a", switch_inline_query_chosen_chat={"allow_user_chats": 1}),
            f'{INLINE}Field "allow_user_chats" must be of type Boolean',
        ),
        ({"inline_keyboard": [[{"text": "a", "callback_data": "b"}] * 9]}, "reply markup is too long"),
        ({"inline_keyboard": [[{"text": "a", "callback_data": "b"}]] * 101}, "reply markup is too long"),
        (inline(text="a" * 10_001, callback_data="b"), "reply markup is too long"),
    ],
)
def test_a_wrong_keyboard_is_refused(markup: Json, words: str) -> None:
    assert refusal(markup) == words


@pytest.mark.parametrize(
    ("button", "kept"),
    [
        ({"callback_data": "b", "url": ""}, {"callback_data": "b"}),
        ({"callback_data": 7}, {"callback_data": "7"}),
        ({"callback_data": "b", "url": "example.org"}, {"url": "http://example.org/"}),
        ({"url": "tg://user?id=42"}, {"url": "tg://user?id=42"}),
        ({"web_app": {"url": "https://example.org"}}, {"web_app": {"url": "https://example.org/"}}),
        ({"copy_text": {"text": "x" * 256}}, {"copy_text": {"text": "x" * 256}}),
        ({"switch_inline_query": ""}, {"switch_inline_query": ""}),
        (
            {"switch_inline_query_chosen_chat": {"query": "a", "allow_bot_chats": True}},
            {"switch_inline_query_chosen_chat": {"query": "a", "allow_bot_chats": True}},
        ),
        (
            {"callback_data": "b", "style": "Primary", "icon_custom_emoji_id": 7},
            {"icon_custom_emoji_id": "7", "style": "primary", "callback_data": "b"},
        ),
        ({"callback_data": "b", "style": "default"}, {"callback_data": "b"}),
    ],
)
def test_a_button_is_told_as_telegram_keeps_it(button: JsonObject, kept: JsonObject) -> None:
    keyboard = read_inline_keyboard(inline(text="a", **button))
    assert keyboard
    assert keyboard.to_json() == {"inline_keyboard": [[{"text": "a", **kept}]]}


def test_a_reply_keyboard_has_keys_and_wishes() -> None:
    contact: JsonObject = {"text": "Contato", "request_contact": True}
    keyboard = read_keyboard(keys("Sim", contact, one_time_keyboard=True, input_field_placeholder="Diga"))
    assert isinstance(keyboard, ReplyKeyboard)
    assert keyboard.rows == (("Sim", "Contato"),)
    assert [key.wish for key in keyboard.keys[0]] == [None, Wish.PHONE_NUMBER]
    assert (keyboard.one_time, keyboard.persistent, keyboard.placeholder) == (True, False, "Diga")


@pytest.mark.parametrize(
    ("markup", "keyboard"),
    [
        (None, None),
        ({}, None),
        ({"remove_keyboard": False}, None),
        ({"keyboard": [[]]}, None),
        ({"keyboard": [[""]]}, None),
        ({"inline_keyboard": [[]]}, None),
        ({"remove_keyboard": True, "selective": True}, ReplyKeyboard(selective=True)),
        ({"force_reply": True}, ReplyKeyboard(forces_reply=True)),
        (
            {"force_reply": True, "input_field_placeholder": "Diga"},
            ReplyKeyboard(placeholder="Diga", forces_reply=True),
        ),
    ],
)
def test_a_keyboard_may_have_no_keys(markup: Json, keyboard: ReplyKeyboard | None) -> None:
    assert read_keyboard(markup) == keyboard


def test_keys_come_before_buttons() -> None:
    markup: JsonObject = {**keys("a"), **inline(text="b", callback_data="b")}
    assert isinstance(read_keyboard(markup), ReplyKeyboard)


def test_a_placeholder_has_64_characters() -> None:
    assert read_keyboard({"force_reply": True, "input_field_placeholder": "x" * 64})
    words = refusal({"force_reply": True, "input_field_placeholder": "x" * 65})
    assert words == "sandbox: input_field_placeholder has more than 64 characters"


def test_only_an_inline_keyboard_can_be_edited_in() -> None:
    with pytest.raises(BadRequest, match=r"^Bad Request: inline keyboard expected$"):
        read_inline_keyboard(keys("a"))


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"request_contact": True}, "phone number can be requested in private chats only"),
        ({"request_location": True}, "location can be requested in private chats only"),
        ({"request_poll": {}}, "poll can be requested in private chats only"),
        ({"web_app": {"url": "https://example.org"}}, "web App buttons can be used in private chats only"),
        ({"request_users": {"request_id": 1}}, "users can be requested in private chats only"),
        (
            {"request_chat": {"request_id": 1, "chat_is_channel": False}},
            "chats can be requested in private chats only",
        ),
        ({"request_managed_bot": {"request_id": 1}}, "managed bots can be requested in private chats only"),
    ],
)
def test_some_wishes_are_for_private_chats(wish: JsonObject, words: str) -> None:
    keyboard = read_keyboard(keys({"text": "a", **wish}))
    with pytest.raises(BadRequest) as caught:
        refuse_in_group(keyboard)
    assert caught.value.description == f"Bad Request: {words}"


def test_a_web_app_opens_in_private_chats_only() -> None:
    keyboard = read_keyboard(inline(text="a", web_app={"url": "https://example.org"}))
    with pytest.raises(BadRequest, match="BUTTON_TYPE_INVALID"):
        refuse_in_group(keyboard)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["", "a", "https://example.org"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["text", "url", "callback_data", "web_app", "pay", "style", "request_chat"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["keyboard", "inline_keyboard", "force_reply"]), _JSON, max_size=2))
def test_any_markup_is_read_or_refused(markup: JsonObject) -> None:
    try:
        keyboard = read_keyboard(markup)
    except BadRequest:
        return
    if isinstance(keyboard, InlineKeyboard):
        assert all(button.text for row in keyboard.rows for button in row)
