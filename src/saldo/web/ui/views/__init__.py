"""Pages and small answers of the design system."""

from saldo.web.ui.views.choose_look import choose_look
from saldo.web.ui.views.show_brand_colours import show_brand_colours
from saldo.web.ui.views.show_components import show_components

__all__ = ["choose_look", "show_brand_colours", "show_components"]
