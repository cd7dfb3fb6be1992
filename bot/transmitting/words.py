"""The words of an announcement and its one file, as they come; what cannot be taken is said, the rest is kept."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.file_kind import media_type_of
from bot.formatted import Entity, Styled, styled
from bot.forms import Form
from bot.transmitting.form import FILE, drop_file
from bot.turn import Turn
from db.enclosures import LARGEST, keep_enclosure
from db.slots import without_slots
from rede.broadcast import BroadcastRefused, read_words
from rede.links import allowed_link, require_allowed_links
from rede.refusal import Refusal

#: Ends of lines that no keyboard of a phone writes, each one character.
_LINE_ENDS = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
#: An address that somebody wrote as one: the name of a site alone, `Transferegov.br`, is a word.
_WRITTEN_OUT = re.compile(r"(?i)\w+://|www\.|.*/")


async def take_written(turn: Turn, form: Form) -> bool:
    """Puts into the form what a message brings: a file, words, or both. False: the words cannot be taken, which is
    said; a file that came with them is kept all the same."""
    if turn.file is not None:
        await _take_file(turn, form)
    if not turn.said.text.strip():
        return True
    try:
        _take_words(turn, form, turn.said.text, turn.said.entities)
    except Refusal as refused:
        turn.answer(refused.key, **refused.facts)
        return False
    return True


def _take_words(turn: Turn, form: Form, written: str, entities: Sequence[Entity]) -> None:
    """
    Raises:
        BroadcastRefused: a part is missing or cannot be sent.
        LinkRefused: an address in it leads elsewhere.
    """
    text = _LINE_ENDS.sub("\n", written)
    title, body = read_words(text)
    require_allowed_links(turn.desk.office, f"{title}\n{body}")
    found = _body(text, entities)
    for link in found.links:
        if _WRITTEN_OUT.match(link):
            allowed_link(turn.desk.office, link)
    form.fields |= {"title": title, "text": body, "html": without_slots(found.html)}


def _body(text: str, entities: Sequence[Entity]) -> Styled:
    """What stands below the first line, with its formatting; the title has its own."""
    begins = len(text) - len(text.lstrip())
    first_line = text.find("\n", begins)
    start = first_line + len(text[first_line:]) - len(text[first_line:].lstrip("\n"))
    return styled(text, entities, start=start, end=len(text.rstrip()))


async def _take_file(turn: Turn, form: Form) -> None:
    """One goes with it; of an album, the first."""
    file, album = turn.file, turn.said.album
    if file is None:
        return
    if album and form.fields.get("album") == album:
        turn.answer("transmit_one_file")
        once = f"transmit-album:{turn.said.chat_id}:{album}"
        turn.answers[-1] = replace(turn.answers[-1], once=once)
        return
    media_type = media_type_of(file.content)
    if not media_type or len(file.content) > LARGEST:
        key = "transmit_file_kind" if not media_type else "file_too_heavy"
        raise BroadcastRefused(key, name=file.name, most=LARGEST // 1_000_000)
    await drop_file(turn, form)
    kept = await keep_enclosure(
        turn.desk.session, name=file.name, media_type=media_type, content=file.content, now=turn.desk.now
    )
    form.fields |= {FILE: str(kept), "file_name": file.name, "album": album}
