"""Mail as JSON, for tests: `GET` and `DELETE /api/messages` (`?to=` a part of an address), `GET /api/messages/<id>`."""

from __future__ import annotations

from typing import Any

from saldo.demo.mail_catcher.machine import Machine, Summary
from saldo.demo.mail_catcher.reading import read_letter
from saldo.demo.pages.wsgi import Request, Response, Route, json_response


class Api:
    """The JSON lists over one machine."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    def routes(self) -> list[Route]:
        """Their addresses."""
        return [
            ("GET", "/api/messages", self._list),
            ("DELETE", "/api/messages", self._delete),
            ("GET", "/api/messages/<number>", self._show),
            ("GET", "/api/messages/<number>/raw", self._raw),
        ]

    def _list(self, request: Request) -> Response:
        return json_response(
            200, [_summary(one) for one in self._machine.list_messages(to=request.query.get("to", ""))]
        )

    def _show(self, _request: Request, number: str) -> Response:
        found = self._machine.find_message(int(number)) if number.isdecimal() and len(number) < 16 else None
        if found is None:
            return json_response(404, {"error": "not_found"})
        summary, raw = found
        letter = read_letter(raw)
        parts = [
            {"name": part.name, "media_type": part.media_type, "size": len(part.body), "number": part.number}
            for part in letter.parts
        ]
        headers = [[name, value] for name, value in letter.headers]
        content = {"text": letter.text, "html": letter.html, "headers": headers, "attachments": parts}
        return json_response(200, {**_summary(summary), **content})

    def _raw(self, _request: Request, number: str) -> Response:
        found = self._machine.find_message(int(number)) if number.isdecimal() and len(number) < 16 else None
        if found is None:
            return json_response(404, {"error": "not_found"})
        disposition = ("Content-Disposition", f'attachment; filename="message-{found[0].id}.eml"')
        return Response(200, found[1], "message/rfc822", [disposition])

    def _delete(self, _request: Request) -> Response:
        self._machine.delete_all()
        return json_response(200, {})


def _summary(message: Summary) -> dict[str, Any]:
    return {
        "id": message.id,
        "received_at": message.received_at,
        "sender": message.sender,
        "recipients": list(message.recipients),
        "message_id": message.message_id,
        "from": message.from_text,
        "subject": message.subject,
    }
