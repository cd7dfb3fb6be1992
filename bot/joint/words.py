"""Reading what people type of a joint action: `2.3 "Oficina de Obrasgov" 10/03/2026 com Irecê "40 pessoas"`."""

import re
from dataclasses import dataclass

_QUOTED = re.compile(r"[\"“”]([^\"“”]*)[\"“”]")
_KEY = re.compile(r"(?i)(?:^|(?<=\s))(?:meta\s+)?(2[.,]3|3[.,]3|c3)(?=[\s,;:]|$)")
_LINK = re.compile(r"(https?://\S+)")
_DAY = re.compile(r"(?i)\b(?:em\s+|dia\s+)?(\d{1,2}/\d{1,2}(?:/\d{2,4})?|hoje|ontem|anteontem|amanhã)\b")
_WITH = re.compile(r"(?i)^\W*(?:com|parceiros?:?)\s+")
_BETWEEN = re.compile(r"\s*[,;\n]\s*|\s+e\s+(?=\S)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionWords:
    """What one line said; empty where it said nothing."""

    key: str
    title: str
    result: str
    day: str
    link: str
    partners: str


def read_action(arguments: str) -> ActionWords:
    rest, title = _take(_QUOTED, arguments.strip())
    rest, result = _take(_QUOTED, rest)
    rest, link = _take(_LINK, rest)
    rest, key = _take(_KEY, rest)
    rest, day = _take(_DAY, rest)
    partners = _WITH.sub("", " ".join(rest.split())).strip(" ,;")
    return ActionWords(
        key=key.upper().replace(",", "."), title=title, result=result, day=day, link=link, partners=partners
    )


def read_names(typed: str) -> list[str]:
    """`Irecê, Barra e UPB`: one of each; a name with an `e` in it stands alone on its line or between commas."""
    parts = re.split(r"\s*[,;\n]\s*", typed) if re.search(r"[,;\n]", typed) else _BETWEEN.split(typed)
    return [name for part in parts if (name := _WITH.sub("", part).strip(" .")) != ""]


def _take(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    found = pattern.search(text)
    if found is None:
        return text, ""
    return f"{text[: found.start()]} {text[found.end() :]}", found[1].strip()
