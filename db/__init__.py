"""What is remembered: tables and the questions asked of them. Knows nothing of the floors above."""

from db.database import Database, Session

__all__ = ["Database", "Session"]
