"""A forum's topics: each begins with a service message, whose number is the topic's."""

from dataclasses import dataclass

from sandbox.requests.json_values import Json, JsonObject

#: The colours a topic's icon may have (Bot API, createForumTopic), the first one when nothing is said.
ICON_COLORS = (0x6FB9F0, 0xFFD67E, 0xCB86DB, 0x8EEE98, 0xFF93B2, 0xFB6F5F)
LONGEST_NAME = 128
#: The topic every forum has from the beginning. Its messages carry no number (Client.cpp, `get_forum_topic_id`).
GENERAL = 1
GENERAL_NAME = "General"


@dataclass(slots=True)
class Topic:
    thread_id: int
    name: str
    #: The account that opened it, and may edit and close it without being an administrator.
    creator: int = 0
    icon_color: int = ICON_COLORS[0]
    icon_custom_emoji_id: str = ""
    closed: bool = False
    #: Only the general topic can be put out of sight.
    hidden: bool = False

    @property
    def message_thread_id(self) -> int | None:
        """As messages in it carry it: none for the general topic."""
        return None if self.thread_id == GENERAL else self.thread_id

    def to_json(self) -> JsonObject:
        """The Bot API's ForumTopic."""
        return {"message_thread_id": self.thread_id, **self.description()}

    def description(self) -> dict[str, Json]:
        """The Bot API's ForumTopicCreated."""
        body: dict[str, Json] = {"name": self.name, "icon_color": self.icon_color}
        if self.icon_custom_emoji_id:
            body["icon_custom_emoji_id"] = self.icon_custom_emoji_id
        return body
