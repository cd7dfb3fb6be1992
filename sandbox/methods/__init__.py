"""The Bot API methods the sandbox knows, by lower-cased name. Whatever is not here is refused."""

from collections.abc import Awaitable, Callable, Mapping

from sandbox.exchange import Exchange
from sandbox.json_values import Json
from sandbox.methods import callbacks, editing, polling, profile, rooms, sending
from sandbox.parameters import Parameters

Method = Callable[[Exchange, Parameters], "Json | Awaitable[Json]"]

METHODS: Mapping[str, Method] = {
    name.lower(): method
    for name, method in (
        ("getMe", profile.get_me),
        ("setMyName", profile.set_my_name),
        ("getMyName", profile.get_my_name),
        ("setMyCommands", profile.set_my_commands),
        ("getMyCommands", profile.get_my_commands),
        ("deleteMyCommands", profile.delete_my_commands),
        ("setMyDescription", profile.set_my_description),
        ("getMyDescription", profile.get_my_description),
        ("setMyShortDescription", profile.set_my_short_description),
        ("getMyShortDescription", profile.get_my_short_description),
        ("getUpdates", polling.get_updates),
        ("setWebhook", polling.set_webhook),
        ("deleteWebhook", polling.delete_webhook),
        ("getWebhookInfo", polling.get_webhook_info),
        ("sendMessage", sending.send_message),
        ("sendDocument", sending.send_document),
        ("copyMessage", sending.copy_message),
        ("forwardMessage", sending.forward_message),
        ("sendChatAction", sending.send_chat_action),
        ("editMessageText", editing.edit_message_text),
        ("editMessageCaption", editing.edit_message_caption),
        ("editMessageReplyMarkup", editing.edit_message_reply_markup),
        ("deleteMessage", editing.delete_message),
        ("answerCallbackQuery", callbacks.answer_callback_query),
        ("getFile", rooms.get_file),
        ("getChat", rooms.get_chat),
        ("getChatMember", rooms.get_chat_member),
    )
}
