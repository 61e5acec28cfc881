"""A walk through a page by its Tab key: what is reached, in which order, and whether one sees where one is."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image, ImageChops

from tests.tools.probes import ask

if TYPE_CHECKING:
    from playwright.sync_api import Page

_STOPS = """
window.stops = all.filter(element => {
  const style = getComputedStyle(element);
  const own = element.matches('a[href], button, input, select, textarea, summary, [tabindex]') && element.tabIndex >= 0;
  const inside = element.querySelector('a[href], button, input, summary, [tabindex]');
  const scrolled = !inside && (
    ['auto', 'scroll'].includes(style.overflowX) && element.scrollWidth > element.clientWidth
    || ['auto', 'scroll'].includes(style.overflowY) && element.scrollHeight > element.clientHeight);
  return (own || scrolled) && !element.disabled && element.getClientRects().length
    && element.checkVisibility({visibilityProperty: true});
});
window.walked = [];
const outlined = element => PARTS.some(part => {
  const style = getComputedStyle(element, part);
  return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
    && contrast(style.outlineColor, behind(element.parentElement)) >= 3;
});
// The key comes up when what it moved to is in view.
addEventListener('keyup', () => {
  const element = document.activeElement;
  const place = stops.indexOf(element);
  const faults = [];
  if (place >= 0) {
    const box = [...element.getClientRects()].find(each => each.width > 1 && each.height > 1);
    if (!outlined(element)) faults.push('shows no focus');
    if (within(element, one => getComputedStyle(one).opacity === '0')) faults.push('cannot be seen');
    if (box) {
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      const top = document.elementFromPoint(x, y);
      if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) faults.push('is out of view');
      else if (!top || !(element.contains(top) || top.contains(element))) faults.push('is covered');
    }
  }
  walked.push([place, faults.map(fault => said(element, fault))]);
});
return stops.map(element => [element.localName, element.className, element.parentElement.className].join(' '));
"""
_LOST = """
const reached = new Set(walked.map(([place]) => place));
const lost = stops.filter((element, place) => !reached.has(place)).map(element => said(element, 'is not reached'));
const order = walked.map(([place]) => place);
const wrong = order.slice(1).flatMap((place, index) => place >= 0 && place <= order[index]
  ? [said(stops[place], 'comes too late')] : []);
return [...walked.flatMap(([, faults]) => faults), ...lost, ...wrong];
"""
_BOX = """place => {
  stops[place].focus();
  stops[place].scrollIntoView({block: 'center', behavior: 'instant'});
  const box = stops[place].getBoundingClientRect();
  return [box.x, box.y, box.width, box.height];
}"""
_AROUND = 24
"""Pixels around an element in which its focus is to show."""
_LEAST = 20
"""Pixels that a focus changes at least."""


def walk(page: Page, shown: set[str]) -> list[str]:
    """Press Tab until the page is left; return what is wrong.

    One element of each kind is looked at with and without focus; ``shown`` holds the kinds that were.
    """
    page.evaluate("document.activeElement.blur()")
    kinds: list[str] = ask(page, _STOPS)
    if not kinds:
        return ["nothing can be reached by keyboard"]
    for _ in kinds:
        page.keyboard.press("Tab")
    left = page.evaluate("walked.length === stops.length && walked.at(-1)[0] === stops.length - 1")
    found: list[str] = ask(page, _LOST)
    if not left and not found:
        found.append("the last thing is not reached last")
    page.keyboard.press("Tab")
    if page.evaluate("document.activeElement === stops.at(-1)"):
        found.append("the page is not left")
    for place, kind in enumerate(kinds):
        if kind not in shown:
            shown.add(kind)
            if not _changes(page, place):
                found.append(f"{kind} looks the same with focus and without")
    return found


def _changes(page: Page, place: int) -> bool:
    """Whether an element looks another with the focus."""
    x, y, width, height = page.evaluate(_BOX, place)
    left, top = max(x - _AROUND, 0), max(y - _AROUND, 0)
    size = page.viewport_size or {"width": 0, "height": 0}
    right, bottom = min(x + width + _AROUND, size["width"]), min(y + height + _AROUND, size["height"])
    if right <= left or bottom <= top:
        return False
    clip = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    focused = _picture(page.screenshot(clip=clip))  # type: ignore[arg-type]
    page.evaluate("place => stops[place].blur()", place)
    changed = ImageChops.difference(focused, _picture(page.screenshot(clip=clip)))  # type: ignore[arg-type]
    return sum(changed.convert("L").histogram()[1:]) >= _LEAST


def _picture(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")
