"""Words as they compare: what people type has accents or not, and any case."""

import unicodedata


def plain(words: str) -> str:
    """Small letters, without accents."""
    decomposed = unicodedata.normalize("NFKD", words)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).lower()
