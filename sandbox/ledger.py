"""What the bot was allowed to send, in order: the proof of once, of order and of rate."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sandbox.requests.json_values import JsonObject


@dataclass(frozen=True, slots=True)
class Entry:
    number: int
    method: str
    chat_id: int
    message_id: int
    #: The forum topic it went to, if any.
    thread_id: int | None
    text: str
    #: UTF-8 bytes of the text and of the file, if any.
    size: int
    #: By the sandbox clock, UTC.
    at: datetime
    #: Monotonic seconds: the distance between two entries is real time.
    moment: float

    def to_json(self) -> JsonObject:
        return {**asdict(self), "at": self.at.isoformat()}


class Ledger:
    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def add(self, entry: Entry) -> None:
        self.entries.append(entry)

    def to(self, chat_id: int) -> list[Entry]:
        return [entry for entry in self.entries if entry.chat_id == chat_id]

    def texts(self, chat_id: int | None = None) -> list[str]:
        return [entry.text for entry in self.entries if chat_id in (None, entry.chat_id)]

    def __len__(self) -> int:
        return len(self.entries)
