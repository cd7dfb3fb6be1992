"""What Telegram says to a bot that may not, or cannot, do what it wants to a topic."""

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.chats import Chat
from sandbox.desk import Sandbox
from sandbox.groups.standing import promote
from sandbox.phone import Phone
from tests.sandbox.call import call, refusal

_METHODS = [
    *("createForumTopic", "editForumTopic", "closeForumTopic", "reopenForumTopic", "deleteForumTopic"),
    *(
        "hideGeneralForumTopic",
        "unhideGeneralForumTopic",
        "editGeneralForumTopic",
        "sendMessage",
        "setChatTitle",
    ),
    *(
        "pinChatMessage",
        "unpinChatMessage",
        "unpinAllForumTopicMessages",
        "setMessageReaction",
        "getChatMember",
    ),
]
_FIELDS = [
    "message_id",
    "message_thread_id",
    "name",
    "icon_color",
    "icon_custom_emoji_id",
    "reaction",
    "user_id",
]
_ODD = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.lists(st.integers(0, 9), max_size=2)
)
RIGHTS = ["can_manage_topics", "can_delete_messages", "can_pin_messages"]


@pytest.fixture
def forum(sandbox: Sandbox) -> Chat:
    return sandbox.telegram.group("Fórum", forum=True, rights=RIGHTS)


@pytest.mark.parametrize(
    ("method", "words"),
    [
        ("createForumTopic", "not enough rights to create a topic"),
        ("editForumTopic", "not enough rights to edit the topic"),
        ("closeForumTopic", "not enough rights to close or open the topic"),
        ("reopenForumTopic", "not enough rights to close or open the topic"),
        ("deleteForumTopic", "not enough rights to delete the topic"),
        ("unpinAllForumTopicMessages", "not enough rights to manage pinned messages in the chat"),
        ("editGeneralForumTopic", "not enough rights to edit the topic"),
        ("closeGeneralForumTopic", "not enough rights to close or open the topic"),
        ("reopenGeneralForumTopic", "not enough rights to close or open the topic"),
        ("hideGeneralForumTopic", "not enough rights to close or open the topic"),
        ("unhideGeneralForumTopic", "not enough rights to close or open the topic"),
        ("unpinAllGeneralForumTopicMessages", "not enough rights to manage pinned messages in the chat"),
    ],
)
async def test_topics_are_managed_with_rights_only(
    web: httpx.AsyncClient, sandbox: Sandbox, forum: Chat, maria: Phone, method: str, words: str
) -> None:
    await maria.joins(forum)
    number = (await maria.opens_topic(forum, "Dúvidas")).topic
    promote(sandbox.telegram, forum, sandbox.telegram.bot, ["can_invite_users"])
    said = await refusal(web, sandbox, method, chat_id=forum.id, message_thread_id=number, name="x")
    assert said == f"Bad Request: {words}"


@pytest.mark.parametrize(
    ("method", "parameters", "words"),
    [
        ("createForumTopic", {"name": " \n"}, "title must be non-empty"),
        ("createForumTopic", {"name": "x", "icon_color": -1}, "invalid icon color specified"),
        ("createForumTopic", {"name": "x", "icon_color": 0x1000000}, "invalid icon color specified"),
        ("editForumTopic", {"name": "x"}, "invalid forum topic identifier specified"),
        ("editForumTopic", {"message_thread_id": 99, "name": "x"}, "TOPIC_ID_INVALID"),
        ("editForumTopic", {"message_thread_id": 1, "name": " "}, "title must be non-empty"),
        (
            "editForumTopic",
            {"message_thread_id": 1, "icon_custom_emoji_id": "7"},
            "GENERAL_MODIFY_ICON_FORBIDDEN",
        ),
        ("closeForumTopic", {"message_thread_id": 99}, "TOPIC_ID_INVALID"),
        ("reopenForumTopic", {"message_thread_id": 1}, "TOPIC_NOT_MODIFIED"),
        ("deleteForumTopic", {"message_thread_id": 1}, "TOPIC_ID_INVALID"),
        ("unpinAllForumTopicMessages", {"message_thread_id": 99}, "TOPIC_ID_INVALID"),
        ("unhideGeneralForumTopic", {}, "TOPIC_NOT_MODIFIED"),
    ],
)
async def test_what_makes_no_sense_of_a_topic_is_refused(
    web: httpx.AsyncClient,
    sandbox: Sandbox,
    forum: Chat,
    method: str,
    parameters: dict[str, object],
    words: str,
) -> None:
    said = await refusal(web, sandbox, method, chat_id=forum.id, **parameters)
    assert said == f"Bad Request: {words}"


@pytest.mark.parametrize(
    ("method", "words"),
    [
        ("createForumTopic", "the chat is not a forum"),
        ("closeForumTopic", "the chat is not a forum"),
        ("hideGeneralForumTopic", "the chat is not a forum"),
        ("unpinAllForumTopicMessages", "chat doesn't have topics"),
    ],
)
async def test_a_group_without_topics_has_none(
    web: httpx.AsyncClient, sandbox: Sandbox, method: str, words: str
) -> None:
    group = sandbox.telegram.group("Turma", rights=RIGHTS)
    said = await refusal(web, sandbox, method, chat_id=group.id, message_thread_id=2, name="x")
    assert said == f"Bad Request: {words}"


@settings(max_examples=80)
@given(
    method=st.sampled_from(_METHODS),
    body=st.dictionaries(st.sampled_from(_FIELDS), _ODD | st.integers(0, 9), max_size=4),
)
async def test_odd_parameters_in_a_forum_never_break_the_server(
    web: httpx.AsyncClient, sandbox: Sandbox, forum: Chat, method: str, body: dict[str, object]
) -> None:
    answer = await call(web, sandbox, method, chat_id=forum.id, **{"text": "x", "title": "x", **body})
    assert answer.status_code in (200, 400, 429)
    assert isinstance(answer.json()["ok"], bool)
