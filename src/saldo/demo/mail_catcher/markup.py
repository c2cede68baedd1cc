"""The words and shape of the mail catcher's pages."""

from __future__ import annotations

PAGE = """<header class="bar"><a class="mark" href="/">Mail <span>catcher</span></a>
<p class="quiet">Nothing leaves this machine.</p></header>
<main class="wide">
{body}
</main>"""

LIST = """<h1>{title}</h1>
<form class="search" method="get" action="/" role="search">
<div class="field"><label class="hidden" for="to">Recipient</label>
<input id="to" name="to" value="{to}" placeholder="Recipient" maxlength="200" type="search"></div>
<button type="submit">Find</button></form>
{table}
<section class="settings" aria-label="Trouble">
{switches}
{clear}
</section>"""

SWITCH = """<form class="switch" method="post" action="/settings/{name}">
<p class="switch-name">{label}</p>
<div class="segments">{options}</div>
</form>"""

OPTION = '<button type="submit" name="value" value="{value}" aria-pressed="{pressed}">{label}</button>'

CLEAR = '<form method="post" action="/clear" class="switch"><button type="submit">Delete all mail</button></form>'

TABLE = """<table class="list mails">
<caption class="hidden">Mail, newest first</caption>
<thead><tr><th scope="col">Subject</th><th scope="col">To</th><th scope="col" class="number">When</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>"""

ROW = """<tr><td class="main"><a href="/messages/{id}">{subject}</a><span class="quiet">{from_text}</span></td>
<td class="to">{to}</td><td class="number quiet">{when}</td></tr>"""

EMPTY = '<p class="empty">{sentence}</p>'

MESSAGE = """<p class="crumb"><a href="/">All mail</a></p>
<div class="mail-head">
<h1>{subject}</h1>
<dl>
<dt>From</dt><dd>{from_text}</dd>
<dt>To</dt><dd>{to}</dd>
<dt>When</dt><dd>{when}</dd>
</dl>
</div>
{files}
<nav class="tabs" aria-label="Ways to see this mail">
{tabs}
</nav>
{content}"""

TAB = '<a href="/messages/{id}?as={view}"{current}>{label}</a>'

FILES = '<ul class="files" aria-label="Attachments">{files}</ul>'

FILE = """<li><span>{icon} <a href="/messages/{id}/parts/{number}">{name}</a></span>
<span class="quiet">{size}</span><a class="quiet" href="/messages/{id}/parts/{number}?download=yes">Download</a></li>"""

FRAME = """<iframe class="letter" title="The letter as its reader sees it" src="/messages/{id}/html"
sandbox="allow-popups allow-popups-to-escape-sandbox" referrerpolicy="no-referrer"></iframe>"""

PLAIN = '<pre class="plain{kind}" tabindex="0">{text}</pre>'

NOT_FOUND = """<h1>This mail is not here</h1>
<p class="lead">It may have been deleted. <a href="/">See all mail</a></p>"""
