"""How a person opens a page, waits until it is drawn, reads it and turns its widgets; for tests and pictures."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import ConsoleMessage, Locator, Page, expect

PATIENCE = 60_000
"""Milliseconds that a page may take; on a busy machine the first one after a start takes half of them."""

expect.set_options(timeout=PATIENCE)

CHROMIUM_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PROBES = ("/_stcore/health", "/_stcore/host-config")
"""Streamlit's own script asks for these below the page's path first, to find out where the server's root is."""

_DRAWN = """() => {
  const app = document.querySelector("[data-testid=stApp]")
  return app?.dataset.testScriptState === "notRunning" && app.dataset.testConnectionState === "CONNECTED"
    && document.body.dataset.clicks === "heard"
    && (!document.querySelector(".st-key-narrow-window") || document.body.dataset.width === "known")
    && !document.querySelector("[data-testid=stSkeleton], [data-stale=true]")
    && [...document.querySelectorAll(".stPlotlyChart")].every(one => one.querySelector(".main-svg"))
}"""
_WATCH = """() => {
  window.unwatch?.()
  window.hasRun = false
  const RERUN = 11, BEGUN = 4, ENDED = 6, EARLY = 2 // numbers of Streamlit's BackMsg and ForwardMsg
  let sent = 0 // a field that loses the focus sends what it holds, and the button pressed its press: the last counts
  let begun = false
  const hear = ({ data }) => {
    const bytes = new Uint8Array(data)
    let at = 0
    while (bytes[at] >> 3 === 1 || bytes[at] >> 3 === 2) at += 2 + bytes[at + 1] // its hash, and what is said about it
    const kind = bytes[at] >> 3, number = sent
    if (kind === BEGUN) begun = true
    // what came is drawn a moment later, and a busy browser draws a whole run at once, without ever saying "running"
    if (kind === ENDED && begun && bytes[at + 1] !== EARLY) setTimeout(() => { window.hasRun ||= number === sent }, 100)
  }
  const send = WebSocket.prototype.send
  WebSocket.prototype.send = function (message) {
    if (message[0] >> 3 === RERUN) {
      sent++
      begun = window.hasRun = false
      this.addEventListener("message", hear)
    }
    return send.call(this, message)
  }
  window.unwatch = () => { WebSocket.prototype.send = send }
}"""
_TEXTS = """() => [...document.querySelectorAll(".stSidebar, .stMain")].flatMap(part => {
  const texts = [], walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim(), parent = walker.currentNode.parentElement
    const icon = parent.closest("[data-testid=stIconMaterial], style, script")
    if (text && !icon && parent.checkVisibility({ visibilityProperty: true })) texts.push(text)
  }
  return texts
})"""
_ROWS = """rows => rows.map(row => [...row.cells].map(cell => cell.innerText).join(" "))"""
_CUT_OFF = """() => {
  const right = one => one.getBoundingClientRect().right
  const seen = one => one.checkVisibility({ visibilityProperty: true })
  const all = [...document.querySelectorAll(".stMain *")].filter(seen)
  const beyond = all.filter(one => right(one) > innerWidth + 1 && !one.closest(".stDataFrame, thead"))
  const wide = all.filter(one => one.matches(".stHtml table") && right(one) > right(one.closest(".stHtml")) + 1)
  return [...beyond, ...wide].map(one => one.textContent.slice(0, 40))
}"""
_SCROLLS = """() => [document.documentElement, document.querySelector(".stMain")]
  .some(one => one.scrollWidth > one.clientWidth)"""


def chromium() -> str | None:
    """Return the path of the system's Chromium, as nothing is downloaded; None where there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def open_page(page: Page, address: str) -> None:
    """Open an address and wait until all of it is drawn."""
    page.goto(address)
    wait_drawn(page)


def wait_drawn(page: Page) -> None:
    """Wait until all of the page that was begun is drawn."""
    page.wait_for_function(_DRAWN, timeout=PATIENCE)


def main(page: Page) -> Locator:
    """Return the page itself, without the frame."""
    return page.locator(".stMain")


def title(page: Page) -> Locator:
    """Return the page's heading."""
    return main(page).get_by_role("heading", level=1)


def texts(page: Page) -> list[str]:
    """Return every piece of text of the page and its frame that can be seen, but for the names of icons."""
    found: list[str] = page.evaluate(_TEXTS)
    return found


def cut_off(page: Page) -> list[str]:
    """Return what stands beyond the right edge of the window or of its box, and whether the page scrolls sideways.

    The heads of tables are put aside on a phone, where every cell says its own; large tables scroll in themselves.
    """
    found: list[str] = page.evaluate(_CUT_OFF)
    return found + (["the page scrolls sideways"] if page.evaluate(_SCROLLS) else [])


def complaints(page: Page) -> list[str]:
    """Return the list to which errors of the page are added from now on, as the browser tells them."""
    said: list[str] = []

    def console(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.location["url"].endswith(PROBES):
            said.append(message.text)

    page.on("console", console)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


@contextmanager
def rerun(page: Page) -> Iterator[None]:
    """Do what makes the page run again, and wait until it did and is drawn."""
    wait_drawn(page)
    page.evaluate(_WATCH)
    yield
    page.wait_for_function("hasRun", timeout=PATIENCE)
    wait_drawn(page)


def choose(page: Page, label: str, option: str) -> None:
    """Choose an option in a select box of the page: the one called so, or else the one that has it in its name."""
    box = main(page).get_by_role("combobox", name=label, exact=True)
    box.click()
    box.fill(option)
    found, exact = (page.get_by_role("option", name=option, exact=exact) for exact in (False, True))
    found.first.wait_for()
    with rerun(page):
        (exact if exact.count() else found).click()
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(box).to_have_value(re.compile(f"^{re.escape(option)}"))


def rows(page: Page, table: str) -> list[str]:
    """Return the rows of a table by its caption, each as one text."""
    found: list[str] = main(page).get_by_role("table", name=table, exact=True).locator("tbody tr").evaluate_all(_ROWS)
    return [" ".join(row.split()) for row in found]


def follow(page: Page, name: str) -> None:
    """Go to another page by the navigation, and wait until it is drawn."""
    page.locator(".stSidebar").get_by_role("link", name=name, exact=True).click()
    expect(title(page)).to_contain_text(name)
    wait_drawn(page)
