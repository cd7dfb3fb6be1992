"""One turn of a conversation: what was said, by whom, the desk it is handled at, and the answers to give."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from bot.attachments import Attachment
from bot.plan_file import PlanFile
from bot.update import Said
from db.ids import EnclosureId, PersonId
from db.institutions import Institution
from db.notices import NoticeKind
from db.people import Person
from notifier.texts import Mail
from rede.access import NotYours, Role, Standing
from rede.announce import Buttons
from rede.bound_buttons import Pressed, bound
from rede.desk import Desk
from rede.sendings import Lookout, Sending


@dataclass(frozen=True, slots=True)
class Answer:
    """One message back. A receipt is proof: it never expires."""

    text: str
    buttons: Buttons = ()
    kind: NoticeKind = NoticeKind.REPLY
    #: The same by e-mail, at once, where the person has one.
    mail: Mail | None = None
    #: Said once for all that has this in common (a file of an album that is refused); empty: it stands alone.
    once: str = ""
    #: Waits a moment, and takes the place of an earlier answer of this name that has not left (files of an album).
    gathers: str = ""
    #: A file that goes with it; then the text has at most 1,024 characters.
    enclosure_id: EnclosureId | None = None


@dataclass(slots=True, kw_only=True)
class Turn:
    """`person` is None for a stranger; `served` are the institutions of the person, Secretariat first."""

    desk: Desk
    said: Said
    person: Person | None
    served: Sequence[Institution]
    #: Each function of the person; none for a stranger.
    standings: Sequence[Standing] = ()
    #: (name, description) of the commands that /ajuda lists.
    menu: Sequence[tuple[str, str]] = ()
    #: The file that came with it, where the open form takes files.
    file: Attachment | None = None
    #: The plan in the file that came with it, or in the open form, where the form is about one.
    plan: PlanFile | None = None
    #: What would be sent, where the command shows it.
    foreseen: Sequence[Sending] = ()
    #: What follows the command, as typed.
    arguments: str = ""
    answers: list[Answer] = field(default_factory=list)
    #: Shown for a moment over the button that was pressed.
    toast: str = ""
    #: What the person may do to whom the chat was just bound, nothing when it was just left: its menu of commands
    #: follows. None: it stays whose it was.
    bound: Sequence[Standing] | None = None

    #: The buttons under the message that was pressed are of no more use.
    spent: bool = False
    #: A command to be handled as if it had been typed, once a question that stood in its way is answered.
    again: str = ""

    @property
    def of_the_secretariat(self) -> bool:
        """Of itself: an área temática sees what is assigned to it, and decides nothing else."""
        return any(one.role is Role.EXECUTIVE for one in self.standings)

    @property
    def brings_a_file(self) -> bool:
        """One that the open form takes."""
        return self.file is not None or (self.plan is not None and self.plan.is_new)

    @property
    def who(self) -> PersonId:
        """Raises NotYours: nobody is linked to this chat."""
        if self.person is None:
            raise NotYours
        return self.person.id

    def button(self, act: str, number: int, version: int = 0) -> str:
        """Callback data of a button for this person; `BUTTONS` of the command names who answers it."""
        return bound(self.desk.office.sealer, self.who, act, number, version)

    def text(self, key: str, /, **facts: object) -> str:
        return self.desk.office.texts.chat(key, **facts)

    def answer(self, key: str, /, *, buttons: Buttons = (), **facts: object) -> None:
        self.answers.append(Answer(self.text(key, **facts), buttons))

    def answer_once(self, key: str, /, *, buttons: Buttons = (), **facts: object) -> None:
        """What is kept sealed elsewhere, as a phone: the words go once they were sent (db/secrets_sent.py)."""
        self.answers.append(Answer(self.text(key, **facts), buttons, NoticeKind.CODE))


Handler = Callable[[Turn], Awaitable[None]]
#: Answers a button of the person who pressed it (rede/bound_buttons.py).
TakesButton = Callable[[Turn, Pressed], Awaitable[None]]
LooksOut = Callable[[Turn], Awaitable[Lookout | None]]
