"""The folder of attachments, below `data_dir`: each file under a name of ours, for nobody else to read.

A file is on the disk before a row names it: one that no row names was left by a crash. A tool of acts and doors.
"""

import os
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

#: What an attachment's path may look like: `4f/4fd0….pdf`.
_FOLDERS, _LETTERS = 2, 32


class AttachmentFolder:
    """Blocking: for threads."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def keep(self, content: bytes, ending: str) -> str:
        """Its path below the folder, once it is safely on the disk."""
        name = secrets.token_hex(_LETTERS // 2) + ending
        path = Path(name[:_FOLDERS]) / name
        folder = self._root / path.parent
        for each in (self._root, folder):
            each.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self._root / path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        for each in (folder, self._root):
            _sync(each)
        return path.as_posix()

    def read(self, path: str) -> bytes:
        """Raises FileNotFoundError: it is gone, or is none of ours."""
        found = (self._root / path).resolve()
        if not found.is_relative_to(self._root.resolve()):
            raise FileNotFoundError(path)
        return found.read_bytes()

    def remove(self, paths: Iterable[str]) -> None:
        for path in paths:
            (self._root / path).unlink(missing_ok=True)

    def older_than(self, instant: datetime) -> Sequence[str]:
        """Paths of what was kept before, in order."""
        before = instant.timestamp()
        old = (file for file in self._root.glob("*/*") if file.is_file() and file.stat().st_mtime < before)
        return sorted(file.relative_to(self._root).as_posix() for file in old)


def _sync(folder: Path) -> None:
    """The name of a new file, too, has to survive."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
