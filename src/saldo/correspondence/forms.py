"""What a person writes on a customer's timeline."""

from __future__ import annotations

from django import forms


class WriteNoteForm(forms.Form):
    """A note; `id` was made with the form."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(max_length=10_000)
