"""What a command ends with where some agreements could not be counted: their dates, and their people, wait."""

from typing import TYPE_CHECKING

from elo.cli.ending import Ending, Failure

if TYPE_CHECKING:
    from elo.recounting import Outcome


def require_all_counted(done: "Outcome") -> None:
    """
    Raises:
        Failure: partly done, where an agreement was left out.
    """
    if done.failed:
        left = len(done.failed)
        message = f"{left} {'agreement' if left == 1 else 'agreements'} could not be counted, as the log says"
        raise Failure(Ending.PARTLY, message, "all else is done; elo run tries again every day")
