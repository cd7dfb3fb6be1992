"""Words as they compare: what people type has accents or not, and any case."""

import unicodedata

#: What lets a dialogue do what it asks about, and what ends it, typed or pressed.
CONFIRM, CANCEL = ("confirmar", "sim", "ok"), ("cancelar", "não", "nao")


def plain(words: str) -> str:
    """Small letters, without accents."""
    decomposed = unicodedata.normalize("NFKD", words)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).lower()
