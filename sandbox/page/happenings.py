"""Telegram's own messages in a chat, in Portuguese: who came, what was pinned, which topic was closed."""

from sandbox.messages import Message
from sandbox.requests.json_values import Json, JsonObject, as_list, as_object

#: By the part of the Bot API's Message that says what happened.
_WORDS = {
    "forum_topic_closed": "fechou o tópico",
    "forum_topic_reopened": "reabriu o tópico",
    "general_forum_topic_hidden": "escondeu o tópico geral",
    "general_forum_topic_unhidden": "mostrou de novo o tópico geral",
    "migrate_to_chat_id": "O grupo virou um supergrupo e continua lá",
    "migrate_from_chat_id": "Este supergrupo era um grupo",
}
_NOBODYS = frozenset({"migrate_to_chat_id", "migrate_from_chat_id"})
_LONGEST = 60


def happening(message: Message) -> str:
    """One sentence; "" when the message is not Telegram's."""
    if not message.is_service or not message.extra:
        return ""
    said = next((words for key in message.extra if (words := _said(message, key, message.extra[key]))), "")
    return said or "Algo mudou na conversa"


def _said(message: Message, key: str, value: Json) -> str:
    author, about = message.author.name, as_object(value) or {}
    match key:
        case "new_chat_members":
            newcomers = [_name(as_object(one) or {}) for one in as_list(value) or ()]
            return _moved(author, ", ".join(newcomers), "entrou", "pôs no grupo")
        case "left_chat_member":
            return _moved(author, _name(about), "saiu", "tirou do grupo")
        case "new_chat_title":
            return f"{author} mudou o nome do grupo para “{value}”"
        case "forum_topic_created":
            return f"{author} abriu o tópico “{about.get('name', '')}”"
        case "forum_topic_edited":
            return (
                f"{author} mudou o tópico para “{about['name']}”"
                if "name" in about
                else f"{author} mudou o tópico"
            )
        case "pinned_message":
            words = str(about.get("text") or about.get("caption") or "uma mensagem")
            return f"{author} fixou “{words[:_LONGEST]}”"
        case _ if key in _WORDS:
            return _WORDS[key] if key in _NOBODYS else f"{author} {_WORDS[key]}"
    return ""


def _moved(author: str, who: str, alone: str, by_another: str) -> str:
    return f"{who} {alone}" if who == author else f"{author} {by_another}: {who}"


def _name(user: JsonObject) -> str:
    return " ".join(str(user[part]) for part in ("first_name", "last_name") if part in user)
