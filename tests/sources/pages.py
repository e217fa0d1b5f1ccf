"""Web pages in the styles of several kinds of sites, and texts that they hold."""

from __future__ import annotations

GERMAN = (
    (
        "Die Honigbiene lebt in Völkern von bis zu 40 000 Tieren, die sich den Bau, die Brut und die "
        "Vorräte teilen und ohne einander nicht überleben könnten."
    ),
    "Im Winter heizen sie.",
    (
        "Eine Arbeiterin fliegt an einem Tag bis zu zehnmal aus, besucht dabei jeweils etwa hundert "
        "Blüten und bringt den Nektar in ihrem Honigmagen zurück in den Stock."
    ),
)
ENGLISH = (
    (
        "The harbour of the old town was dug by hand in 1871, and for sixty years every ship that "
        "brought timber from the north had to wait outside it for the tide."
    ),
    "Nobody waits today.",
    (
        "Engineers deepened the basin to 14.5 metres in 1932, which let the first steamers in, and "
        "the council built the three cranes that still stand on the quay."
    ),
)

NEWS = """<!DOCTYPE html>
<html lang="de"><head><meta charset="utf-8">
<title>Wie Bienen den Winter überstehen | Der Landbote</title>
<meta property="og:title" content="Wie Bienen den Winter &amp;uuml;berstehen">
<meta property="og:site_name" content="Der Landbote">
<link rel="canonical" href="https://landbote.example.org/natur/bienen-im-winter">
<script type="application/ld+json">
{"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "Der Landbote"},
 {"@type": "NewsArticle", "headline": "Wie Bienen den Winter überstehen",
  "datePublished": "2024-11-03T06:00:00+01:00",
  "author": [{"@type": "Person", "name": "Karla Imker"}, {"@type": "Person", "name": "Jo Wabe"}],
  "publisher": {"@type": "Organization", "name": "Der Landbote"}}]}
</script><style>.x { color: red }</style></head>
<body class="single comments-open has-sidebar">
<div id="cookie-banner"><p>Wir verwenden Cookies, damit diese Seite funktioniert. Mit Klick auf Akzeptieren stimmen Sie zu.</p><button>Akzeptieren</button></div>
<header class="site-header"><a href="/">Der Landbote</a><nav><ul><li><a href="/politik">Politik</a></li><li><a href="/sport">Sport</a></li></ul></nav></header>
<main><article class="article comments-open">
<header><p class="kicker">Natur</p><h1>Wie Bienen den Winter überstehen</h1>
<p class="byline">Von <a rel="author" href="/a/ki">Karla Imker</a>, 3. November 2024</p>
<div class="share-buttons"><a href="#">Teilen</a> <a href="#">Drucken</a></div></header>
<figure><img src="b.jpg" alt=""><figcaption>Bienen an einer Traube. Foto: Jo Wabe</figcaption></figure>
<p>{0}</p><p>{1}</p>
<aside class="related"><h3>Mehr zum Thema</h3><ul><li><a href="/x">Hornissen kehren zurück</a></li></ul></aside>
<h2>Der Flug</h2>
<p>{2}</p>
<p>Lesen Sie auch: <a href="/y">Warum Wespen im Herbst aggressiv sind</a></p>
<div class="anzeige"><p>Jetzt Honig bestellen und sparen!</p></div>
</article>
<section id="comments" class="comments-area"><h2>2 Kommentare</h2>
<article class="comment"><p>Ein sehr schöner Artikel, den ich meinen Schülern gezeigt habe, vielen Dank dafür an die ganze Redaktion!</p></article></section></main>
<footer><p>© 2024 Der Landbote. Alle Rechte vorbehalten.</p></footer></body></html>"""

BLOG = """<html><head><title>Kay's blog - The harbour</title>
<meta name="author" content="Kay Pier"></head><body>
<div id="wrapper"><div id="top-menu"><a href="/">Home</a> | <a href="/about">About me</a></div>
<div class="sidebar"><h3>Archive</h3><ul><li><a href="/2019">2019</a></li><li><a href="/2020">2020</a></li></ul></div>
<div class="post"><h1>The harbour</h1><div class="post-meta">Posted on <time datetime="2019-05-04T10:00">May 4, 2019</time> by Kay Pier</div>
<div class="entry-content">{0}<br><br>{1}<br><br>{2}</div>
<div class="sharedaddy"><h3>Share this:</h3><ul><li><a href="#">Facebook</a></li></ul></div></div>
<div id="disqus_thread"><p>Great post, thank you so much for writing all of this down for the rest of us to read and enjoy!</p></div>
<div id="footer">Powered by a press</div></div></body></html>"""

WIKI = """<html lang="en"><head><title>Old Harbour - Freepedia</title>
<link rel="canonical" href="https://freepedia.example.org/wiki/Old_Harbour"></head>
<body><div id="mw-navigation"><h2>Navigation menu</h2><ul><li><a href="/r">Random article</a></li></ul></div>
<div id="content" role="main"><h1 id="firstHeading">Old Harbour</h1><div id="siteSub">From Freepedia, the free encyclopedia</div>
<div id="mw-content-text">
<div class="hatnote">For the song, see <a href="/s">Old Harbour (song)</a>.</div>
<table class="infobox"><caption>Old Harbour</caption><tr><th>Country</th><td>Norland</td></tr><tr><th>Depth</th><td>14.5 m<sup class="reference"><a href="#c2">[2]</a></sup></td></tr></table>
<p>{0}<sup id="cite_ref-1" class="reference"><a href="#c1">[1]</a></sup></p><p>{1}</p>
<div id="toc" class="toc"><h2>Contents</h2><ul><li><a href="#h">1 History</a></li></ul></div>
<h2><span class="mw-headline">History</span><span class="mw-editsection">[<a href="/e">edit</a>]</span></h2>
<div class="thumb"><img src="q.jpg"><div class="thumbcaption">The quay in 1935</div></div>
<p>{2}</p>
<table class="wikitable"><caption>Ships by year</caption>
<tr><th>Year</th><th>Ships</th><th>Cargo</th></tr>
<tr><td>1931</td><td>212</td><td>timber</td></tr>
<tr><td>1933</td><td>405</td><td>timber, coal</td></tr></table>
<div class="reflist"><ol class="references"><li id="c1">Pier, K.: Harbours of the North, 2004.</li></ol></div>
</div><div id="catlinks" class="catlinks"><a href="/c">Harbours</a></div></div>
<div id="footer"><p>Text is available under a free licence.</p></div></body></html>"""

PORTAL = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">
<title>Schulportal Biologie: Die Honigbiene</title></head>
<body bgcolor="white"><table width="100%"><tr><td colspan="2"><img src="logo.gif"></td></tr><tr>
<td width="150"><a href="1.html">Startseite</a><br><a href="2.html">Arbeitsbl&auml;tter</a><br><a href="3.html">Impressum</a></td>
<td><h2>Die Honigbiene</h2><p>{0}</p><p>{1}</p><p>{2}</p>
<table border="1"><tr><td>Tier</td><td>Aufgabe</td><td>Anzahl</td></tr><tr><td>Königin</td><td>legt Eier</td><td>1</td></tr><tr><td>Drohne</td><td>begattet</td><td>500</td></tr></table>
</td></tr></table></body></html>"""


def filled(page: str, paragraphs: tuple[str, ...]) -> str:
    """Put paragraphs into a page."""
    for place, paragraph in enumerate(paragraphs):
        page = page.replace(f"{{{place}}}", paragraph)
    return page
