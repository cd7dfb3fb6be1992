"""Groups and the people in them, played over the control address."""

from collections.abc import Mapping

import httpx
import pytest
import telegram
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.desk import Sandbox
from sandbox.phone import Phone
from sandbox.requests.json_values import Json
from tests.sandbox.call import refusal

_ACTS = [
    "",
    "says",
    "presses",
    "edits",
    "reactions",
    "joins",
    "leaves",
    "members",
    "topics",
    "topics/1",
    "title",
]
_FIELDS = [
    "person",
    "text",
    "topic",
    "reply_to",
    "message_id",
    "emoji",
    "rights",
    "kicked",
    "forum",
    "by",
    "closed",
]
_ODD = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.lists(st.text(max_size=3), max_size=2)
)


async def _post(web: httpx.AsyncClient, address: str, **body: object) -> Mapping[str, Json]:
    answer = await web.post(f"/control/{address}", json=body)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert isinstance(found, dict)
    return found


async def _group(web: httpx.AsyncClient, **body: object) -> int:
    group = (await _post(web, "chats", **{"name": "Turma", "kind": "supergroup", **body}))["id"]
    assert isinstance(group, int)
    return group


async def test_a_group_is_opened_with_its_people(
    web: httpx.AsyncClient, bot: telegram.Bot, maria: Phone
) -> None:
    group = await _group(web, forum=True, rights=["can_manage_topics"], members=[maria.chat_id, "João Lima"])
    shown = (await web.get(f"/control/chats/{group}")).json()
    assert (shown["is_forum"], shown["rights"]) == (True, ["can_manage_topics"])
    assert [member["user"]["first_name"] for member in shown["members"]] == ["Maria", "João", "Robô"]
    assert group in [chat["id"] for chat in (await web.get("/control/chats")).json()]
    assert (await bot.get_chat_member(group, bot.id)).status == "administrator"


async def test_people_of_a_group_speak_answer_and_edit(
    web: httpx.AsyncClient, bot: telegram.Bot, maria: Phone
) -> None:
    group = await _group(web, members=[maria.chat_id])
    asked = await bot.send_message(group, "Qual é a entrega?")
    said = await _post(
        web, f"chats/{group}/says", person=maria.chat_id, text="a 2.2", reply_to=asked.message_id
    )
    answer = (await bot.get_updates(offset=-1))[0].message
    assert answer
    assert answer.reply_to_message
    assert (answer.text, answer.reply_to_message.message_id) == ("a 2.2", asked.message_id)
    await _post(web, f"chats/{group}/edits", message_id=said["message_id"], text="a 2.3")
    edited = (await bot.get_updates(offset=-1))[0].edited_message
    assert edited
    assert edited.text == "a 2.3"


async def test_somebody_of_a_group_presses(web: httpx.AsyncClient, bot: telegram.Bot) -> None:
    group = await _group(web, members=["João Lima"])
    keyboard = telegram.InlineKeyboardMarkup([[telegram.InlineKeyboardButton("Sim", callback_data="s")]])
    await bot.send_message(group, "Confirma?", reply_markup=keyboard)
    pressed = await _post(web, f"chats/{group}/presses", person="João Lima", label="Sim")
    query = (await bot.get_updates(offset=-1))[0].callback_query
    assert query
    assert (query.id, query.from_user.full_name) == (pressed["callback_query_id"], "João Lima")


async def test_people_come_and_go(web: httpx.AsyncClient, bot: telegram.Bot, maria: Phone) -> None:
    group = await _group(web)
    for step in ("joins", "leaves"):
        assert await _post(web, f"chats/{group}/{step}", person=maria.chat_id) == {"person": maria.chat_id}
    came, went = [update.message for update in (await bot.get_updates())[-2:]]
    assert came
    assert went
    assert (bool(came.new_chat_members), bool(went.left_chat_member)) == (True, True)


