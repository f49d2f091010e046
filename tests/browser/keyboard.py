"""A reader without a mouse: one key at a time, and after each a look at where the focus is and whether it shows."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

LOOK = """() => {
  // What has the focus, as its reader knows it; the mark may sit on the label or row around a control.
  // A frame of the page is a part of it: whoever tabs goes on inside.
  let at = document.activeElement;
  let top = 0;
  while (at?.localName === "iframe" && at.contentDocument?.activeElement?.matches(":not(body)")) {
    top += at.getBoundingClientRect().top;
    at = at.contentDocument.activeElement;
  }
  if (!at || at === document.body) return null;
  const drawn = (el) => {
    const style = getComputedStyle(el);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  const around = [at, at.parentElement, at.nextElementSibling, at.closest("label")].filter(Boolean);
  const box = (at.closest("label") ?? at).getBoundingClientRect();
  const widgets = [...document.querySelectorAll(".anpei")].filter((el) => !el.parentElement.closest(".anpei"));
  window.numbers ??= new Map();
  if (!numbers.has(at)) numbers.set(at, numbers.size);
  return {
    id: numbers.get(at),
    name: (at.ariaLabel ?? at.labels?.[0]?.innerText ?? at.innerText).trim().replace(/\\s+/g, " "),
    kind: at.type && at.localName === "input" ? at.type : at.localName,
    widget: widgets.findIndex((el) => el.contains(at)),
    practice: at.closest(".anpei-practice, .anpei-sheet") !== null,
    marked: at.localName === "main" || around.some(drawn),
    inView: top + box.bottom > 0 && top + box.top < innerHeight,
  };
}"""


@dataclass(frozen=True)
class Stop:
    """Where the focus is; ``widget`` counts the page's widgets from the top, outside them it is -1."""

    id: int
    name: str
    kind: str
    widget: int
    practice: bool
    marked: bool
    inView: bool  # noqa: N815 - as the page says it


class Keyboard:
    """Keys on one page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def look(self) -> Stop | None:
        """What has the focus; nothing at a page's very beginning and end."""
        found = self.page.evaluate(LOOK)
        return Stop(**found) if found else None

    def press(self, key: str) -> Stop | None:
        self.page.keyboard.press(key)
        return self.look()

    def tab(self, key: str = "Tab") -> Stop | None:
        """On to the next stop: another one than before, marked, and in view."""
        before, now = self.look(), self.press(key)
        if now is not None:
            assert now.marked, f"nothing shows that the focus is on {now}"
            assert now.inView, f"out of view: {now}"
            assert before is None or now.id != before.id, f"no way on from {now}"
        return now

    def to(self, words: str, most: int = 120) -> Stop:
        """Tab until something of this name has the focus."""
        for _ in range(most):
            stop = self.tab()
            if stop is not None and words in stop.name:
                return stop
        raise AssertionError(f"Tab never comes to “{words}”")

    def use(self, words: str, key: str = "Enter") -> Stop | None:
        self.to(words)
        return self.press(key)

    def follow(self, words: str) -> None:
        """Tab to a link or a button of this name, press it, and wait for the page it leads to."""
        self.to(words)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def lands(self, selector: str) -> None:
        """After an act that needs the server, the focus comes to rest here."""
        self.page.wait_for_function("at => document.activeElement?.matches(at)", arg=selector)
        stop = self.look()
        assert stop is not None and stop.marked and stop.inView, stop
