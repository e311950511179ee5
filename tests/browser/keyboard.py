"""A person who uses the keys alone, and looks where the focus is after each of them."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, expect

from tests.browser.visitor import Visitor

MOST_TABS = 150
LEAST_CONTRAST = 3
"""Of the ring with what lies around it: https://www.w3.org/WAI/WCAG22/Understanding/non-text-contrast.html"""

# Where the focus is: its ring, and whether it is seen. A card is one target, whose ring is around all of it.
FOCUS = """() => {
  const one = document.activeElement;
  // Behind the last stop comes the browser itself, and then the page from its beginning.
  if (!one || one === document.body) return (window.lastFocus = null);
  const parts = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = ([red, green, blue]) => [red, green, blue]
    .map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = parts(getComputedStyle(at).backgroundColor);
      if (color.length === 3 || color[3] === 1) return color;
    }
    return [255, 255, 255];
  };
  const style = [getComputedStyle(one), getComputedStyle(one, "::after")].find((each) => each.outlineStyle !== "none");
  const [high, low] = style
    ? [light(parts(style.outlineColor)), light(ground(one.parentElement))].sort((a, b) => b - a)
    : [0, 0];
  const box = one.getBoundingClientRect();
  const shown = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, innerHeight / 2));
  const last = window.lastFocus;
  const position = last?.isConnected ? last.compareDocumentPosition(one) : 0;
  window.lastFocus = one;
  return {
    name: `${one.tagName.toLowerCase()} ${(one.ariaLabel || one.innerText || one.name || one.id || "").trim().slice(0, 60)}`,
    ring: style ? `${style.outlineStyle} ${style.outlineWidth}` : "none",
    contrast: style ? (high + 0.05) / (low + 0.05) : 0,
    isSeen: Boolean(shown && (one.contains(shown) || shown.contains(one))),
    isSame: last === one,
    isBehind: Boolean(position & Node.DOCUMENT_POSITION_PRECEDING),
    tabIndex: one.tabIndex,
  };
}"""


class Keyboard:
    """The keys of a visitor. A list of what was wrong with the focus on the way: `complaints`, read by the test."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.complaints: list[str] = []

    @property
    def page(self) -> Any:
        return self.visitor.page

    def presses(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def types(self, text: str) -> None:
        self.page.keyboard.type(text)

    def tabs_to(self, target: Locator, *, backwards: bool = False) -> None:
        """Presses Tab until the target has the focus, and looks at each stop on the way."""
        expect(target).to_be_visible()
        wanted = target.element_handle()
        for _ in range(MOST_TABS):
            self.presses("Shift+Tab" if backwards else "Tab")
            self._look(backwards=backwards)
            if wanted.evaluate("one => one === document.activeElement"):
                return
        raise AssertionError(f"no focus after {MOST_TABS} presses: {target}")

    def tabs_through(self) -> int:
        """Goes through all of the page once, and returns how many stops there are. Raises AssertionError in a trap."""
        self.page.evaluate("() => { document.activeElement.blur(); window.lastFocus = null; }")
        repeats = 0
        for stops in range(MOST_TABS):
            self.presses("Tab")
            stop = self._look()
            if stop is None:
                return stops
            # The parts of a date are stops of one field.
            repeats = repeats + 1 if stop["isSame"] else 0
            assert repeats < 5, f"trapped in {stop['name']}"
        raise AssertionError(f"no end of the page after {MOST_TABS} presses")

    def _look(self, *, backwards: bool = False) -> dict[str, Any] | None:
        stop: dict[str, Any] | None = self.page.evaluate(FOCUS)
        if stop is None:
            return None
        place = f"{self.page.url.split('/', 3)[3]}: {stop['name']}"
        if stop["ring"] == "none" or stop["contrast"] < LEAST_CONTRAST:
            self.complaints.append(f"{place}: ring {stop['ring']}, contrast {stop['contrast']:.1f}")
        if not stop["isSeen"]:
            self.complaints.append(f"{place}: not seen")
        if stop["tabIndex"] > 0 or (stop["isBehind"] and not backwards):
            self.complaints.append(f"{place}: not in the order of the page")
        return stop
