"""Where a word is missing: the reader passes small words over, so what is left may sound like another deadline.

Only damage that was seen to be read as something else is listed; any other phrase with a hole is no deadline. What
stands in a group is where the hole is.
"""

import re

from scheduler.phrasing.numerals import ORDINALS, WORDS

_PERIOD = r"(?:(?:bi|tri|quadri|se)mestre|exercicio)"
_ONE, _MANY = rf"(?:dia|semana|mes|ano|{_PERIOD})", rf"(?:dias|semanas|meses|anos|{_PERIOD}s)"
_MONTHS = "janeiro|fevereiro|marco|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro"
_MONTH_OR_YEAR = rf"(?:{_MONTHS}|(?:19|20)\d\d)"
_NUMBER = rf"(?:\d{{1,4}}[oa]?|{WORDS}|{ORDINALS}(?: {ORDINALS})?)"
_DAY_OF_YEAR = rf"{_NUMBER}(?: \([a-z ]+\))?(?: de (?:{_MONTHS})\b|/\d)"
_A_WORD = "falta uma palavra neste lugar"

HOLES = [
    (re.compile(pattern), reason)
    for pattern, reason in (
        (rf"\b(?:a )?cada {_MANY}\b", "não diz quantos; escreva, por exemplo, 'a cada 6 meses'"),
        (
            r"(?:^|\b(?:nos|os|em|de|aos|pelos) )(dias (?:uteis |corridos )?"
            r"(?:subsequentes|seguintes|posteriores))\b",
            "não diz quantos dias",
        ),
        (rf"(?:^|\b(?:o|no|ate|em) )dia (do {ORDINALS} {_ONE})\b", "falta o número do dia"),
        (
            rf"^(?:(?!\bdias?\b).)*?(?<![\d/.-])\b({_NUMBER}(?: \([a-z ]+\))? d[oa] {_ONE})\b",
            "não diz se é um dia; escreva, por exemplo, 'dia 10 do mês'",
        ),
        (rf"^(?:(?:ate|em|a) )?(e (?:\d|{WORDS}\b))", "falta o começo do número"),
        (r"\b(?:de d[oa]|em d[eoa]|d[oa] de(?! (?:referencia|que)\b)|d[eoa] e(?![\w-]))\b", _A_WORD),
        (rf"\ba de {_MONTH_OR_YEAR}\b", _A_WORD),
        (rf"\bdo {_NUMBER} ((?:ao?|ate o?) {_ONE})\b(?! \d)", "falta um número neste lugar"),
        (
            r"(?<![\d/.,:()-])\b(\d{1,3} \d{1,2})\b(?![/.,:h\d)-])",
            "são dois números seguidos; falta o que os liga",
        ),
        (
            rf"\bate (?:o )?(?:dia )?{_DAY_OF_YEAR}(?:(?! e ).)*?\b(ate)\b"
            r"(?! (?:o )?(?:fim|final|termino|encerramento))",
            "a frase diz 'até' duas vezes; junte as datas com 'e'",
        ),
        (
            r"\binicio ?[/,;]? ?(?:no )?(?:fim|final|termino)\b",
            "escreva 'do início ao fim' ou 'no início e no fim'",
        ),
    )
]
