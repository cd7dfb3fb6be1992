"""How long the server keeps a hasty bot or a failing webhook waiting: as Telegram does, or less, for the hasty."""

from sandbox.pulse import Pulse


class Patience:
    def __init__(self) -> None:
        #: Real seconds that one second of Telegram's penalties lasts here; 0 switches them off. Long polls, which
        #: the bot itself asks for, are not shortened.
        self.second = 1.0
        #: Real seconds within which a webhook must have answered.
        self.answer = 60.0
        self._end = Pulse()

    def of(self, seconds: float) -> float:
        """Telegram's seconds in real ones."""
        return seconds * self.second

    async def waits(self, seconds: float) -> None:
        """Let so many of Telegram's seconds go by, but never longer than the desk stands."""
        if self.second > 0:
            await self._end.after_or_timeout(0, self.of(seconds))

    def close(self) -> None:
        self._end.close()
