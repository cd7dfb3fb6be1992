"""An expected no. Its key names a text of notifier/texts; its facts fill it; the text is the reply.

Refusal
├── in rede/open_invite.py     InviteRefused
├── in rede/submit_deliverable.py  ReportRefused
└── in rede/import_plan.py, register_*.py  ImportRefused
"""

from typing import Any


class Refusal(Exception):
    """Raised by acts; nothing of the transaction counts."""

    def __init__(self, key: str, **facts: object) -> None:
        super().__init__(key)
        self.key = key
        self.facts: dict[str, Any] = facts
