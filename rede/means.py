"""By what means a report came that somebody else enters, and how it may be contested. A tool of acts."""

from enum import StrEnum

#: The act of the button under the notice (bot/commands/registrar.py answers it).
CONTEST = "registrarcontra"


class Means(StrEnum):
    """As the texts show it."""

    MAIL = "e-mail"
    SEI = "SEI"
    LETTER = "ofício"
    PHONE = "telefone"
    MEETING = "reunião"
