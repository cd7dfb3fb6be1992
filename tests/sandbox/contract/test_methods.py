"""Files, albums, topics, menus and updates: answers whose shape and words a bot builds on."""

import io

import pytest
from PIL import Image

from sandbox.requests.json_values import JsonObject, as_list, as_object
from tests.sandbox.contract.line import Line

_LONG = "a" * 257


@pytest.mark.parametrize(
    ("method", "parameters", "refusal"),
    [
        ("sendNothing", {}, (404, "Not Found: method not found")),
        ("getFile", {"file_id": "x"}, (400, "Bad Request: invalid file_id")),
        (
            "answerCallbackQuery",
            {"callback_query_id": "1"},
            (400, "Bad Request: query is too old and response timeout expired or query ID is invalid"),
        ),
        ("deleteMessage", {"message_id": 987654321}, (400, "Bad Request: message to delete not found")),
        ("sendChatAction", {"action": "sleeping"}, (400, "Bad Request: wrong parameter action in request")),
        ("sendDocument", {}, (400, "Bad Request: there is no document in the request")),
        ("sendMediaGroup", {"media": []}, (400, "Bad Request: there are no messages to send")),
        (
            "setMyCommands",
            {"commands": [{"command": "Ç", "description": "x"}]},
            (400, "Bad Request: BOT_COMMAND_INVALID"),
        ),
        (
            "setMyCommands",
            {"commands": [{"command": "x", "description": _LONG}]},
            (400, "Bad Request: command description length must not exceed 256"),
        ),
        ("getChatAdministrators", {}, (400, "Bad Request: there are no administrators in the private chat")),
    ],
)
async def test_a_call_is_refused_in_telegrams_words(
    line: Line, method: str, parameters: JsonObject, refusal: tuple[int, str]
) -> None:
    answer = await line.call(method, **{"chat_id": line.chat, **parameters})
    assert answer.refusal == refusal


async def test_a_document_goes_up_and_comes_down_unchanged(line: Line) -> None:
    content = "relatório;1\n".encode() * 20
    sent = await line.upload(
        "sendDocument",
        {"document": ("relato.csv", content)},
        chat_id=line.chat,
        caption="<b>segue</b>",
        parse_mode="HTML",
    )
    document = as_object(sent.message["document"])
    assert document
    file = (await line.call("getFile", file_id=document["file_id"])).message
    assert (document["file_name"], sent.message["caption"]) == ("relato.csv", "segue")
    assert await line.download(str(file["file_path"])) == content


async def test_a_photo_comes_back_as_jpeg_in_several_sizes(line: Line) -> None:
    sent = await line.upload("sendPhoto", {"photo": ("foto.png", _picture(900, 600))}, chat_id=line.chat)
    sizes = [as_object(size) or {} for size in as_list(sent.message["photo"]) or ()]
    file = (await line.call("getFile", file_id=sizes[-1]["file_id"])).message
    with Image.open(io.BytesIO(await line.download(str(file["file_path"])))) as picture:
        assert (picture.format, picture.size) == ("JPEG", (sizes[-1]["width"], sizes[-1]["height"]))
    assert len(sizes) > 1


async def test_what_is_no_picture_is_no_photo(line: Line) -> None:
    answer = await line.upload("sendPhoto", {"photo": ("foto.png", b"nada" * 100)}, chat_id=line.chat)
    assert answer.refusal == (400, "Bad Request: IMAGE_PROCESS_FAILED")


async def test_an_album_is_several_messages_of_one_group(line: Line) -> None:
    media = [{"type": "document", "media": f"attach://f{number}"} for number in range(2)]
    files = {f"f{number}": (f"{number}.txt", b"texto %d" % number) for number in range(2)}
    messages = (await line.upload("sendMediaGroup", files, chat_id=line.chat, media=media)).messages
    assert len(messages) == 2
    assert len({str(message["media_group_id"]) for message in messages}) == 1


async def test_photos_and_documents_do_not_mix_in_an_album(line: Line) -> None:
    media = [{"type": "document", "media": "attach://a"}, {"type": "photo", "media": "attach://b"}]
    files = {"a": ("a.txt", b"texto"), "b": ("b.png", _picture(90, 90))}
    answer = await line.upload("sendMediaGroup", files, chat_id=line.chat, media=media)
    assert answer.refusal == (400, "Bad Request: document can't be mixed with other media types")


async def test_the_menu_of_one_chat_is_kept_apart(line: Line) -> None:
    scope: JsonObject = {"type": "chat", "chat_id": line.chat}
    commands = [{"command": "prazos", "description": "Ver prazos"}]
    await line.call("setMyCommands", commands=commands, scope=scope)
    kept = (await line.call("getMyCommands", scope=scope)).result
    await line.call("deleteMyCommands", scope=scope)
    assert (kept, (await line.call("getMyCommands", scope=scope)).result) == (commands, [])


async def test_a_topic_takes_messages_until_it_is_deleted(line: Line) -> None:
    if line.forum is None:
        pytest.skip("CONTRACT_FORUM names no forum")
    topic = (await line.call("createForumTopic", chat_id=line.forum, name="Dúvidas")).message
    where = {"chat_id": line.forum, "message_thread_id": topic["message_thread_id"]}
    message = (await line.says("oi", **where)).message
    await line.call("deleteForumTopic", **where)
    assert (message["is_topic_message"], message["message_thread_id"]) == (True, where["message_thread_id"])
    gone = await line.says("oi", **where)
    assert gone.refusal == (400, "Bad Request: message thread not found")


async def test_without_a_webhook_its_address_is_empty(line: Line) -> None:
    await line.call("deleteWebhook")
    assert (await line.call("getWebhookInfo")).message["url"] == ""
    assert isinstance((await line.call("getUpdates", limit=1)).result, list)


def _picture(width: int, height: int) -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(held, "PNG")
    return held.getvalue()
