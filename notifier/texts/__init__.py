"""Every sentence that people read, in Brazilian Portuguese. Keys name them; Jinja2 fills them, escaping facts.

`chat/` holds what Telegram shows (its HTML), a file for each conversation; `email/` holds text and HTML twins of
each mail; `page/` what a link of a mail opens; `calendar/` what a date says in a calendar.
"""

import tomllib
from dataclasses import dataclass
from importlib.resources import files

from jinja2 import DictLoader, Environment, PackageLoader, StrictUndefined, select_autoescape

from db.outbox import NOTICE_SLOT
from db.slots import slot

#: By `scheduler.ladder.Nature`: how our own goals are named in a list; a goal of the plan is `Meta 2.2`.
OWN_GOALS = {"term_end": "Fim da vigência", "check_in": "Acompanhamento semestral"}


@dataclass(frozen=True, slots=True)
class Mail:
    """The words of one e-mail: `text` and `html` say the same."""

    subject: str
    text: str
    html: str


class UnknownText(KeyError):
    """No text has this key: a defect of ours."""


class DoubleText(Exception):
    """Two files have a text of the same key."""


def _dotted(number: int) -> str:
    """`11.142`."""
    return f"{number:,}".replace(",", ".")


def _catalogue() -> dict[str, str]:
    """Every text of the chat by its key."""
    catalogue: dict[str, str] = {}
    for file in (files(__package__) / "chat").iterdir():
        texts: dict[str, str] = tomllib.loads(file.read_text(encoding="utf8"))
        if double := sorted(catalogue.keys() & texts.keys()):
            raise DoubleText(double[0])
        catalogue |= texts
    return catalogue


class Texts:
    """Renders by key. Facts that people typed are escaped; a missing fact is an error, never an empty string."""

    def __init__(self) -> None:
        catalogue = _catalogue()
        self._chat = Environment(
            loader=DictLoader(catalogue), autoescape=True, undefined=StrictUndefined, trim_blocks=True
        )
        self._email = Environment(
            loader=PackageLoader("notifier", "texts/email"),
            autoescape=select_autoescape(enabled_extensions=("html.j2",)),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._page = Environment(
            loader=PackageLoader("notifier", "texts/page"),
            autoescape=select_autoescape(enabled_extensions=("html.j2",)),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._calendar = Environment(
            loader=PackageLoader("notifier", "texts/calendar"),
            autoescape=False,  # noqa: S701  plain text, which no browser reads
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        for environment in (self._chat, self._email, self._calendar):
            environment.filters["dotted"] = _dotted
            environment.globals["own_goals"] = OWN_GOALS
            environment.globals["notice_code"] = slot(NOTICE_SLOT)
        self.keys = frozenset(catalogue)

    def chat(self, key: str, /, **facts: object) -> str:
        """Telegram HTML (Bot API, "HTML style")."""
        if key not in self.keys:
            raise UnknownText(key)
        return self._chat.get_template(key).render(facts).strip()

    def email(self, key: str, /, **facts: object) -> Mail:
        """Subject from the first line of the text twin, after `Assunto: `."""
        written = self._email.get_template(f"{key}.txt.j2").render(facts)
        subject, _, text = written.partition("\n")
        html = self._email.get_template(f"{key}.html.j2").render(facts)
        return Mail(subject=subject.removeprefix("Assunto: ").strip(), text=text.strip() + "\n", html=html)

    def calendar(self, key: str, /, **facts: object) -> tuple[str, str]:
        """Summary and description of an entry: the first line, and the rest."""
        summary, _, description = self._calendar.get_template(f"{key}.txt.j2").render(facts).partition("\n")
        return summary.strip(), description.strip()

    def page(self, key: str, /, **facts: object) -> str:
        """HTML of a whole page, which needs nothing from anywhere else."""
        return self._page.get_template(f"{key}.html.j2").render(facts)

    @property
    def page_style(self) -> str:
        """What stands between the style tags of every page, to the letter."""
        return self._page.get_template("style.css").render()
