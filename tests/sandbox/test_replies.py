"""What a message answers, and how its address shall be shown: two objects beside a text."""

import httpx
import pytest
import telegram

from sandbox.desk import Sandbox
from sandbox.phone import Phone
from tests.sandbox.call import call, refusal


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"reply_parameters": "{"}, "can't parse reply parameters JSON object"),
        ({"reply_parameters": [1]}, "object expected as reply parameters"),
        ({"reply_parameters": "null"}, "object expected as reply parameters"),
        ({"reply_parameters": {"quote": "a"}}, 'can\'t find field "message_id"'),
        ({"reply_parameters": {"message_id": "x"}}, 'field "message_id" must be a valid Number'),
        (
            {"reply_parameters": {"message_id": 1, "allow_sending_without_reply": 1}},
            'field "allow_sending_without_reply" must be of type Boolean',
        ),
        ({"reply_parameters": {"message_id": 987}}, "message to be replied not found"),
        ({"reply_to_message_id": 987}, "message to be replied not found"),
        ({"reply_parameters": {"message_id": 1, "quote": "outra"}}, "QUOTE_TEXT_INVALID"),
        (
            {"reply_parameters": {"message_id": 1, "quote": "<x>", "quote_parse_mode": "HTML"}},
            'can\'t parse entities: Unsupported start tag "x" at byte offset 0',
        ),
        ({"link_preview_options": "{"}, "can't parse link preview options JSON object"),
        ({"link_preview_options": []}, "object expected as link preview options"),
        ({"link_preview_options": {"is_disabled": 1}}, 'field "is_disabled" must be of type Boolean'),
        ({"link_preview_options": {"url": "nowhere"}}, "WEBPAGE_URL_INVALID"),
    ],
)
async def test_what_telegram_cannot_read_is_refused(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone, parameters: dict[str, object], words: str
) -> None:
    said = await refusal(web, sandbox, "sendMessage", chat_id=maria.chat_id, text="a", **parameters)
    assert said == f"Bad Request: {words}"


@pytest.mark.parametrize(
    "parameters",
    [
        {"reply_parameters": {}},
        {"reply_parameters": {"message_id": 987, "allow_sending_without_reply": True}},
        {"reply_to_message_id": 987, "allow_sending_without_reply": True},
        {"reply_parameters": {}, "reply_to_message_id": 987},
        {"link_preview_options": {"is_disabled": True, "url": "https://example.org"}},
        {"disable_web_page_preview": "nonsense"},
    ],
)
async def test_what_answers_nothing_is_sent(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone, parameters: dict[str, object]
) -> None:
    answer = await call(web, sandbox, "sendMessage", chat_id=maria.chat_id, text="a", **parameters)
    assert "reply_to_message" not in answer.json()["result"]


async def test_a_part_of_a_message_may_be_answered(bot: telegram.Bot, maria: Phone) -> None:
    asked = await maria.says("Quando é a prova de cálculo?")
    reply = telegram.ReplyParameters(asked.message_id, maria.chat_id, quote="prova", quote_position=9)
    sent = await bot.send_message(maria.chat_id, "Amanhã", reply_parameters=reply)
    assert sent.reply_to_message
    assert sent.reply_to_message.message_id == asked.message_id


async def test_messages_of_other_chats_cannot_be_answered_here(
    web: httpx.AsyncClient, sandbox: Sandbox, maria: Phone
) -> None:
    reply = {"message_id": 1, "chat_id": -5}
    words = await refusal(
        web, sandbox, "sendMessage", chat_id=maria.chat_id, text="a", reply_parameters=reply
    )
    assert words == "Not Implemented: the sandbox has no answers to messages of other chats"


async def test_the_words_are_looked_at_before_the_chat(web: httpx.AsyncClient, sandbox: Sandbox) -> None:
    assert await refusal(web, sandbox, "sendMessage", chat_id=0) == "Bad Request: message text is empty"
    words = await refusal(web, sandbox, "sendMessage", chat_id=0, text="a", reply_markup="{")
    assert words == "Bad Request: can't parse reply keyboard markup JSON object"


async def test_the_part_that_is_answered_is_told(bot: telegram.Bot, maria: Phone) -> None:
    asked = await maria.says("😀 prova ou prova?")
    reply = telegram.ReplyParameters(asked.message_id, quote="<b>prova</b>", quote_parse_mode="HTML")
    sent = await bot.send_message(maria.chat_id, "Amanhã", reply_parameters=reply)
    assert sent.quote
    assert (sent.quote.text, sent.quote.position, sent.quote.is_manual) == ("prova", 3, True)
    assert [entity.type for entity in sent.quote.entities or ()] == ["bold"]
    copy = await bot.forward_message(maria.chat_id, maria.chat_id, sent.message_id)
    assert copy.quote is None


async def test_of_two_parts_alike_the_one_at_the_place_is_answered(bot: telegram.Bot, maria: Phone) -> None:
    asked = await maria.says("😀 prova ou prova?")
    reply = telegram.ReplyParameters(asked.message_id, quote="prova", quote_position=11)
    sent = await bot.send_message(maria.chat_id, "Amanhã", reply_parameters=reply)
    assert sent.quote
    assert sent.quote.position == 12


@pytest.mark.parametrize(
    ("text", "options", "told"),
    [
        ("https://example.org", {"link_preview_options": {"is_disabled": True}}, {"is_disabled": True}),
        ("https://example.org", {"disable_web_page_preview": True}, {"is_disabled": True}),
        ("https://example.org", {"link_preview_options": {"is_disabled": False}}, None),
        ("sem endereço", {"link_preview_options": {"is_disabled": True}}, None),
        (
            "sem endereço",
            {"link_preview_options": {"url": "https://example.org/a", "show_above_text": True}},
            {"url": "https://example.org/a", "show_above_text": True},
        ),
    ],
)
async def test_how_an_address_is_shown_is_told(
    web: httpx.AsyncClient,
    sandbox: Sandbox,
    maria: Phone,
    text: str,
    options: dict[str, object],
    told: dict[str, object] | None,
) -> None:
    answer = await call(web, sandbox, "sendMessage", chat_id=maria.chat_id, text=text, **options)
    assert answer.json()["result"].get("link_preview_options") == told


async def test_an_edit_may_take_the_preview_away(bot: telegram.Bot, maria: Phone) -> None:
    sent = await bot.send_message(maria.chat_id, "https://example.org")
    assert sent.link_preview_options is None
    away = telegram.LinkPreviewOptions(is_disabled=True)
    edited = await bot.edit_message_text(
        "https://example.org", maria.chat_id, sent.message_id, link_preview_options=away
    )
    assert isinstance(edited, telegram.Message)
    assert edited.link_preview_options == away
