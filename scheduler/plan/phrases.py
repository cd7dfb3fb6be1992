"""Whether words are the whole deadline of a goal: what finds the cells again where an export ran them together."""

import re
from functools import lru_cache

from scheduler.phrases import UnreadablePhrase, read_phrase
from scheduler.plan.letters import folded

#: A cell of deadlines begins so; of other words the reader of phrases may pass over those before the deadline.
_BEGINNING = re.compile(
    r"(?:\d+|ate|em|no|na|nos|nas|ao|aos|dentro|durante|quando|sempre|se|caso|logo|assim que|apos|antes|desde|entre|enquanto"
    r"|a (?:partir|contar|cada|definir|combinar|qualquer)|cada|tod[ao]s?|conforme|de acordo|observa\w+|por|sob|pelo menos"
    r"|(?:anu|men|bim|trim|quadrim|sem|quinzen|diari|bian|bien|trien|quinquen|decen|imediat|continu|permanen|period|pontu"
    r"|eventu|unic)\w*|uma?|dois|duas|tres|quatro|cinco|seis|sete|oito|nove|dez|onze|doze|quinze|vinte|trinta|quarenta"
    r"|cinquenta|sessenta|noventa|cento|do mes|mes|de|prazo|vigencia|acao continua|ultim\w+|primeir\w+|minimo|com antece\w+"
    r"|antecedencia|inicio|fim|final|janeiro|fevereiro|marco|abril|maio|junho|julho|agosto|setembro|outubro|novembro"
    r"|dezembro|comunicar|vespera|frequencia|[ivx]+ )\b"
)
_UNFINISHED = re.compile(
    r"(?:(?:^|\s)(?:e|ou|[dn]?[aeo]s?|em|por|para|com|que|pel[ao]s?|[-–/])|[,(-])$", re.IGNORECASE
)


@lru_cache(maxsize=10_000)
def is_deadline(text: str) -> bool:
    if not text or text[0].islower() or not _BEGINNING.match(folded(text)) or _UNFINISHED.search(text):
        return False
    try:
        read_phrase(text)
    except UnreadablePhrase:
        return False
    return True
