"""The number of a SEI process, `19973.014253/2025-58`: five digits of the body, six, the year, two that check.

Whether those two check is not asked: who typed it copied it from the process, and a slip does no harm.
"""

import re

#: As it stands within a text.
PROCESS = re.compile(r"(?<![\d.])\d{5}\.\d{6}/\d{4}-\d{2}(?!\d)")


def is_process(text: str) -> bool:
    return PROCESS.fullmatch(text) is not None
