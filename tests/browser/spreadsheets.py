"""What a person does on Google's side, on the sandbox's page of a spreadsheet."""

from __future__ import annotations

from playwright.sync_api import Page, expect


class Spreadsheets:
    """A browser tab at `address`, the sandbox's Google."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address

    def makes(self, title: str, *, owner: str) -> str:
        """A new spreadsheet by hand; returns its address as a person copies it out of the browser."""
        self.page.goto(f"{self.address}/")
        self.page.get_by_label("Title").fill(title)
        self.page.get_by_label("Owner").select_option(owner)
        self.page.get_by_role("button", name="New spreadsheet").click()
        return self.page.url

    def shares_with(self, email: str) -> None:
        self.page.locator("details.share summary").click()
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_role("button", name="Send").click()
        expect(self.page.locator("details.share li", has_text=email)).to_have_count(1)

    def names_the_tab(self, name: str) -> None:
        self.page.get_by_label("Name of this tab").fill(name)
        self.page.get_by_role("button", name="Rename").click()
        expect(self.page.locator("[aria-current=page]")).to_have_text(name)

    def types(self, address: str, text: str) -> None:
        self.page.get_by_role("link", name=address, exact=True).click()
        self.page.get_by_label(f"Content of {address}").fill(text)
        self.page.get_by_role("button", name="Enter").click()

    def row(self, number: int) -> list[str]:
        """The filled cells of a row, counted from 1."""
        cells = self.page.locator("table.grid tbody tr").nth(number - 1).locator("td").all_inner_texts()
        return [text.strip() for text in cells if text.strip()]

    def filled_rows(self) -> int:
        """Rows with something in column A, as far as the page shows them."""
        cells = self.page.locator("table.grid tbody tr td:nth-child(2)").all_inner_texts()
        return sum(1 for text in cells if text.strip())
