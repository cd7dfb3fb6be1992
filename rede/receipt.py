"""What is known of a report once it is filed: what its receipt says. A tool of acts."""

from dataclasses import dataclass

from db.deliverables import Deliverable
from db.obligations import Owed
from rede.progress import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    protocol: str
    owed: Owed
    #: How far the period is with this report; None where no quantity is asked for.
    progress: Progress | None
    fulfilled: bool
    deliverable: Deliverable
