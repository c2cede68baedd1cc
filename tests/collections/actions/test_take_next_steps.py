"""Deciding for many customers at once, and what is written of it."""

from __future__ import annotations


def test_the_day_after_the_due_date_one_mail_lists_everything_overdue(world):
    for amount in ("1000.00 EUR", "250.00 EUR"):
        world.invoice(amount, due_in=-1)
    world.night()
    (mail,) = world.mails()
    assert "OLD-00001" in mail.text and "OLD-00002" in mail.text and "€1,250.00" in mail.text
