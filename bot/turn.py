"""One turn of a conversation: what was said, by whom, the desk it is handled at, and the answers to give."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from bot.plan_file import PlanFile
from bot.update import Said
from db.institutions import Institution, Layer
from db.notices import NoticeKind
from db.people import Person
from rede.announce import Buttons
from rede.desk import Desk
from rede.sendings import Lookout, Sending


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
    #: The plan in the file that came with it, or in the open form, where the form is about one.
    plan: PlanFile | None = None
    #: What would be sent, where the command shows it.
    foreseen: Sequence[Sending] = ()
    #: What follows the command, as typed.
    arguments: str = ""
    answers: list[Answer] = field(default_factory=list)
    #: Shown for a moment over the button that was pressed.
    toast: str = ""
    #: Institutions of the person to whom the chat was just bound: its menu of commands follows them.
    bound: Sequence[Institution] = ()

    @property
    def of_the_secretariat(self) -> bool:
        return any(one.layer == Layer.SECRETARIAT for one in self.served)

    def text(self, key: str, /, **facts: object) -> str:
        return self.desk.office.texts.chat(key, **facts)

    def answer(self, key: str, /, *, buttons: Buttons = (), **facts: object) -> None:
        self.answers.append(Answer(self.text(key, **facts), buttons))


Handler = Callable[[Turn], Awaitable[None]]
LooksOut = Callable[[Turn], Awaitable[Lookout | None]]
