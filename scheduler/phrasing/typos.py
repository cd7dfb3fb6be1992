"""Words of time that somebody mistyped: an unknown word before a deadline must not hide one that changes it."""

from difflib import get_close_matches

_WORDS = {
    "anual": "anual",
    "anualmente": "anualmente",
    "mensal": "mensal",
    "mensalmente": "mensalmente",
    "bimestral": "bimestral",
    "bimestralmente": "bimestralmente",
    "trimestral": "trimestral",
    "trimestralmente": "trimestralmente",
    "quadrimestral": "quadrimestral",
    "semestral": "semestral",
    "semestralmente": "semestralmente",
    "bimestre": "bimestre",
    "trimestre": "trimestre",
    "quadrimestre": "quadrimestre",
    "semestre": "semestre",
    "exercicio": "exercício",
    "janeiro": "janeiro",
    "fevereiro": "fevereiro",
    "setembro": "setembro",
    "outubro": "outubro",
    "novembro": "novembro",
    "dezembro": "dezembro",
}
#: Words of their own, however near.
_OTHERS = frozenset(("manual", "manuais", "manualmente", "mensalidade", "anualidade"))
_NEAR = 0.88


def mistyped(word: str) -> str | None:
    """The word of time that a plain word is nearly spelt as."""
    if word in _OTHERS or word in _WORDS:
        return None
    [*near] = get_close_matches(word, _WORDS, n=1, cutoff=_NEAR)
    return _WORDS[near[0]] if near else None
