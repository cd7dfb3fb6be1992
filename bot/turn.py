"""One turn of a conversation: what was said, by whom, the desk it is handled at, and the answers to give."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from bot.update import Said
from db.institutions import Institution
from db.notices import NoticeKind
from db.people import Person
from rede.announce import Buttons
from rede.desk import Desk


@dataclass(frozen=True, slots=True)
class Answer:
    """One message back. A receipt is proof: it never expires."""

    text: str
    buttons: Buttons = ()
    kind: NoticeKind = NoticeKind.REPLY


@dataclass(slots=True, kw_only=True)
class Turn:
    """`person` is None for a stranger; `served` are the institutions of the person, Secretariat first."""

    desk: Desk
    said: Said
    person: Person | None
    served: Sequence[Institution]
    #: (name, description) of the commands that /ajuda lists.
    menu: Sequence[tuple[str, str]]
    #: What follows the command, as typed.
    arguments: str = ""
    answers: list[Answer] = field(default_factory=list)
    #: Shown for a moment over the button that was pressed.
    toast: str = ""

    def text(self, key: str, /, **facts: object) -> str:
        return self.desk.office.texts.chat(key, **facts)

    def answer(self, key: str, /, *, buttons: Buttons = (), **facts: object) -> None:
        self.answers.append(Answer(self.text(key, **facts), buttons))


Handler = Callable[[Turn], Awaitable[None]]
