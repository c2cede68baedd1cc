"""Finding a plugin: one that comes with Saldo, or one that an installed package offers at `saldo.plugins.<kind>`."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from saldo.kernel.errors import PluginError


def plugin_names(kind: str) -> list[str]:
    """The plugins of a kind that are there, by name."""
    bundled: dict[str, str] = import_string(settings.SALDO_PLUGINS).get(kind, {})
    return sorted({*bundled, *(entry.name for entry in entry_points(group=f"saldo.plugins.{kind}"))})


@cache
def get_plugin(kind: str, name: str) -> Any:
    """The plugin of a kind (`gateway`, `channel`) by its name. Raises PluginError where there is none."""
    bundled: dict[str, str] = import_string(settings.SALDO_PLUGINS).get(kind, {})
    if name in bundled:
        return import_string(bundled[name])()
    for entry in entry_points(group=f"saldo.plugins.{kind}"):
        if entry.name == name:
            return entry.load()()
    raise PluginError("no_such_plugin", f"There is no {kind} plugin called {name}.", permanent=True)
