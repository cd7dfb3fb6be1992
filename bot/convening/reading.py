"""What people type of a meeting: one line with labels, and each answer alone. What is not understood is refused."""

import re
from datetime import date, datetime, time

from bot.date_words import read_date, read_time
from bot.plain import plain
from bot.turn import Turn
from db.convened import MeetingKind
from rede.convening import ConvocationRefused, Day
from scheduler.clock import BRASILIA
from scheduler.days.places import states

#: What is said before a part, in one line → the field it fills.
LABELS = {
    "local": "place",
    "link": "link",
    "pauta": "agenda",
    "publico": "audience",
    "inscricoes": "closes",
    "inscricao": "closes",
}
_LABEL = re.compile(rf"(?:^|[\s;,])({'|'.join(LABELS)}|público|inscrições|inscrição)\s*:\s*", re.IGNORECASE)
_TITLE = re.compile(r"[\"“”](.+?)[\"“”]", re.DOTALL)
_FORUM = re.compile(r"^\s*forum\s+(nacional|regional)(?:\s+n?[º°.o]*\s*(\d{1,3}))?", re.IGNORECASE)
_UFS = re.compile(r"\s*([A-Za-z]{2}(?:[\s,]+(?:e\s+)?[A-Za-z]{2})*)\s*(?=[\"“”])")
_HOUR = r"\d{1,2}(?:[h:]\d{0,2})?"
_DAY = re.compile(
    rf"^(\S+)\s+(?:das\s+)?({_HOUR})\s*(?:a|às|as|até|ate|-)\s*({_HOUR})\s*(.*)$", re.IGNORECASE
)
_KINDS = {"nacional": MeetingKind.NATIONAL_FORUM, "regional": MeetingKind.REGIONAL_FORUM}


def read_line(turn: Turn, typed: str) -> dict[str, str]:
    """`"Título" 06/05/2026 14h30 local: Auditório link: https://… pauta: Metas`: the fields that it fills."""
    found: dict[str, str] = {}
    forum = _FORUM.match(plain(typed))
    if forum:
        found["kind"], typed = _KINDS[forum[1].lower()], typed[forum.end() :]
        found |= {"number": forum[2]} if forum[2] else {}
    ufs = _UFS.match(typed)
    if found.get("kind") == MeetingKind.REGIONAL_FORUM and ufs:
        found["ufs"], typed = ",".join(read_ufs(ufs[1])), typed[ufs.end() :]
    marks = list(_LABEL.finditer(typed))
    for mark, following in zip(marks, [*marks[1:], None], strict=False):
        text = typed[mark.end() : following.start() if following else len(typed)].strip(" ;,")
        found[LABELS[plain(mark[1])]] = text
    head = typed[: marks[0].start()] if marks else typed
    title = _TITLE.search(head)
    if title:
        found["title"] = title[1]
        when = (head[: title.start()] + head[title.end() :]).strip(" ,;")
    else:
        when = ""
        if head.strip():
            found["title"] = head.strip()
    if when:
        found["starts"] = read_start(turn, when).isoformat()
    if "title" in found and not forum:
        found.setdefault("kind", MeetingKind.MEETING)
    return found


def read_start(turn: Turn, text: str) -> datetime:
    """Raises ConvocationRefused: it is no day with an hour."""
    day, hour = _read(turn, text)
    if hour is None:
        raise ConvocationRefused("meeting_hour_missing")
    return datetime.combine(day, hour, tzinfo=BRASILIA)


def read_end(turn: Turn, text: str, starts: datetime) -> datetime:
    """`16h30` of the same day, or another day with its hour. Raises ConvocationRefused."""
    hour = read_time(text)
    if hour is not None:
        return datetime.combine(starts.astimezone(BRASILIA).date(), hour, tzinfo=BRASILIA)
    return read_start(turn, text)


def _read(turn: Turn, text: str) -> tuple[date, time | None]:
    calendar = turn.desk.office.calendar
    read = read_date(text, today=turn.desk.today, working_day=calendar.is_business_day)
    if read is None or read.doubt is not None:
        raise ConvocationRefused("meeting_day_unreadable")
    return read.day, read.hour


def read_ufs(text: str) -> list[str]:
    """`BA, SE e AL`, `Bahia e Sergipe`. Raises ConvocationRefused."""
    known = {plain(words): one.uf for one in states().values() for words in (one.uf, one.name)}
    found: set[str] = set()
    for part in filter(None, (one.strip(" .") for one in re.split(r"[,;/\n]|\s+e\s+", plain(text)))):
        # `BA SE` are two; `Mato Grosso` is one.
        words = [part] if part in known else part.split()
        if any(word not in known for word in words):
            raise ConvocationRefused("meeting_without_uf")
        found.update(known[word] for word in words)
    if not found:
        raise ConvocationRefused("meeting_without_uf")
    return sorted(found)


def read_number(text: str) -> str:
    """Raises ConvocationRefused."""
    found = re.search(r"\d{1,3}", text, re.ASCII)
    if found is None or int(found[0]) < 1:
        raise ConvocationRefused("meeting_without_number")
    return str(int(found[0]))


def read_days(turn: Turn, text: str) -> list[Day]:
    """A line each: `10/06/2026 9h a 18h Painéis`. Raises ConvocationRefused."""
    found = []
    for line in filter(str.strip, text.splitlines()):
        parts = _DAY.match(line.strip())
        hours = (read_time(parts[2]), read_time(parts[3])) if parts else (None, None)
        if parts is None or hours[0] is None or hours[1] is None:
            raise ConvocationRefused("meeting_days_unreadable", line=line.strip()[:60])
        day, _ = _read(turn, parts[1])
        starts, ends = (datetime.combine(day, hour, tzinfo=BRASILIA) for hour in hours if hour)
        found.append(Day(starts, ends, parts[4].strip(" ·-–:")[:90]))
    return found
