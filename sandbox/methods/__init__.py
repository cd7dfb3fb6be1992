"""The Bot API methods the sandbox knows, by lower-cased name. Whatever is not here is refused."""

import inspect
from collections.abc import Awaitable, Callable, Mapping

from sandbox.answers import Described
from sandbox.exchange import Exchange
from sandbox.methods import (
    callbacks,
    default_rights,
    deleting,
    editing,
    forwarding,
    general_topic,
    governing,
    media,
    menu_button,
    pins,
    polling,
    profile,
    reactions,
    rooms,
    sending,
    topics,
    webhook,
)
from sandbox.requests.json_values import Json
from sandbox.requests.parameters import Parameters

Method = Callable[[Exchange, Parameters], "Json | Described | Awaitable[Json]"]

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
        ("setChatMenuButton", menu_button.set_chat_menu_button),
        ("getChatMenuButton", menu_button.get_chat_menu_button),
        ("setMyDefaultAdministratorRights", default_rights.set_my_default_administrator_rights),
        ("getMyDefaultAdministratorRights", default_rights.get_my_default_administrator_rights),
        ("getUpdates", polling.get_updates),
        ("setWebhook", webhook.set_webhook),
        ("deleteWebhook", webhook.delete_webhook),
        ("getWebhookInfo", webhook.get_webhook_info),
        ("sendMessage", sending.send_message),
        ("sendPhoto", media.send_photo),
        ("sendDocument", media.send_document),
        ("sendMediaGroup", media.send_media_group),
        ("copyMessage", forwarding.copy_message),
        ("copyMessages", forwarding.copy_messages),
        ("forwardMessage", forwarding.forward_message),
        ("forwardMessages", forwarding.forward_messages),
        ("sendChatAction", sending.send_chat_action),
        ("editMessageText", editing.edit_message_text),
        ("editMessageCaption", editing.edit_message_caption),
        ("editMessageMedia", editing.edit_message_media),
        ("editMessageReplyMarkup", editing.edit_message_reply_markup),
        ("deleteMessage", deleting.delete_message),
        ("deleteMessages", deleting.delete_messages),
        ("answerCallbackQuery", callbacks.answer_callback_query),
        ("getFile", rooms.get_file),
        ("getChat", rooms.get_chat),
        ("getChatMember", rooms.get_chat_member),
        ("getChatAdministrators", rooms.get_chat_administrators),
        ("getChatMemberCount", rooms.get_chat_member_count),
        ("setChatTitle", governing.set_chat_title),
        ("setChatDescription", governing.set_chat_description),
        ("leaveChat", governing.leave_chat),
        ("pinChatMessage", pins.pin_chat_message),
        ("unpinChatMessage", pins.unpin_chat_message),
        ("unpinAllChatMessages", pins.unpin_all_chat_messages),
        ("setMessageReaction", reactions.set_message_reaction),
        ("getForumTopicIconStickers", topics.get_forum_topic_icon_stickers),
        ("createForumTopic", topics.create_forum_topic),
        ("editForumTopic", topics.edit_forum_topic),
        ("closeForumTopic", topics.close_forum_topic),
        ("reopenForumTopic", topics.reopen_forum_topic),
        ("deleteForumTopic", topics.delete_forum_topic),
        ("unpinAllForumTopicMessages", topics.unpin_all_forum_topic_messages),
        ("editGeneralForumTopic", general_topic.edit_general_forum_topic),
        ("closeGeneralForumTopic", general_topic.close_general_forum_topic),
        ("reopenGeneralForumTopic", general_topic.reopen_general_forum_topic),
        ("hideGeneralForumTopic", general_topic.hide_general_forum_topic),
        ("unhideGeneralForumTopic", general_topic.unhide_general_forum_topic),
        ("unpinAllGeneralForumTopicMessages", general_topic.unpin_all_general_forum_topic_messages),
    )
}


async def perform(exchange: Exchange, name: str, p: Parameters) -> "Json | Described":
    """Raises ApiRefusal."""
    result = METHODS[name.lower()](exchange, p)
    return await result if inspect.isawaitable(result) else result