async def test_topics_are_opened_written_in_and_closed(web: httpx.AsyncClient, bot: telegram.Bot) -> None:
    group = await _group(web, forum=True, members=["Ana"])
    topic = (await _post(web, f"chats/{group}/topics", name="Dúvidas", by="Ana"))["message_thread_id"]
    await _post(web, f"chats/{group}/says", person="Ana", topic=topic, text="/ajuda")
    said = (await bot.get_updates(offset=-1))[0].message
    assert said
    assert (said.message_thread_id, said.is_topic_message) == (topic, True)
    assert (await _post(web, f"chats/{group}/topics/{topic}", closed=True))["closed"] is True
    shown = (await web.get(f"/control/chats/{group}")).json()
    assert [(one["name"], one["closed"]) for one in shown["topics"]] == [("Dúvidas", True)]
    assert (await _post(web, f"chats/{group}/topics/{topic}", closed=False))["closed"] is False


async def test_people_react(web: httpx.AsyncClient, sandbox: Sandbox, bot: telegram.Bot) -> None:
    group = await _group(web, members=["Ana"])
    sent = await bot.send_message(group, "oi")
    await _post(web, f"chats/{group}/reactions", person="Ana", message_id=sent.message_id, emoji="👍")
    assert list(sandbox.telegram.chats[group].reactions[sent.message_id].values()) == ["👍"]


@pytest.mark.parametrize(
    ("switch", "words"),
    [
        ({"left": True}, "Forbidden: bot is not a member of the supergroup chat"),
        ({"kicked": True}, "Forbidden: bot was kicked from the supergroup chat"),
        ({"deleted": True}, "Forbidden: bot was kicked from the supergroup chat"),
        ({"restricted": True}, "Bad Request: not enough rights to send text messages to the chat"),
        ({"migrated_to": -1009}, "Bad Request: group chat was upgraded to a supergroup chat"),
    ],
)
async def test_a_group_is_shut_to_the_bot(
    web: httpx.AsyncClient, sandbox: Sandbox, switch: dict[str, object], words: str
) -> None:
    group = await _group(web)
    shown = await _post(web, f"chats/{group}", **switch)
    assert shown.items() >= switch.items()
    assert await refusal(web, sandbox, "sendMessage", chat_id=group, text="x") == words


async def test_a_bot_is_let_in_again_and_promoted(
    web: httpx.AsyncClient, bot: telegram.Bot, maria: Phone
) -> None:
    group = await _group(web)
    await _post(web, f"chats/{group}", kicked=True)
    await _post(web, f"chats/{group}", kicked=False, by=maria.chat_id)
    await _post(web, f"chats/{group}", rights=["can_pin_messages"], by=maria.chat_id)
    await bot.send_message(group, "oi")
    update = (await bot.get_updates(offset=-1))[0].my_chat_member
    assert update
    assert (update.from_user.id, update.new_chat_member.status) == (maria.chat_id, "administrator")


async def test_a_restricted_bot_may_be_left_something(web: httpx.AsyncClient, bot: telegram.Bot) -> None:
    group = await _group(web)
    await _post(web, f"chats/{group}", restricted=["can_send_messages"])
    assert (await bot.send_message(group, "oi")).text == "oi"


async def test_people_are_promoted_and_shut_out(web: httpx.AsyncClient, maria: Phone) -> None:
    group = await _group(web, members=[maria.chat_id])
    where = f"chats/{group}/members"
    promoted = await _post(web, where, person=maria.chat_id, rights=["can_pin_messages"])
    kicked = await _post(web, where, person=maria.chat_id, kicked=True)
    assert (promoted["status"], kicked["status"]) == ("administrator", "kicked")


async def test_a_group_is_renamed_and_upgraded(web: httpx.AsyncClient, bot: telegram.Bot) -> None:
    group = await _group(web, kind="group")
    await _post(web, f"chats/{group}/title", title="Turma 2026")
    large = await _post(web, f"chats/{group}/upgrade")
    titles, old, new = [update.message for update in (await bot.get_updates())[-3:]]
    assert titles
    assert old
    assert new
    assert (titles.new_chat_title, large["type"]) == ("Turma 2026", "supergroup")
    assert (old.migrate_to_chat_id, new.migrate_from_chat_id) == (large["id"], group)


