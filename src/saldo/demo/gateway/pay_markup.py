"""The words and shape of the payer's pages."""

from __future__ import annotations

BAR = """<header class="bar"><a class="mark" href="/">Simulator <span>gateway</span></a>
<p class="quiet">No money moves here.</p></header>"""

ORDER = """<section class="order" aria-labelledby="order">
<h1 id="order">{title}</h1>
<p class="balance"><span>{amount}</span></p>
<p class="lead">{description}</p>
{customer}
<p class="cancel"><a href="{cancel_url}">{back_icon} Go back without paying</a></p>
</section>"""

CUSTOMER = '<p class="quiet">For {name}</p>'

PAY = """{bar}
<main class="pay">
{order}
<section class="panel" aria-labelledby="card">
<h2 id="card">Card</h2>
{notice}
<form method="post" action="/pay/{checkout_id}" autocomplete="off">
{number}
<div class="pair">
{expiry}
{cvc}
</div>
{holder}
<button class="primary" type="submit">Pay {amount}</button>
</form>
<nav class="cards" aria-labelledby="cards">
<h2 id="cards">Choose what happens</h2>
<p class="quiet">Each test card behaves in its own way. No other card is taken.</p>
<ul>
{cards}
</ul>
</nav>
</section>
</main>"""

FIELD = """<div class="field">
<label for="{name}">{label}</label>
<input id="{name}" name="{name}" value="{value}" maxlength="{limit}" {attributes}{invalid}>
{error}
</div>"""

FIELD_ERROR = '<p class="error" id="{name}-error">{icon} {sentence}</p>'

CARD = """<li><a class="option{kind}" href="/pay/{checkout_id}?card={slug}"{current}>
<span class="option-name">{icon} {label}</span>
<span class="option-hint">{hint}</span>
<span class="option-number">•••• {last_four}</span></a></li>"""

NOTICE = '<p class="notice {kind}" role="status">{icon} <span>{sentence}</span></p>'

CHALLENGE = """<header class="bar"><span class="mark">Bank <span>of Examples</span></span>
<p class="quiet">3-D Secure</p></header>
<main class="narrow">
<section class="panel">
<h1>Is this you?</h1>
<p class="lead">{payee} asks for <strong>{amount}</strong> from your card ending in {last_four}.</p>
<form method="post" action="/pay/{checkout_id}/challenge/{charge_id}">
<div class="field">
<label for="code">Code from your bank’s app</label>
<input id="code" name="code" value="{code}" maxlength="6" inputmode="numeric" required{invalid}>
{error}
</div>
<div class="actions">
<button class="primary" type="submit" name="answer" value="confirm">Yes, pay {amount}</button>
<button type="submit" name="answer" value="refuse" formnovalidate>No, this is not me</button>
</div>
</form>
</section>
</main>"""

STATE = """{bar}
<main class="narrow">
<section class="panel state {kind}">
<h1>{icon} {title}</h1>
<p class="lead">{sentence}</p>
{action}
</section>
</main>"""

GO_ON = '<p class="actions"><a class="button primary" href="{url}">{label}</a></p>'
