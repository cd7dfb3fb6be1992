"""What a text knows of the evidence in a report: what each field is called, and its value as people read it."""

from collections.abc import Mapping, Sequence
from datetime import date

from notifier.texts import Texts
from rede.evidence import Reads, fields_of
from scheduler.wording import long_date

#: (`Em que dias`, `terça-feira, 10/03/2026 a quinta-feira, 12/03/2026`)
EvidenceLine = tuple[str, str]


def evidence_lines(texts: Texts, key: str, evidence: Mapping[str, str]) -> Sequence[EvidenceLine]:
    """Of a report for the goal of that key, in the order in which the fields are asked."""
    return [
        (texts.chat(f"report_label_{one.name}"), shown(one.reads, evidence[one.name]))
        for one in fields_of(key)
        if one.name in evidence
    ]


def shown(reads: Reads, value: str) -> str:
    if reads not in (Reads.DAY, Reads.DAYS):
        return value
    first, _, last = value.partition("/")
    days = [long_date(date.fromisoformat(one)) for one in (first, last) if one]
    return " a ".join(days)
