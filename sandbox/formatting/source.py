"""What a parse mode reads from and writes to: UTF-8 bytes with a position, and a text measured in UTF-16."""

#: The characters tdlib's is_space takes for white space; the end of the text is one of them.
SPACES = " \t\r\n\v\0"


class Source:
    """UTF-8 bytes and a position in them; past the end there is NUL, as in tdlib's C string."""

    def __init__(self, text: str) -> None:
        self._bytes = text.encode()
        self.position = 0

    def __len__(self) -> int:
        return len(self._bytes)

    def at_end(self) -> bool:
        return self.position >= len(self._bytes)

    def peek(self, ahead: int = 0) -> str:
        """One byte, as the character of that number."""
        index = self.position + ahead
        return chr(self._bytes[index]) if index < len(self._bytes) else "\0"

    def follows(self, text: str) -> bool:
        return self._bytes.startswith(text.encode(), self.position)

    def take(self, width: int = 1) -> str:
        start, self.position = self.position, self.position + width
        return self._bytes[start : self.position].decode(errors="replace")

    def take_character(self) -> str:
        first = self._bytes[self.position]
        return self.take(1 + (first >= 0xC0) + (first >= 0xE0) + (first >= 0xF0))

    def take_until(self, stops: str) -> str:
        """Everything up to one of `stops` (bytes); NUL always stops."""
        width = 0
        while self.peek(width) not in stops + "\0":
            width += 1
        return self.take(width)

    def skip_spaces(self) -> None:
        while self.peek() != "\0" and self.peek() in SPACES:
            self.position += 1

    def skip_line_break(self) -> None:
        """One new line, however it is written."""
        if self.peek() in "\r\n":
            other = "\n" if self.peek() == "\r" else "\r"
            self.position += 1 + (self.peek(1) == other)


class Draft:
    """The text read so far, and its length in UTF-16."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self.length = 0

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    @property
    def last(self) -> str:
        return self._pieces[-1] if self._pieces else ""

    @property
    def mark(self) -> int:
        """A place to ask the text `since`."""
        return len(self._pieces)

    def since(self, mark: int) -> str:
        return "".join(self._pieces[mark:])

    def add(self, character: str) -> None:
        self._pieces.append(character)
        self.length += 1 + (character > "\uffff")
