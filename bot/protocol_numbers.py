"""The numbers that people quote, however they write them: `AV-000123` of a notice, `RP-2026-000142` of a report."""

import re

from db.ids import NoticeId

_NOTICE = re.compile(r"(?:aviso[\W_]*)?(?:av[\W_]*)?([0-9]{1,10})")
_REPORT = re.compile(r"(?:(?:relato|protocolo)[\W_]*)?(r[ph])[\W_]*([0-9]{4})[\W_]+([0-9]{1,9})")
#: The largest number a column of ours holds.
LARGEST = 2**31 - 1


def read_notice(text: str) -> NoticeId | None:
    """`AV-000123`, `av 123`, `aviso 123`, `123`. None: it is no number of a notice."""
    found = _NOTICE.fullmatch(_bare(text))
    number = int(found.group(1)) if found else 0
    return NoticeId(number) if 0 < number <= LARGEST else None


def read_report(text: str) -> str | None:
    """`RP-2026-000142` as the receipt has it, from `rp 2026 142` too. None: it is no number of a report."""
    found = _REPORT.fullmatch(_bare(text))
    return f"{found.group(1).upper()}-{found.group(2)}-{int(found.group(3)):06d}" if found else None


def _bare(text: str) -> str:
    return re.sub(r"^[\W_]+|[\W_]+$", "", text.lower())
