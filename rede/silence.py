"""When a contact counts as silent: reminded for half a year, and no sign of life. A tool of acts."""

from collections.abc import Collection
from datetime import timedelta

from db.channels import channels_of
from db.ids import PersonId
from db.marks import marks_like
from db.silence import gave_a_sign, reminded
from rede.desk import Desk

#: Without a sign, and reminders meanwhile: fewer may have been overlooked.
SILENT_FOR, REMINDED = timedelta(days=180), 3
#: Before the number of a person of whose silence others were told.
TOLD = "silent:"


async def silent(desk: Desk) -> set[PersonId]:
    """Told of or not."""
    since = desk.now - SILENT_FOR
    people = await reminded(desk.session, since=since, at_least=REMINDED)
    return people - await gave_a_sign(desk.session, people, since=since)


async def told_of(desk: Desk) -> set[PersonId]:
    """People of whose silence others were told, and who were not heard of since."""
    return {PersonId(int(name.removeprefix(TOLD))) for name in await marks_like(desk.session, TOLD)}


async def are_gone(desk: Desk, people: Collection[PersonId]) -> set[PersonId]:
    """Those whom nobody can reach, or who are silent."""
    channels = await channels_of(desk.session, people)
    unreached = {one for one, opened in channels.items() if not opened}
    return unreached | (await silent(desk) & set(people))
