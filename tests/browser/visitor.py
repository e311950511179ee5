"""A person with a browser window: what they click, said in a person's words."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.db.models import F
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, expect

from syncer.models import SyncRun

PATIENCE = 20_000  # milliseconds; a machine under load is slow, not broken

# What htmx says of a request that was under way when its page was left.
LEFT_BEHIND = ("htmx:sendAbort", "htmx:afterRequest")


class Visitor:
    """`name` is a demo person of the sandbox. `complaints`: what the browser's console said against a page."""

    def __init__(self, name: str, context: BrowserContext) -> None:
        self.name = name
        self.context = context
        self.complaints: list[str] = []
        self.presses_made: list[str] = []
        self.page = context.new_page()
        context.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        context.on("console", self._hear)
        context.on("weberror", lambda fault: self.complaints.append(f"{self.name}: {fault.error}"))

    def _hear(self, message: ConsoleMessage) -> None:
        # A page that says what is wrong answers 4xx, which the console calls an error; a missing style is one.
        answer = "Failed to load resource" in message.text and "/static/" not in message.location["url"]
        if message.type == "error" and not answer and not message.text.startswith(LEFT_BEHIND):
            self.complaints.append(f"{self.name}: {message.text}")

    def counts_presses(self) -> None:
        """From now on `presses_made` gets the address of the page at each press: a pointer's, Enter, an option chosen."""
        self.context.expose_binding("pressed", lambda source: self.presses_made.append(source["page"].url))
        self.context.add_init_script(
            """addEventListener("pointerdown", () => window.pressed(), true);
            addEventListener("keydown", ({key}) => key === "Enter" && window.pressed(), true);
            addEventListener("change", ({target}) => target.matches("select") && window.pressed(), true);"""
        )

    def goes_to(self, path: str) -> None:
        self.page.goto(path)

    def presses(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def follows(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).first.click()

    def sees(self, words: str) -> Locator:
        place = self.page.get_by_text(words).first
        expect(place).to_be_visible()
        return place

    def signs_in(self) -> None:
        self.goes_to("/")
        self.presses("Login with Spotify")
        self.page.check(f'input[name=person][value="{self.name}"]')
        self.presses("Agree")

    def connects_google(self) -> None:
        """Google's consent, after which the sheet is made without another press."""
        self.presses("Continue with Google")
        self.page.check(f'input[name=person][value="{self.name}"]')
        self.presses("Continue")

    def links_a_new_sheet(self) -> None:
        """The whole way to a sheet of their own that is filled."""
        self.signs_in()
        self.connects_google()
        self.sees("Your sheet is up to date")

    def syncs_two_minutes_later(self) -> None:
        """Within a minute of the last sync the click would be answered from what that one has read."""
        SyncRun.objects.update(started_at=F("started_at") - timedelta(minutes=2))
        self.presses("Sync now")

    def is_wider_than_the_window(self) -> bool:
        # A click does not wait for the page it leads to, and between two pages there is no element to measure.
        self.page.wait_for_function("document.readyState === 'complete' && document.body !== null")
        return bool(
            self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        )

    def keep_picture(self, place: Path) -> Path:
        place.parent.mkdir(parents=True, exist_ok=True)
        path = place.with_name(f"{place.name}-{self.name}.png")
        self.page.screenshot(path=path, full_page=True)
        return path
