"""Tags for the text of mails."""

from __future__ import annotations

from django import template

from saldo.correspondence.documents.mail import WIDTH, MailRow, set_row

register = template.Library()


@register.simple_tag
def mail_row(row: MailRow) -> str:
    """A row of a table, its amount on the right."""
    return set_row(row)


@register.simple_tag
def mail_rule() -> str:
    """The line above a total."""
    return "-" * WIDTH
