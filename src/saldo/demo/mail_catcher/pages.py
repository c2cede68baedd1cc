"""The mail catcher's pages: the list, one mail in several views, its attachments, and switches that make trouble."""

from __future__ import annotations

from urllib.parse import quote

from saldo.demo.mail_catcher import markup
from saldo.demo.mail_catcher.machine import BOUNCE_STATES, SERVER_STATES, Machine, Summary
from saldo.demo.mail_catcher.reading import Letter, Part, framed_html, read_letter
from saldo.demo.pages.markup import Markup, fill, join
from saldo.demo.pages.shell import icon, page
from saldo.demo.pages.wsgi import Halt, Request, Response, Route, html_response, see_other, text_response

LETTER_POLICY = (
    "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)
SHOWN_INLINE = frozenset({"application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp", "text/plain"})
VIEWS = {"letter": "Letter", "text": "Text", "headers": "Headers", "source": "Source"}


class Pages:
    """The pages over one machine. They have no sign-in: the machine is on the loopback address only."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    def routes(self) -> list[Route]:
        """Their addresses."""
        return [
            ("GET", "/", self._list),
            ("GET", "/messages/<number>", self._show),
            ("GET", "/messages/<number>/html", self._show_html),
            ("GET", "/messages/<number>/parts/<part>", self._show_part),
            ("POST", "/settings/<name>", self._set),
            ("POST", "/clear", self._clear),
        ]

    def _list(self, request: Request) -> Response:
        to = request.query.get("to", "")[:200].strip()
        messages = self._machine.list_messages(to=to)
        nothing = f"No mail to “{to}”." if to else "No mail yet. What Saldo sends arrives here."
        rows = join(_row(message) for message in messages)
        body = fill(
            markup.LIST,
            title="Mail",
            to=to,
            table=fill(markup.TABLE, rows=rows) if messages else fill(markup.EMPTY, sentence=nothing),
            switches=join(
                (
                    _switch("server", "Mail server", SERVER_STATES, self._machine.read_setting("server")),
                    _switch("bounces", "@bounce.example", BOUNCE_STATES, self._machine.read_setting("bounces")),
                )
            ),
            clear=Markup(markup.CLEAR) if messages else None,
        )
        return _page("Mail", body)

    def _show(self, request: Request, number: str) -> Response:
        message, raw = self._require(number)
        letter = read_letter(raw)
        first = "letter" if letter.html else "text"
        view = request.query.get("as", first)
        if view not in VIEWS:
            raise Halt(text_response(404, "There is no such view."))
        views = [name for name in VIEWS if name != "letter" or letter.html]
        body = fill(
            markup.MESSAGE,
            subject=message.subject or "(no subject)",
            from_text=message.from_text or message.sender,
            to=", ".join(message.recipients),
            when=_minute(message.received_at),
            files=_files(message.id, letter.parts),
            tabs=join(_tab(message.id, name, current=name == view) for name in views),
            content=_content(message.id, letter, raw, view),
        )
        return _page(message.subject or "Mail", body)

    def _show_html(self, _request: Request, number: str) -> Response:
        _, raw = self._require(number)
        html = framed_html(read_letter(raw)).encode("utf-8", "replace")
        headers = [("Content-Security-Policy", LETTER_POLICY), ("Referrer-Policy", "no-referrer")]
        return Response(200, html, "text/html; charset=utf-8", headers)

    def _show_part(self, request: Request, number: str, part: str) -> Response:
        _, raw = self._require(number)
        found = next((one for one in read_letter(raw).parts if str(one.number) == part), None)
        if found is None:
            raise Halt(text_response(404, "There is no such attachment."))
        return part_response(found, download="download" in request.query)

    def _set(self, request: Request, name: str) -> Response:
        value = request.form.get("value", "")
        if value not in {"server": SERVER_STATES, "bounces": BOUNCE_STATES}.get(name, {}):
            raise Halt(text_response(422, "Please choose one of the buttons."))
        self._machine.write_setting(name, value)
        return see_other("/")

    def _clear(self, _request: Request) -> Response:
        self._machine.delete_all()
        return see_other("/")

    def _require(self, number: str) -> tuple[Summary, bytes]:
        found = self._machine.find_message(int(number)) if number.isdecimal() and len(number) < 16 else None
        if found is None:
            raise Halt(_page("Not here", Markup(markup.NOT_FOUND), status=404))
        return found


def part_response(part: Part, *, download: bool) -> Response:
    """An attachment: opened only where its kind runs nothing, saved otherwise."""
    inline = part.media_type in SHOWN_INLINE and not download
    kind = part.media_type if part.media_type in SHOWN_INLINE else "application/octet-stream"
    disposition = f"{'inline' if inline else 'attachment'}; filename*=UTF-8''{quote(part.name, safe='')}"
    # A browser's PDF reader does not start under a policy that forbids everything.
    policy = (
        "frame-ancestors 'none'" if kind == "application/pdf" else "default-src 'none'; frame-ancestors 'none'; sandbox"
    )
    if kind == "text/plain":
        kind = "text/plain; charset=utf-8"
    return Response(200, part.body, kind, [("Content-Disposition", disposition), ("Content-Security-Policy", policy)])


def _page(title: str, body: Markup, *, status: int = 200) -> Response:
    return html_response(status, page(title, fill(markup.PAGE, body=body), kind="mail"))


def _row(message: Summary) -> Markup:
    return fill(
        markup.ROW,
        id=message.id,
        subject=message.subject or "(no subject)",
        from_text=message.from_text or message.sender,
        to=", ".join(message.recipients),
        when=_minute(message.received_at),
    )


def _switch(name: str, label: str, options: dict[str, str], current: str) -> Markup:
    buttons = join(
        fill(markup.OPTION, value=value, label=word, pressed="true" if value == current else "false")
        for value, word in options.items()
    )
    return fill(markup.SWITCH, name=name, label=label, options=buttons)


def _tab(number: int, view: str, *, current: bool) -> Markup:
    here = Markup(' aria-current="page"') if current else None
    return fill(markup.TAB, id=number, view=view, label=VIEWS[view], current=here)


def _files(number: int, parts: list[Part]) -> Markup | None:
    if not parts:
        return None
    files = join(
        fill(markup.FILE, id=number, number=part.number, name=part.name, size=_size(part), icon=icon("clip"))
        for part in parts
    )
    return fill(markup.FILES, files=files)


def _content(number: int, letter: Letter, raw: bytes, view: str) -> Markup:
    if view == "letter" and letter.html:
        return fill(markup.FRAME, id=number)
    if view == "headers":
        text = "\n".join(f"{name}: {value}" for name, value in letter.headers)
        return fill(markup.PLAIN, kind=" code", text=text)
    if view == "source":
        return fill(markup.PLAIN, kind=" code", text=raw.decode("utf-8", "replace"))
    return fill(markup.PLAIN, kind="", text=letter.text or "(no text)")


def _size(part: Part) -> str:
    size = len(part.body)
    return f"{size} bytes" if size < 1000 else f"{size // 1000} kB"


def _minute(instant: str) -> str:
    return instant[:16].replace("T", " ")