async def test_the_bot_itself_is_switched(web: httpx.AsyncClient, bot: telegram.Bot) -> None:
    await _post(web, "bot", hears_everything=True, private_topics=True)
    me = await bot.get_me()
    assert (me.can_read_all_group_messages, me.has_topics_enabled) == (True, True)


@pytest.mark.parametrize(
    ("address", "body", "status"),
    [
        ("says", {"text": "oi"}, 400),
        ("says", {"text": "oi", "person": 5}, 404),
        ("says", {"text": "oi", "person": "Ana"}, 404),
        ("says", {"text": "oi", "person": "João Lima", "topic": 9}, 404),
        ("says", {"text": "oi", "person": "João Lima", "reply_to": 9}, 404),
        ("says", {"person": "João Lima"}, 400),
        ("edits", {"message_id": 2, "text": "oi"}, 400),
        ("edits", {"message_id": 9, "text": "oi"}, 404),
        ("reactions", {"message_id": 2, "emoji": "x", "person": "João Lima"}, 400),
        ("members", {"person": "João Lima", "kicked": True, "left": True}, 400),
        ("members", {"person": "João Lima", "rights": ["can_fly"]}, 400),
        ("members", {"person": "João Lima", "rights": 5}, 400),
        ("topics", {"name": "Dúvidas"}, 400),
        ("topics/9", {"closed": True}, 400),
        ("title", {"title": " "}, 400),
        ("upgrade", {}, 400),
        ("", {"blocked": True}, 400),
    ],
)
async def test_an_odd_wish_about_a_group_is_refused(
    web: httpx.AsyncClient, address: str, body: dict[str, object], status: int
) -> None:
    group = await _group(web, members=["João Lima"])
    answer = await web.post(f"/control/chats/{group}/{address}".rstrip("/"), json=body)
    assert (answer.status_code, bool(answer.json()["error"])) == (status, True)


async def test_a_topic_that_is_not_there_cannot_be_closed(web: httpx.AsyncClient) -> None:
    group = await _group(web, forum=True)
    answer = await web.post(f"/control/chats/{group}/topics/9", json={"closed": True})
    assert (answer.status_code, answer.json()) == (404, {"error": "there is no topic 9"})


async def test_somebody_unknown_does_nothing_and_stays_unknown(
    web: httpx.AsyncClient, sandbox: Sandbox
) -> None:
    group = await _group(web, members=["João Lima"])
    answer = await web.post(f"/control/chats/{group}/says", json={"person": "Joao Lima", "text": "oi"})
    assert (answer.status_code, answer.json()) == (404, {"error": "there is no person Joao Lima"})
    assert [phone.name for phone in sandbox.telegram.phones] == ["João Lima"]


async def test_a_basic_group_is_no_forum(web: httpx.AsyncClient) -> None:
    body = {"name": "Turma", "kind": "group", "forum": True}
    assert (await web.post("/control/chats", json=body)).status_code == 400
    group = await _group(web, kind="group")
    assert (await web.post(f"/control/chats/{group}", json={"forum": True})).status_code == 400


@pytest.mark.parametrize("address", ["joins", "members", "upgrade", "title"])
async def test_a_private_chat_is_no_group(web: httpx.AsyncClient, maria: Phone, address: str) -> None:
    answer = await web.post(f"/control/chats/{maria.chat_id}/{address}", json={"person": maria.chat_id})
    assert answer.status_code == 400


async def test_an_odd_wish_about_the_bot_is_refused(web: httpx.AsyncClient) -> None:
    assert (await web.post("/control/bot", json={"wings": True})).status_code == 400


@settings(max_examples=80)
@given(act=st.sampled_from(_ACTS), body=st.dictionaries(st.sampled_from(_FIELDS), _ODD, max_size=4))
async def test_no_wish_upsets_the_desk(web: httpx.AsyncClient, act: str, body: dict[str, object]) -> None:
    group = await _group(web, forum=True, members=["Ana"])
    answer = await web.post(f"/control/chats/{group}/{act}".rstrip("/"), json={"person": "Ana", **body})
    assert answer.status_code in (200, 400, 404)
