"""Conversations with a mail server, told exactly: taken, refused, not taken, or nobody knows.

not_configured      permanent   no host, or a config that cannot be meant
unreachable         again       nobody answered, or the line broke before the message was handed over
tls_failed          again       no encryption to be had; the message was not sent
login_refused       again       the server does not know us; nothing is wrong with the message
server_busy         again       a 4xx answer
refused             permanent   a 5xx answer to the message
recipient_refused   as it says  a 4xx or 5xx answer to one of the recipients; nobody got the message
delivery_uncertain  again       the whole message was handed over and the answer is lost: it may have been taken
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address

from saldo.kernel.errors import PluginError
from saldo.spi.channel import DELIVERY_UNCERTAIN

DEFAULT_TIMEOUT_SECONDS = 30.0
_PORTS = {"none": 25, "starttls": 587, "tls": 465}


@dataclass(frozen=True)
class Server:
    """Where the mail server is and how to speak to it."""

    host: str
    port: int
    security: str
    username: str
    password: str
    helo_name: str
    ca_file: str | None
    timeout_seconds: float

    @classmethod
    def of(cls, config: Mapping[str, str]) -> Server:
        """Read from the config; raises PluginError "not_configured". A password never goes over an open line."""
        host = config.get("host", "")
        local = _is_loopback(host)
        security = config.get("security") or ("none" if local else "starttls")
        port = config.get("port") or str(_PORTS.get(security, 0))
        timeout = config.get("timeout_seconds") or str(DEFAULT_TIMEOUT_SECONDS)
        username, password = config.get("username", ""), config.get("password", "")
        if not re.fullmatch(r"[A-Za-z0-9.:\[\]-]{1,253}", host):
            raise _not_configured("The SMTP channel needs a host.")
        if security not in _PORTS or not re.fullmatch(r"[0-9]{1,5}", port) or not 0 < int(port) < 65536:
            raise _not_configured("Security is none, starttls or tls, and the port a number.")
        if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,3})?", timeout) or float(timeout) == 0:
            raise _not_configured("timeout_seconds must be seconds.")
        if username and security == "none" and not local:
            raise _not_configured("A login needs starttls or tls.")
        helo_name = config.get("helo_name", "")
        return cls(
            host, int(port), security, username, password, helo_name, config.get("ca_file") or None, float(timeout)
        )


class Line:
    """A line to the mail server for one message after another: opened when first needed, anew after anything broke.

    Close it at the end. Not for use by two threads at once.
    """

    def __init__(self, server: Server) -> None:
        self._server = server
        self._connection: smtplib.SMTP | None = None

    def hand_over(self, data: bytes, sender: str, recipients: Sequence[str]) -> str:
        """Give a message to the server for all of the recipients. Returns its last answer, such as "queued as 4Bxy"."""
        try:
            try:
                connection = self._introduce(sender, recipients)
                _send_data(connection, data)
            except (smtplib.SMTPServerDisconnected, OSError) as error:
                raise _unreachable() from error
            return _last_answer(connection)
        except PluginError:
            self.close()
            raise

    def _introduce(self, sender: str, recipients: Sequence[str]) -> smtplib.SMTP:
        """A connection on which the server is ready for the message itself."""
        if self._connection is not None:
            try:
                _name_people(self._connection, sender, recipients)
                return self._connection
            except (smtplib.SMTPServerDisconnected, OSError):
                self.close()  # servers hang up on lines that are idle or that carried enough
            except PluginError as error:
                if error.permanent:
                    raise
                self.close()  # perhaps it is only this line that the server is tired of (421)
        self._connection = connection = _connect(self._server)
        _greet(connection, self._server)
        _name_people(connection, sender, recipients)
        return connection

    def close(self) -> None:
        """Hang up. Anything after it opens a new connection."""
        if self._connection is not None:
            _hang_up(self._connection)
            self._connection = None


def _connect(server: Server) -> smtplib.SMTP:
    name = server.helo_name or None
    try:
        if server.security == "tls":
            context = ssl.create_default_context(cafile=server.ca_file)
            return smtplib.SMTP_SSL(
                server.host, server.port, local_hostname=name, timeout=server.timeout_seconds, context=context
            )
        return smtplib.SMTP(server.host, server.port, local_hostname=name, timeout=server.timeout_seconds)
    except ssl.SSLError as error:
        raise _tls_failed() from error
    except smtplib.SMTPConnectError as error:
        raise _refusal(error.smtp_code, "refused") from error
    except (OSError, smtplib.SMTPException) as error:
        raise _unreachable() from error


def _greet(connection: smtplib.SMTP, server: Server) -> None:
    if server.security == "starttls":
        _encrypt(connection, server)
    try:
        connection.ehlo_or_helo_if_needed()
    except smtplib.SMTPHeloError as error:
        raise _refusal(error.smtp_code, "refused") from error
    if server.username:
        _log_in(connection, server)


def _encrypt(connection: smtplib.SMTP, server: Server) -> None:
    try:
        connection.starttls(context=ssl.create_default_context(cafile=server.ca_file))
    except smtplib.SMTPServerDisconnected:
        raise
    except (ssl.SSLError, smtplib.SMTPException) as error:
        raise _tls_failed() from error


def _log_in(connection: smtplib.SMTP, server: Server) -> None:
    try:
        connection.login(server.username, server.password)
    except smtplib.SMTPServerDisconnected:
        raise
    except smtplib.SMTPException as error:
        raise PluginError("login_refused", "The mail server did not accept the login.", permanent=False) from error


def _name_people(connection: smtplib.SMTP, sender: str, recipients: Sequence[str]) -> None:
    code, _ = connection.mail(sender)
    if code != 250:
        raise _refusal(code, "refused")
    refused = [code for code, _ in (connection.rcpt(recipient) for recipient in recipients) if code not in (250, 251)]
    if refused:
        # A permanent refusal of one outweighs a passing one of another: trying again would meet it again.
        raise _refusal(max(refused), "recipient_refused")


def _send_data(connection: smtplib.SMTP, data: bytes) -> None:
    code, _ = connection.docmd("data")
    if code != 354:
        raise _refusal(code, "refused")
    ended = data if data.endswith(b"\r\n") else data + b"\r\n"
    # Should this break, the closing dot cannot have arrived, so the server has not taken the message.
    connection.send(re.sub(rb"(?m)^\.", b"..", ended) + b".\r\n")


def _last_answer(connection: smtplib.SMTP) -> str:
    try:
        code, answer = connection.getreply()
    except (OSError, smtplib.SMTPException) as error:
        sentence = "The message was handed over and the mail server's answer is lost."
        raise PluginError(DELIVERY_UNCERTAIN, sentence, permanent=False) from error
    if code != 250:
        raise _refusal(code, "refused")
    return answer.decode("utf-8", "replace")[:200]


def _hang_up(connection: smtplib.SMTP) -> None:
    with suppress(OSError, smtplib.SMTPException):
        if connection.sock is not None:
            connection.sock.settimeout(2)  # politeness must not cost another time-out
            connection.quit()
    connection.close()


def _refusal(code: int, name: str) -> PluginError:
    if code < 500:
        name = "server_busy" if name == "refused" else name
        return PluginError(name, f"The mail server does not take it now ({code}).", permanent=False)
    return PluginError(name, f"The mail server refused ({code}).", permanent=True)


def _unreachable() -> PluginError:
    return PluginError("unreachable", "The mail server cannot be reached.", permanent=False)


def _tls_failed() -> PluginError:
    return PluginError("tls_failed", "The line to the mail server cannot be encrypted.", permanent=False)


def _not_configured(sentence: str) -> PluginError:
    return PluginError("not_configured", sentence, permanent=True)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
