"""Keyboard checks of a page: Tab reaches every control, in order, in view and with visible focus."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image, ImageChops

from tests.tools.probes import run_probe

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
// On keyup, the focused element has been scrolled into view.
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
  walked.push([place, faults.map(fault => report(element, fault))]);
});
return stops.map(element => [element.localName, element.className, element.parentElement.className].join(' '));
"""
_RESULT = """
const reached = new Set(walked.map(([place]) => place));
const lost = stops.filter((element, place) => !reached.has(place)).map(element => report(element, 'is not reached'));
const order = walked.map(([place]) => place);
const wrong = order.slice(1).flatMap((place, index) => place >= 0 && place <= order[index]
  ? [report(stops[place], 'comes too late')] : []);
return [...walked.flatMap(([, faults]) => faults), ...lost, ...wrong];
"""
_FOCUS_AND_MEASURE = """number => {
  stops[number].focus();
  stops[number].scrollIntoView({block: 'center', behavior: 'instant'});
  const box = stops[number].getBoundingClientRect();
  return [box.x, box.y, box.width, box.height];
}"""
_MARGIN = 24
"""Pixels around an element that a focus indicator may change."""
_MIN_CHANGED_PIXELS = 20
"""Minimum number of pixels that a focus indicator must change."""


def walk(page: Page, compared: set[str]) -> list[str]:
    """Press Tab until the focus leaves the page; return the problems.

    One control of each type is photographed with and without focus. ``compared`` has the types done already.
    """
    page.evaluate("document.activeElement.blur()")
    types: list[str] = run_probe(page, _STOPS)
    if not types:
        return ["the keyboard reaches nothing"]
    for _ in types:
        page.keyboard.press("Tab")
    left = page.evaluate("walked.length === stops.length && walked.at(-1)[0] === stops.length - 1")
    found: list[str] = run_probe(page, _RESULT)
    if not left and not found:
        found.append("the last control is not reached last")
    page.keyboard.press("Tab")
    if page.evaluate("document.activeElement === stops.at(-1)"):
        found.append("the focus does not leave the page")
    for number, type_ in enumerate(types):
        if type_ not in compared:
            compared.add(type_)
            if not _shows_focus(page, number):
                found.append(f"{type_} looks the same with and without focus")
    return found


def _shows_focus(page: Page, number: int) -> bool:
    """Return whether a control looks different with focus."""
    x, y, width, height = page.evaluate(_FOCUS_AND_MEASURE, number)
    left, top = max(x - _MARGIN, 0), max(y - _MARGIN, 0)
    size = page.viewport_size or {"width": 0, "height": 0}
    right, bottom = min(x + width + _MARGIN, size["width"]), min(y + height + _MARGIN, size["height"])
    if right <= left or bottom <= top:
        return False
    clip = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    focused = _picture(page.screenshot(clip=clip))  # type: ignore[arg-type]
    page.evaluate("number => stops[number].blur()", number)
    changed = ImageChops.difference(focused, _picture(page.screenshot(clip=clip)))  # type: ignore[arg-type]
    return sum(changed.convert("L").histogram()[1:]) >= _MIN_CHANGED_PIXELS


def _picture(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")
