"""A Telegram account: a person or a bot."""

from dataclasses import dataclass

from sandbox.requests.json_values import Json, JsonObject


@dataclass(frozen=True, slots=True)
class User:
    id: int
    name: str
    is_bot: bool = False
    username: str | None = None

    def to_json(self) -> JsonObject:
        first, _, last = self.name.partition(" ")
        body: dict[str, Json] = {"id": self.id, "is_bot": self.is_bot, "first_name": first}
        if last:
            body["last_name"] = last
        if self.username:
            body["username"] = self.username
        if not self.is_bot:
            body["language_code"] = "pt-br"
        return body


#: Telegram's own account: here it lets bots into groups, shuts them out, and changes groups.
TELEGRAM = User(777_000, "Telegram")
