"""What an announcement may have beside its words: a button that leads somewhere, a mark that it promotes."""

import re

from bot.forms import Form
from bot.turn import Turn
from rede.broadcast import BroadcastRefused
from rede.links import allowed_link

#: Characters of a label that a phone shows whole.
LONGEST_LABEL = 40
_WITH_LINK = re.compile(r"(?P<label>.+?)[\s:;,-]+(?P<link>https?://\S+)", re.DOTALL | re.IGNORECASE)


def take_label(turn: Turn, form: Form, said: str) -> None:
    """`Inscreva-se`, or with its address in one line. Raises BroadcastRefused or LinkRefused."""
    found = _WITH_LINK.fullmatch(said.strip())
    label = " ".join((found["label"] if found else said).split())
    if not label or len(label) > LONGEST_LABEL or "://" in label:
        raise BroadcastRefused("transmit_label_length", most=LONGEST_LABEL)
    link = allowed_link(turn.desk.office, found["link"]) if found else ""
    form.fields["label"] = label
    form.fields.pop("link", None)
    if link:
        form.fields["link"] = link


def take_link(turn: Turn, form: Form, said: str) -> None:
    """Raises LinkRefused."""
    form.fields["link"] = allowed_link(turn.desk.office, said)


def drop_button(form: Form) -> None:
    for field in ("label", "link"):
        form.fields.pop(field, None)
