"""What the reports' columns are called."""

from __future__ import annotations

from django.utils.translation import gettext as _


def bucket_labels() -> tuple[str, ...]:
    """The buckets of ageing in the order of BUCKETS, in the reader's language."""
    return (_("Not due"), _("1–30 days late"), _("31–60 days"), _("61–90 days"), _("Over 90"))
