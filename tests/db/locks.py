"""What holds whom up, on PostgreSQL: for tests of two transactions at once."""

from sqlalchemy import text

from db import Session


async def until_another_waits(session: Session) -> None:
    """Comes back once another transaction waits for what this one holds."""
    while not await session.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
        pass
