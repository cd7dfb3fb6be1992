"""An expected no. Its key names a text of notifier/texts; its facts fill it; the text is the reply.

Refusal
├── NotYours                        rede/access.py
├── InviteRefused                   rede/invite_person.py
├── PersonRefused                   rede/register_person.py
├── PlanRefused                     rede/import_plan.py
├── ReportRefused                   rede/submit_deliverable.py
└── RowsRefused                     rede/rows.py
"""

from typing import Any


class Refusal(Exception):
    """Raised by acts; nothing of the transaction counts."""

    def __init__(self, key: str, **facts: object) -> None:
        super().__init__(key)
        self.key = key
        self.facts: dict[str, Any] = facts
