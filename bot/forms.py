"""Half-filled forms: a command is a form, its fields are texts in a row that survives a crash.

A button carries the version of the form it was shown for, so an old one is told from a current one.
"""

import json
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.attachments import MOST, Attachment, Room
from bot.plan_file import PlanFile
from bot.turn import Turn
from db import Session
from db.drafts import Draft, draft_of, drop_draft, keep_draft

#: The one form that a stranger can have open: how they become somebody (bot/commands/start.py).
STRANGERS = "start"


def _fresh() -> int:
    """Where the versions of a new form begin, so that a button of an earlier form is no button of this one."""
    return secrets.randbelow(2_000_000) * 1000


@dataclass(slots=True)
class Form:
    """`fields` holds only texts: ids in digits, what the person typed as typed."""

    name: str
    fields: dict[str, str] = field(default_factory=dict)
    version: int = field(default_factory=_fresh)
    #: When it was kept last; None: never.
    kept_at: datetime | None = None

    @property
    def of_strangers(self) -> bool:
        """Filled in by whoever is not linked to a person yet."""
        return self.name == STRANGERS


@dataclass(frozen=True, slots=True)
class Press:
    version: int
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Dialogue:
    """What goes on with an open form: on a text, on a button."""

    resume: Callable[[Turn, Form], Awaitable[None]]
    press: Callable[[Turn, Form, Press], Awaitable[None]]
    #: How the form reads a file that comes, and the one that its fields hold; None: it takes no files. Called in a
    #: thread, before the transaction.
    reads: Callable[[Mapping[str, str], Attachment | None], PlanFile | None] | None = None
    #: It is handed the files that come (`turn.file`), whatever is in them.
    takes_files: bool = False
    #: Bytes of one that it does not keep on the disk.
    largest: int = MOST
    #: How many files more the form keeps: they are on the disk when it is handed them. None: it keeps none.
    room: Callable[[Session, Mapping[str, str]], Awaitable[Room]] | None = None


async def open_form(turn: Turn) -> Form | None:
    draft = await draft_of(turn.desk.session, turn.said.chat_id)
    return (
        None if draft is None else Form(draft.form, json.loads(draft.fields), draft.version, draft.updated_at)
    )


async def keep(turn: Turn, form: Form) -> None:
    """Keeps the form as it stands; buttons made before this are old from now on."""
    form.version += 1
    draft = Draft(
        chat_id=turn.said.chat_id,
        form=form.name,
        fields=json.dumps(form.fields, ensure_ascii=False),
        version=form.version,
        updated_at=turn.desk.now,
    )
    await keep_draft(turn.desk.session, draft)


async def drop(turn: Turn) -> None:
    await drop_draft(turn.desk.session, turn.said.chat_id)


def button(form: Form, field_name: str, value: str) -> str:
    """Callback data (Bot API: 1-64 bytes) for the version that the next `keep` makes."""
    return f"form:{form.version + 1}:{field_name}:{value}"


def read_button(data: str) -> Press | None:
    parts = data.split(":", 3)
    if len(parts) != 4 or parts[0] != "form" or not parts[1].isdecimal():
        return None
    return Press(int(parts[1]), parts[2], parts[3])
