"""A corpus of feeds made by the project, in the shapes that the web has them."""

import re

URL = "https://forum.example.org/rss.xml"
RDF = """<?xml version="1.0" encoding="utf-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://forum.example.org/RSS"><title>Notícias da Rede</title>
  <link>https://forum.example.org</link><description>O que há de novo</description>
  <items><rdf:Seq><rdf:li rdf:resource="https://forum.example.org/n/1"/></rdf:Seq></items></channel>
<item rdf:about="https://forum.example.org/n/1"><title>Fórum aberto</title>
  <link>https://forum.example.org/n/1</link>
  <description>Primeira frase. Segunda frase. Terceira frase.</description>
  <dc:date>2026-02-03T10:00:00-03:00</dc:date></item>
</rdf:RDF>"""
_PLAIN = re.compile(r"<(/?)(?=channel|items?\b|title|link|description)")
RDF_PREFIXED = _PLAIN.sub(r"<\1r:", RDF).replace("xmlns=", "xmlns:r=")
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://forum.example.org/">
<title>Notícias da Rede</title>
<entry><title>Fórum aberto</title><link rel="self" href="/feed"/><link href="n/1"/><id>tag:1</id>
  <published>2026-02-03T13:00:00Z</published><updated>2026-02-09T13:00:00Z</updated>
  <summary type="html">&lt;p&gt;Primeira &lt;b&gt;frase&lt;/b&gt;. Segunda frase.&lt;/p&gt;Terceira.</summary>
</entry></feed>"""


def post(number: int = 1, *, title: str = "Fórum aberto", more: str = "") -> str:
    link = f"https://forum.example.org/n/{number}"
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


def rss(*items: str, before: str = '<?xml version="1.0"?>\n') -> str:
    """RSS 2.0."""
    return (
        f'{before}<rss version="2.0"><channel><title>Notícias da Rede</title>{"".join(items)}</channel></rss>'
    )


RSS = rss(
    post(
        more="<guid isPermaLink='false'>77</guid><pubDate>Tue, 03 Feb 2026 10:00:00 -0300</pubDate>"
        "<description><![CDATA[<p>Primeira frase.</p> <p>Segunda frase.</p> Terceira.]]></description>"
    )
)
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
    + rss(post(title="&c;"), before="")
)
FILE = '<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd">]>' + rss(post(title="&f;"), before="")
