"""Updates as they come: understood, or left alone; a CPF never gets further than memory."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cpf import has_masked_cpf, mask_text, mask_update
from bot.update import Blocked, Said, read_update, sender_of


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("meu CPF é 529.982.247-25", "meu CPF é ***.***.***-**"),
        ("52998224725", "***********"),
        ("529 982 247 25", "*** *** *** **"),
        ("CPF:529.982.247-25.", "CPF:***.***.***-**."),
        ("processo 19973.014253/2025-58", "processo 19973.014253/2025-58"),
        ("CNPJ 14.305.759/0001-97", "CNPJ 14.305.759/0001-97"),
        ("529.982.247-26", "529.982.247-26"),
        ("RP-2026-000142", "RP-2026-000142"),
    ],
)
def test_a_valid_cpf_is_masked_at_equal_length(typed: str, kept: str) -> None:
    assert mask_text(typed) == kept
    assert has_masked_cpf(kept) == (typed != kept)


def test_masking_goes_as_deep_as_the_update_and_leaves_numbers_alone() -> None:
    update = {"update_id": 52998224725, "message": {"caption": "52998224725", "entities": [{"offset": 1}]}}
    masked = mask_update(update)
    assert masked["update_id"] == 52998224725
    assert masked["message"]["caption"] == "*" * 11


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


KEYS = [
    "message",
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
