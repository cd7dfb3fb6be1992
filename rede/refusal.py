"""An expected no. Its key names a text of notifier/texts; its facts fill it; the text is the reply.

Refusal
├── NotYours                        rede/access.py
├── AdhesionKnown                   rede/say_no_adhesions.py
├── CancelRefused                   rede/cancel_happening.py
├── CheckInRefused                  rede/check_in.py
├── ConfirmRefused                  rede/confirm_chat.py
├── DelegationRefused               rede/delegate_review.py
├── DispensationRefused             rede/dispense.py
├── FileRefused                     bot/attachments.py
├── HappeningRefused                rede/record_happening.py
├── InviteRefused                   rede/confirm_chat.py
├── MoveRefused                     rede/move_happening.py
├── NoEventRefused                  rede/say_no_event.py
├── NothingToPutOff                 rede/put_off.py
├── PersonRefused                   rede/register_person.py
├── PlanRefused                     rede/readings.py
├── ReadingRefused                  rede/decide_reading.py
├── ReportRefused                   rede/filing.py
├── ReviewRefused                   rede/review_deliverable.py
└── RowsRefused                     rede/rows.py
"""

from typing import Any


class Refusal(Exception):
    """Raised by acts; nothing of the transaction counts."""

    def __init__(self, key: str, **facts: object) -> None:
        super().__init__(key)
        self.key = key
        self.facts: dict[str, Any] = facts
