"""Words that no deadline may hold, wherever they stand, and what to tell whoever wrote them.

They are looked for before the phrase is read: each leaves open when, or turns what stands beside it around.
"""

import re

from scheduler.phrasing.holes import HOLES
from scheduler.phrasing.numerals import WORDS

_TO_BE = r"(?:definir|combinar|acordar|confirmar|estabelecer|pactuar|ajustar|ser(?:em)? \w+)"
_LEFT_OPEN = "a frase não diz quando; informe uma data"
_TURNED = "a frase tem uma exceção, uma negação ou uma preferência; escreva só o prazo"

_REFUSED = [
    (re.compile(pattern), reason)
    for pattern, reason in (
        (rf"\ba {_TO_BE}\b(?! d)", "o prazo ainda não foi definido; informe uma data"),
        (r"\b(?:em|pendente de) definicao\b", "o prazo ainda não foi definido; informe uma data"),
        (r"_{2,}|\bx+/x+|\b(?:xx+|tbd)\b", "o prazo ficou em branco; informe uma data"),
        (r"\b(?:nao se aplica|n/a|sem prazo|prazo indeterminado)\b", "a frase diz que não há prazo"),
        (
            r"\b(?:oportunamente|(?:em )?breve|brevemente|brevidade|periodicamente|periodic[oa]s?|regularmente"
            r"|eventualmente|frequentemente|esporadic\w+|tempestiv\w+|quanto antes|a qualquer (?:tempo|momento)"
            r"|(?:em )?tempo habil|prazo razoavel|rotin\w+|meados|assim que puder|quando puder"
            r"|(?:sempre que|quando|se|assim que|logo que) (?:for )?(?:possivel|conveniente|oportuno|viavel)"
            r"|necess(?:ario|aria|idades?)|disponibilidade|conveniencia|oportunidade|interesse|criterio)\b",
            _LEFT_OPEN,
        ),
        (
            r"\b(?:inicio|comeco) d[aeo] (?:mes|ano|(?:bi|tri|quadri|se)mestre|exercicio|(?:19|20)\d\d"
            r"|janeiro|fevereiro|marco|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro)\b",
            _LEFT_OPEN,
        ),
        (
            r"\b(?:inici(?:ar|ado|ada|ando|a-se|ar-se)|comeca|comecando)\b",
            "a frase diz quando começa, mas não até quando; informe a data em que termina",
        ),
        (
            r"\bas (?!23 ?[h:] ?59)\d{1,2} ?(?:h|horas|:\d\d)",
            "os prazos terminam no fim do dia; escreva só o dia",
        ),
        (
            r"\b(?:nao|nem|nunca|jamais|exceto|excetuad\w+|salvo|ressalvad\w+|quase|cerca|aproximad\w+|talvez"
            r"|preferencial\w*|preferivel\w*|preferencia|possivelmente|provave\w+|facultativ\w+|opciona\w+"
            r"|vedad\w+|proibid\w+|dispensad\w+|suspens[oa]s?|cancelad\w+|revogad\w+|metade|dobro|triplo"
            r"|(?<!por )mei[oa]s?|(?:ante)?penultim\w+|exclu\w+|estimad\w+|previsao)\b"
            r"|\bmais\b(?! tardar)|(?<!ao )(?<!pelo )\bmenos\b"
            r"|\bsem\b(?! (?:data de vencimento|ultimo dia|passar para depois))(?![./ ]+(?:de )?(?:19|20|21)\d\d)"
            r"|\bpoder(?:a|ao|ia|iam)\b",
            _TURNED,
        ),
        (
            r"(?<!acordo )(?<!convenio )(?<!instrumento )\bou\b(?! instrumento congenere)|\be/ou\b"
            r"|\b(?:acordo|convenio|instrumento) ou\b(?! (?:ajuste|instrumento))",
            "a frase dá mais de uma escolha ('ou'); escreva só a que vale",
        ),
        (r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2}(?!\d)", "escreva o ano com quatro algarismos"),
        (
            r"\b(?:jan|fev|mar|abr|mai|jun|jul|ago|set|out|nov|dez)\w*[/.-]\d\d(?!\d)",
            "escreva o ano com quatro algarismos",
        ),
        (r"\bbianua(?:l|is|lmente)\b", "pode ser duas vezes por ano ou a cada dois anos; escreva qual"),
        (r"\bbimensa(?:l|is|lmente)\b", "pode ser duas vezes por mês ou a cada dois meses; escreva qual"),
        (r"\bquinzena(?:l|is|lmente)\b", "pode ser a cada 15 dias ou duas vezes por mês; escreva qual"),
        (r"\bdiari(?:o|a|os|as|amente)\b(?! oficial)", "todo dia é vezes demais para se lembrar de cada uma"),
        (
            r"[/.](?:19|20|21)\d\d(?:, | e )(?:19|20|21)\d\d(?![/.\d])",
            "falta o mês de um dos anos; escreva cada data inteira",
        ),
        (
            r"\b(?:q[1-4]|[1-4] ?[qt](?:[/ -]?\d+)?|t[1-4](?=[/ -]?(?:de )?(?:19|20|21)\d\d))\b",
            "escreva o período por extenso: '1º trimestre'",
        ),
        (
            r"\bnos (?:[^\W\d_]|[\d() ])+ (?:anteriores|que antecede(?:m|rem))\b",
            "não diz se é até o primeiro ou até o último desses dias; escreva até quando",
        ),
        (
            rf"\b\d{{1,6}} ?[-\[]? ?{WORDS}\b|\b{WORDS} ?[-\[]? ?\d{{1,6}}\b",
            "o número está escrito duas vezes; escreva, por exemplo, '15 (quinze) dias'",
        ),
        (r"\bminutos?\b", "minutos não se contam; escreva em horas"),
        (r"\bhoras? uteis\b", "horas úteis não se contam; escreva em dias úteis"),
        (
            r"\b(?:segunda|terca|quarta|quinta|sexta)s?(?:-| )feiras?\b|\b(?:sabado|domingo)s?\b",
            "dia da semana não é aceito; escreva um prazo em dias",
        ),
        (
            r"^(?:se e quando \w+|(?:se|quando|caso) (?:houver|couber|haja|aplicavel|for o caso))$",
            "é só a condição; falta o prazo a que ela se refere",
        ),
        (r"\b(?:apos|depois d[ae]) (?:a )?vigencia\b", "não diz se é o início ou o fim da vigência"),
    )
]


def refused(text: str) -> tuple[str, int] | None:
    """The reason not to read a normalised phrase and the place of what is to blame; None: it may be read."""
    found = [
        (match.start(match.lastindex or 0), reason)
        for pattern, reason in (*_REFUSED, *HOLES)
        if (match := pattern.search(text))
    ]
    return None if not found else min(found)[::-1]
