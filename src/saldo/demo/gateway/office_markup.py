"""The words and shape of the back office."""

from __future__ import annotations

PAGE = """<header class="bar"><a class="mark" href="/">Simulator <span>gateway</span></a>
<nav aria-label="Back office"><a href="/"{charges_current}>Charges</a>
<a href="/webhooks"{webhooks_current}>Webhooks</a></nav></header>
<main class="wide">
{body}
</main>"""

CHARGES = """<h1>What was charged</h1>
{switches}
{table}"""

SWITCH = """<form class="switch" method="post" action="{action}">
<p class="switch-name">{label}</p>
<div class="segments">{options}</div>
</form>"""

OPTION = '<button type="submit" name="{name}" value="{value}"{pressed}>{label}</button>'

EMPTY = '<p class="empty">{sentence}</p>'

CHARGE_TABLE = """<table class="list">
<caption class="hidden">Charges, newest first</caption>
<thead><tr><th scope="col">Charge</th><th scope="col">State</th><th scope="col">When</th>
<th scope="col" class="number">Amount</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>"""

CHARGE_ROW = """<tr><td class="main"><a href="/charges/{id}">{title}</a>
<span class="quiet">{customer}•••• {last_four}</span></td>
<td class="state-cell">{state}</td><td class="when quiet">{when}</td><td class="number amount">{amount}</td></tr>"""

STATE_WORD = '<span class="status {kind}">{icon} {word}</span>'

CHARGE = """<p class="crumb"><a href="/">Charges</a></p>
<h1>{title}</h1>
<p class="balance"><span>{amount}</span></p>
<p>{state}</p>
<dl class="facts">
{facts}
</dl>
{actions}
<h2>Webhooks</h2>
{deliveries}"""

FACT = "<div><dt>{name}</dt><dd>{value}</dd></div>"

REFUND = """<form class="inline" method="post" action="/charges/{id}/refund">
<div class="field"><label for="amount">Give back, {currency}</label>
<input id="amount" name="amount" value="{amount}" inputmode="decimal" maxlength="20" required></div>
<button type="submit">Refund</button></form>"""

DISPUTE = """<form class="inline" method="post" action="/charges/{id}/dispute">
<button type="submit">Dispute as the card’s holder</button></form>"""

DECIDE = """<form class="inline" method="post" action="/charges/{id}/decide">
<button type="submit" name="winner" value="merchant">Bank decides for the merchant</button>
<button type="submit" name="winner" value="holder">Bank decides for the holder</button></form>"""

ACTIONS = '<div class="panel action-list">{forms}</div>'

WEBHOOKS = """<h1>What the merchant is told</h1>
{switches}
{release}
{table}"""

RELEASE = """<form class="inline" method="post" action="/webhooks/release"><p class="grow">{sentence}</p>
<button type="submit" name="order" value="oldest">Let go, in order</button>
<button type="submit" name="order" value="newest">Let go, newest first</button></form>"""

DELIVERY_TABLE = """<table class="list">
<caption class="hidden">Deliveries, newest first</caption>
<thead><tr><th scope="col">Event</th><th scope="col">State</th><th scope="col">Answer</th>
<th scope="col" class="number">Again</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>"""

DELIVERY_ROW = """<tr><td class="main"><a href="/charges/{charge_id}">{type}</a>
<span class="quiet">{event_id}</span></td>
<td class="state-cell">{state}</td><td class="when quiet">{answer}</td><td class="number">{again}</td></tr>"""

AGAIN = """<form class="tiny" method="post" action="/webhooks/{id}/send">
<button name="times" value="1">Send again</button>
<button name="times" value="5">× 5</button></form>"""

PROBLEM = """<p class="crumb"><a href="/">Charges</a></p>
<h1>That was not done</h1>
<p class="notice bad">{icon} <span>{sentence}</span></p>"""
