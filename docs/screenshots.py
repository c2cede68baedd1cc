"""`make screenshots`: the pictures that README and docs/guide show, taken of the demo company on a fixed day.

It starts a demo of its own (another folder, other ports, always 20 November 2026), walks through it as Helena and as a
customer, and writes docs/images/*.png. Only the pages decide what the pictures show: no date or figure is random.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
DAY = "2026-11-20"
PATIENCE_S = 600
LARGEST = 250_000
"""Bytes that a picture may have: they are kept in the repository."""

DESK, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 740}
OWNER = ("helena@ateliernorte.example", "azulejo-e-tinta-1")


@contextmanager
def running_demo(folder: Path, port: int) -> Iterator[tuple[str, str]]:
    """A new demo that plays on DAY: the address of its site and of its mail catcher. It is stopped afterwards.

    With KEEP=1 the demo of the last time is taken up again, which is quicker while pages are worked on.
    """
    command = [sys.executable, "-m", "saldo.cli", "demo", "--no-browser", "--port", str(port)]
    command += ["--data", str(folder), "--today", DAY, *([] if os.environ.get("KEEP") else ["--fresh"])]
    log = folder.with_suffix(".log")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as out, subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, cwd=ROOT) as demo:
        try:
            yield f"http://127.0.0.1:{port}", _mail_address(demo, log)
        finally:
            demo.send_signal(signal.SIGINT)
            demo.wait(60)


def _mail_address(demo: subprocess.Popen[bytes], log: Path) -> str:
    """Where the mail can be read, as the demo says it once everything is ready."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and demo.poll() is None:
        text = log.read_text()
        if "ready:" in text and (found := re.search(r"Mail that went\s+(\S+?)/?\s", text)):
            return found[1]
        time.sleep(1)
    raise SystemExit(f"The demo did not come up:\n{log.read_text()[-2000:]}")


def open_page(browser: Browser, *, size: dict[str, int] = DESK, scheme: str = "light", language: str = "en") -> Page:
    """A page in a profile of its own."""
    context = browser.new_context(viewport=size, color_scheme=scheme, locale=language, reduced_motion="reduce")
    return context.new_page()


def sign_in(page: Page, site: str) -> Page:
    """Helena at her desk."""
    page.goto(f"{site}/sign-in")
    page.locator("input[type=email], input[name=username]").first.fill(OWNER[0])
    page.locator("input[type=password]").first.fill(OWNER[1])
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)
    return page


def take(page: Page, name: str, *, whole: bool = False) -> None:
    """Keep what is seen, without the pointer, focus rings and messages that go by themselves."""
    page.evaluate(
        "document.activeElement?.blur(); document.querySelectorAll('[data-toast]').forEach((el) => el.remove())"
    )
    page.mouse.move(0, 0)
    page.wait_for_load_state("networkidle")
    path = IMAGES / f"{name}.png"
    page.screenshot(path=path, full_page=whole)
    if path.stat().st_size > LARGEST:
        raise SystemExit(f"{path.name} has {path.stat().st_size:,} bytes; {LARGEST:,} are allowed.")
    sys.stdout.write(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1000} kB\n")


def first_link(page: Page, selector: str) -> str:
    """The address of the first link that a selector finds."""
    found = page.locator(selector).first.get_attribute("href")
    assert found, selector
    return found


def take_console(browser: Browser, site: str) -> None:
    """What the company's people see."""
    page = sign_in(open_page(browser), site)
    page.goto(site)
    take(page, "overview")
    for name, path in (("ageing", "/reports/ageing"), ("dso", "/reports/dso"), ("settings", "/settings")):
        page.goto(site + path)
        take(page, name)
    page.goto(f"{site}/today")
    page.goto(site + first_link(page, ".queue a[href^='/today/']"))
    take(page, "today")
    letter, customer = page.url, site + first_link(page, "main .pane a[href^='/customers/']")
    page.goto(customer)
    take(page, "customer")
    page.goto(f"{site}/invoices?shown=overdue")
    take(page, "invoices")
    page.goto(site + first_link(page, "main tbody a[href^='/invoices/']"))
    take(page, "invoice")
    page.goto(f"{site}/payments")
    take(page, "payments")
    for name, path in (
        ("import", "/imports"),
        ("new-invoice", "/invoices/new"),
        ("company", "/settings/company"),
        ("policy", "/settings/policy"),
        ("security", "/account/security"),
    ):
        page.goto(site + path)
        take(page, name)
    cookies = page.context.cookies()
    for name, address, options in (
        ("overview-dark", site, {"scheme": "dark"}),
        ("customer-dark", customer, {"scheme": "dark"}),
        ("today-phone", letter, {"size": PHONE}),
    ):
        other = open_page(browser, **options)
        other.context.add_cookies(cookies)  # type: ignore[arg-type] # what a context gives, a context takes
        other.goto(address)
        take(other, name)
    take(open_page_at(browser, f"{site}/sign-in"), "sign-in")


def open_page_at(browser: Browser, address: str, **options: Any) -> Page:
    """A page in a profile of its own, at an address."""
    page = open_page(browser, **options)
    page.goto(address)
    return page


def take_customer(browser: Browser, site: str, mail: str) -> None:
    """What a customer sees: the newest English mail with a link to pay, and the page behind it."""
    page = open_page_at(browser, mail)
    messages = [link.get_attribute("href") or "" for link in page.locator("td a[href^='/messages/']").all()]
    for message in messages[:40]:
        page.goto(mail + message)
        page.wait_for_load_state("networkidle")
        links = [link for frame in page.frames for link in frame.locator(f"a[href*='{site}/p/']").all()]
        if links and (portal := _english(page, (links[0].get_attribute("href") or "").split("?")[0])):
            break
    else:
        raise SystemExit("No English mail of the demo has a link to the portal.")
    take(page, "mail")
    take(open_page_at(browser, portal), "portal")
    take(open_page_at(browser, portal, size=PHONE), "portal-phone")
    take(open_page_at(browser, portal, size=PHONE, scheme="dark"), "portal-phone-dark")


def _english(page: Page, portal: str) -> str:
    """The link, where the page behind it asks for money in English; else ""."""
    text = page.context.request.get(portal).text()
    return portal if '<html lang="en"' in text and "/pay/" in text else ""


def main() -> None:
    """Everything, in one go."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium:
        raise SystemExit("Chromium is not installed; Debian has it as `apt install chromium`.")
    IMAGES.mkdir(parents=True, exist_ok=True)
    folder = Path(os.environ.get("SALDO_SCREENSHOTS_DATA", ROOT / ".saldo" / "screenshots"))
    port = int(os.environ.get("SALDO_PORT", "8765"))
    with running_demo(folder, port) as (site, mail), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        take_console(browser, site)
        take_customer(browser, site, mail)
        browser.close()


if __name__ == "__main__":
    main()
