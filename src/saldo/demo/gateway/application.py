"""All addresses of the gateway in one place."""

from __future__ import annotations

from saldo.demo.gateway.api import Api
from saldo.demo.gateway.back_office import BackOffice
from saldo.demo.gateway.machine import Machine
from saldo.demo.gateway.pay_pages import PayPages
from saldo.demo.pages.shell import SHELL_ROUTES
from saldo.demo.pages.wsgi import Application, application


def gateway_application(machine: Machine) -> Application:
    """The WSGI application over one machine."""
    return application(
        [*SHELL_ROUTES, *Api(machine).routes(), *PayPages(machine).routes(), *BackOffice(machine).routes()]
    )
