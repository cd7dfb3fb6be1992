"""What the bot does besides sending: keep the waits that are ordered, make gestures, ask whether it may go on."""

import pytest
import structlog

from notifier.by_telegram import TelegramSender
from notifier.outcome import Button, LaneStopped, Sent, Slowed
from tests.notifier.makers import make_parcel, nothing
from tests.notifier.scripted_servers import Hang, Reaction, Say, ScriptedApi, error

PORTAL = Say(200, "<html>Aceite os termos para navegar</html>")


def methods(api: ScriptedApi) -> list[str]:
    return [method for method, _ in api.calls]


async def refuse(api: ScriptedApi, telegram: TelegramSender, seconds: int) -> None:
    """A message to 501 is answered 429."""
    api.script = [error(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)]
    await telegram.send(make_parcel(), nothing)


async def test_a_429_of_one_person_holds_that_chat_and_of_two_the_whole_bot(
    api: ScriptedApi, telegram: TelegramSender
) -> None:
    slow = error(429, "Too Many Requests: retry after 9", retry_after=9)
    api.script = [slow]
    assert isinstance(await telegram.send(make_parcel(), nothing), Slowed)
    assert (telegram.held(), telegram.room(interactive=False) > 0) == ({"501"}, True)
    api.script = [slow]
    await telegram.send(make_parcel(address="502"), nothing)
    assert telegram.room(interactive=True) == telegram.room(interactive=False) == 0


async def test_a_bot_that_must_be_silent_for_long_is_out_of_order(
    api: ScriptedApi, telegram: TelegramSender
) -> None:
    api.script = [error(429, "Too Many Requests", retry_after=4000)] * 2
    await telegram.send(make_parcel(), nothing)
    outcome = await telegram.send(make_parcel(address="502"), nothing)
    assert isinstance(outcome, LaneStopped)
    assert outcome.probe_after.total_seconds() == 4000
    stopped = await telegram.alive()
    assert stopped is not None
    assert stopped.probe_after.total_seconds() == pytest.approx(4000, abs=5)
    assert methods(api) == ["sendMessage"] * 2


async def test_a_429_of_a_group_holds_that_group(api: ScriptedApi, telegram: TelegramSender) -> None:
    api.script = [error(429, "Too Many Requests: retry after 9", retry_after=9)]
    await telegram.send(make_parcel(address="-1001"), nothing)
    assert telegram.held() == {"-1001"}
    assert telegram.room(interactive=True) > 0


async def test_a_refused_token_is_alarmed_once_until_it_works(
    api: ScriptedApi, telegram: TelegramSender
) -> None:
    refused = error(401, "Unauthorized")
    api.script = [refused, refused, refused]
    with structlog.testing.capture_logs() as lines:
        await telegram.send(make_parcel(), nothing)
        stopped = [await telegram.alive() for _ in range(3)]
    assert [one and one.code for one in stopped] == ["http 401", "http 401", None]
    assert [(one["log_level"], one["event"]) for one in lines] == [("error", "token_refused")]


@pytest.mark.parametrize(
    "answer",
    [PORTAL, Hang(), Say(502, "<html>"), Say(302, ""), error(429, "Too Many Requests", retry_after=7)],
)
async def test_a_server_that_is_not_well_is_not_alive(
    api: ScriptedApi, telegram: TelegramSender, answer: Reaction
) -> None:
    api.script = [answer]
    stopped = await telegram.alive()
    assert isinstance(stopped, LaneStopped)
    assert 1 <= stopped.probe_after.total_seconds() <= 60
    assert methods(api) == ["getMe"]


async def test_gestures_are_made_and_never_raise(api: ScriptedApi, telegram: TelegramSender) -> None:
    api.script = [
        error(400, "Bad Request: query is too old"),
        Hang(),
        error(403, "Forbidden: x"),
        Say(200, "x"),
    ]
    for _ in range(2):
        await telegram.answer_callback("c1", "Anotado")
        await telegram.chat_action(501)
        await telegram.edit_buttons(501, 77, ((Button("Sim", "y"),),))
        await telegram.delete_message(501, 77)
    assert [method for method, _ in api.calls[4:]] == [
        "answerCallbackQuery",
        "sendChatAction",
        "editMessageReplyMarkup",
        "deleteMessage",
    ]
    assert await telegram.set_commands([("ajuda", "O que posso fazer")], chat_id=501)


async def test_a_gesture_respects_what_a_429_ordered_for_its_chat(
    api: ScriptedApi, telegram: TelegramSender
) -> None:
    await refuse(api, telegram, 90)
    await telegram.chat_action(501)
    await telegram.clear_buttons(501, 77)
    await telegram.delete_message(501, 77)
    assert methods(api) == ["sendMessage"]
    await telegram.chat_action(502)
    assert methods(api) == ["sendMessage", "sendChatAction"]


async def test_menus_that_are_slowed_down_hold_no_message(api: ScriptedApi, telegram: TelegramSender) -> None:
    api.script = [error(429, "Too Many Requests", retry_after=90)]
    commands = [("ajuda", "O que posso fazer")]
    assert not await telegram.set_commands(commands)
    assert not await telegram.set_commands(commands)
    assert isinstance(await telegram.send(make_parcel(), nothing), Sent)
    assert methods(api) == ["setMyCommands", "sendMessage"]
