"""Trying an act out inside the transaction that is open: what it would do is seen, and taken back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rede.desk import Desk


@asynccontextmanager
async def rehearsal(desk: Desk) -> AsyncIterator[None]:
    """Nothing of what is done inside stays. A row that it changed has to be refreshed before it is used again."""
    savepoint = await desk.session.begin_nested()
    try:
        yield
    finally:
        await savepoint.rollback()
