from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from saldo.base.people.schemas import StaffRequest
from saldo.collections import actions
from saldo.collections.choices import Tone
from saldo.collections.documents.letter_preview import preview_letter
from saldo.collections.documents.reminder_words import shipped_words, words_of
from saldo.collections.forms import WordsForm
from saldo.collections.policies.fill_variables import VARIABLES
from saldo.collections.policies.rules import Rules, Words
from saldo.collections.queries import current_policy
from saldo.collections.queries.policy import PolicyInForce
from saldo.kernel.errors import Conflict, NotFound
from saldo.kernel.locales import LOCALES


@require_http_methods(["GET", "HEAD", "POST"])
def change_words(request: StaffRequest, tone: str, language: str) -> HttpResponse:
    """What a tone says in a language, beside the letter that a real customer would get. Raises NotFound."""
    actor, entity = request.actor, request.issuer
    actor.require("change_policy")
    if tone not in Tone.values or language not in LOCALES:
        raise NotFound()
    policy = current_policy(actor.tenant_id, entity.id)
    words, status = words_of(policy.rules, tone, language), 200
    form = WordsForm(request.POST or None, initial={"version": policy.version, **words._asdict()})
    do = request.POST.get("do", "")
    if do == "reset":
        return _save(request, policy, tone, language, None, form)
    if form.is_valid():
        words = form.cleaned_data["words"]
        if do != "preview":
            return _save(request, policy, tone, language, words, form)
    elif form.is_bound:
        status = 422
    return _page(request, policy, tone, language, words, form, status)


def _save(
    request: StaffRequest, policy: PolicyInForce, tone: str, language: str, words: Words | None, form: WordsForm
) -> HttpResponse:
    """Keep the words, or with None go back to those that Saldo is shipped with."""
    own: dict[str, Mapping[str, Words]] = dict(policy.rules.words)
    own[tone] = {code: kept for code, kept in own.get(tone, {}).items() if code != language}
    if words is not None and words != shipped_words(tone, language):
        own[tone] = {**own[tone], language: words}
    version = int(request.POST["version"]) if request.POST.get("version", "").isdigit() else policy.version
    rules: Rules = replace(policy.rules, words=own)
    try:
        actions.change_policy(request.issuer.id, rules=rules, version=version, actor=request.actor)
    except Conflict:
        again = WordsForm({**dict(form.data.items()), "version": policy.version})
        again.is_valid()
        again.add_error(
            None, _("Somebody else has changed the policy since you opened it. Save again and yours replaces theirs.")
        )
        shown = words or words_of(policy.rules, tone, language)
        return _page(request, policy, tone, language, shown, again, 409)
    done = _("Saved. Messages from now on say this.") if words else _("Back to the words we started with.")
    messages.success(request, done)
    return redirect("collections:change_words", tone, language)


def _page(
    request: StaffRequest, policy: PolicyInForce, tone: str, language: str, words: Words, form: WordsForm, status: int
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "tone": Tone(tone),
        "language": language,
        "languages": [(code, code.replace("_", "-")) for code in LOCALES],
        "is_own": language in policy.rules.words.get(tone, {}),
        "variables": [(f"{{{name}}}", label) for name, label in zip(VARIABLES, _labels(), strict=True)],
        "letter": preview_letter(request.issuer, policy.rules, words, language=language, on=request.today),
    }
    template = (
        "collections/letter_preview.html" if request.headers.get("HX-Request") else "collections/change_words.html"
    )
    return render(request, template, context, status=200 if request.headers.get("HX-Request") else status)


def _labels() -> list[str]:
    """What each of `VARIABLES` stands for, in their order."""
    return [
        _("the amount that is open"),
        _("how many invoices, as a number"),
        _("how many invoices, in words"),
        _("for how many days the oldest has been due"),
        _("your company's short name"),
    ]
