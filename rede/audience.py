"""The language in which the Secretariat says whom an announcement is for, and who that is. A tool of acts."""

from collections.abc import Sequence
from enum import StrEnum

from db.announcements import Listener, everybody
from rede.desk import Desk
from rede.refusal import Refusal


class Audience(StrEnum):
    """As it is kept and shown."""

    EVERYBODY = "todos"


class AudienceRefused(Refusal):
    """The words name nobody that is known: `audience_unknown`, with `words` and those `known`."""


def read_audience(words: str) -> Audience:
    """
    Raises:
        AudienceRefused: no audience is called so.
    """
    named = " ".join(words.split()).casefold()
    for audience in Audience:
        if named == audience:
            return audience
    raise AudienceRefused("audience_unknown", words=words.strip(), known=[str(one) for one in Audience])


async def listeners(desk: Desk, audience: Audience) -> Sequence[Listener]:
    """Each person of the audience once, by number, whether or not they can be reached."""
    match audience:
        case Audience.EVERYBODY:
            return await everybody(desk.session)
