"""All addresses of the mail catcher in one place."""

from __future__ import annotations

from saldo.demo.mail_catcher.api import Api
from saldo.demo.mail_catcher.machine import Machine
from saldo.demo.mail_catcher.pages import Pages
from saldo.demo.pages.shell import SHELL_ROUTES
from saldo.demo.pages.wsgi import Application, application


def mail_application(machine: Machine) -> Application:
    """The WSGI application over one machine."""
    return application([*SHELL_ROUTES, *Api(machine).routes(), *Pages(machine).routes()])
