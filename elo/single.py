"""One service per data folder: SQLite's rows have one owner, who may take over what a crash left behind."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunning(Exception):
    """Another service holds this data folder."""


@contextmanager
def only_one(data_dir: Path | None) -> Iterator[None]:
    """Holds the folder until the end; None when the database is a server, where leases decide.

    Raises:
        AlreadyRunning: another service holds it.
    """
    if data_dir is None:
        yield
        return
    with (data_dir / "elo.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunning(f"another elo runs on {data_dir}") from None
        yield
