"""Every no of the Bot API, with Telegram's exact words (tdlib/telegram-bot-api, Client.cpp).

ApiRefusal ─ BadRequest 400 ─ CannotParse · MediaRefused
           ─ Unauthorized 401 · Forbidden 403 · NotFound 404 · Conflict 409 · TooLarge 413
           ─ TooManyRequests 429 · NotInTheSandbox 501
"""

from sandbox.requests.json_values import JsonObject

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
SET_WEBHOOK = "terminated by setWebhook request"


class ApiRefusal(Exception):
    """`parameters` is what Telegram sends beside the words: retry_after, migrate_to_chat_id."""

    code = 400
    title = "Bad Request"

    def __init__(self, words: str = "", *, parameters: JsonObject | None = None) -> None:
        self.description = f"{self.title}: {words}" if words else self.title
        self.parameters = parameters
        super().__init__(self.description)


class BadRequest(ApiRefusal):
    """The request can never succeed as it is."""


class CannotParse(BadRequest):
    """The text is not well-formed in its parse mode."""

    def __init__(self, words: str) -> None:
        super().__init__(f"can't parse entities: {words}")


class MediaRefused(BadRequest):
    """Telegram's servers, not its Bot API, refuse a file; of an album they say which, quoting `words`."""

    def __init__(self, words: str) -> None:
        self.words = words
        is_code = words[1:2].isupper() or words[1:2] == "_"
        super().__init__(words if is_code else words[:1].lower() + words[1:])


class Forbidden(ApiRefusal):
    """The person or the group does not let the bot in."""

    code, title = 403, "Forbidden"


class Unauthorized(ApiRefusal):
    """The token is well formed, but nobody's."""

    code, title = 401, "Unauthorized"


class NotFound(ApiRefusal):
    """No such method, or a token that is not a token."""

    code, title = 404, "Not Found"


class Conflict(ApiRefusal):
    """Two want the same updates."""

    code, title = 409, "Conflict"


class TooLarge(ApiRefusal):
    """More bytes than a bot may upload."""

    code, title = 413, "Request Entity Too Large"


class TooManyRequests(ApiRefusal):
    """Come back after `retry_after` whole seconds."""

    code, title = 429, "Too Many Requests"

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"retry after {retry_after}", parameters={"retry_after": retry_after})
        self.retry_after = retry_after


class NotInTheSandbox(ApiRefusal):
    """Telegram can do it, the sandbox cannot."""

    code, title = 501, "Not Implemented"
