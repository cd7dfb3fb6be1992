"""Names of elos as people type them: case and accents make no other elo. A tool of acts."""

import unicodedata

from db.elos import Elo, elos, put_elo
from rede.desk import Desk


def same(name: str) -> str:
    """What two names of one elo have in common."""
    bare = unicodedata.normalize("NFKD", " ".join(name.split())).encode("ascii", "ignore").decode()
    return bare.casefold()


async def elo_named(desk: Desk, name: str) -> Elo | None:
    return next((one for one in await elos(desk.session) if same(one.name) == same(name)), None)


async def listed(desk: Desk, name: str) -> str:
    """The name as the list has it; added there where it is new."""
    named = " ".join(name.split())
    if not named:
        return ""
    known = await elo_named(desk, named)
    if known is None:
        await put_elo(desk.session, named, now=desk.now)
    return known.name if known else named
