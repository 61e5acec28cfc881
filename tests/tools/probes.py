"""Accessibility probes, run in a browser: each returns a list of problems.

Clauses are those of WCAG 2.2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

_COMMON = r"""
const all = [...document.querySelectorAll('body *')];
const report = (element, ...more) => [
  `<${element.localName}${element.id ? ` id=${element.id}` : ''} class="${element.getAttribute('class') ?? ''}">`,
  `“${(element.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 40)}”`, ...more].join(' ');
const hidden = element => getComputedStyle(element).clipPath !== 'none';
const seen = element => element.checkVisibility({visibilityProperty: true, opacityProperty: true})
  && element.getClientRects().length > 0 && !element.closest('option, template') && !within(element, hidden);
const within = (element, is) => {
  for (let one = element; one && one !== document.body; one = one.parentElement) if (is(one)) return one;
  return null;
};
const scrolls = element => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);
const fixed = element => getComputedStyle(element).position === 'fixed';
const ownText = element => [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
const known = new Map();
const rgba = colour => {
  if (!known.has(colour)) known.set(colour, drawn(colour));
  return known.get(colour);
};
const drawn = colour => {
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = colour;
  canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data];
};
const opaque = colour => rgba(colour)[3] > 0;
const behind = element => {
  for (let one = element; one; one = one.parentElement) {
    const colour = getComputedStyle(one).backgroundColor;
    if (opaque(colour)) return colour;
  }
  return 'Canvas';
};
const luminance = colour => rgba(colour).slice(0, 3).map(part => part / 255)
  .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
  .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
const contrast = (one, other) => {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};
const bordered = style => ['Top', 'Right', 'Bottom', 'Left'].some(side =>
  style[`border${side}Style`] !== 'none' && parseFloat(style[`border${side}Width`]) >= 1
  && opaque(style[`border${side}Color`]));
const underlined = style => style.textDecorationLine.includes('underline') && opaque(style.textDecorationColor);
const PARTS = [null, '::before', '::after'];
const filled = (element, part) => {
  const style = getComputedStyle(element, part);
  if (part && ['none', 'normal'].includes(style.content)) return false;
  if (style.backgroundImage !== 'none') return true;
  return opaque(style.backgroundColor)
    && (part ? true : String(rgba(style.backgroundColor)) !== String(rgba(behind(element.parentElement))));
};
"""

# 1.4.10: the page does not scroll sideways, no element is outside it, and tables do not scroll in boxes.
REFLOW = """
const width = document.documentElement.clientWidth;
const found = all.filter(element => seen(element) && !within(element.parentElement, scrolls)).filter(element => {
  const box = element.getBoundingClientRect();
  return box.width > 1 && (box.right > width + 1 || box.left < -1);
}).map(element => report(element, 'is beyond the edge'));
const tables = all.filter(element => element.localName === 'table' && seen(element) && within(element, scrolls))
  .map(element => report(element, 'scrolls in a box'));
// Cells in block layout have a label, which an empty cell would not need.
const bare = all.filter(element => element.matches('td[data-label]') && seen(element)
  && getComputedStyle(element).display !== 'table-cell' && !element.textContent.trim() && !element.querySelector('img'))
  .map(element => report(element, 'is empty'));
const over = document.documentElement.scrollWidth - width;
return [...over > 0 ? [`the page is ${over} px too wide`] : [], ...found, ...tables, ...bare];
"""

# 1.4.12 and 1.4.4: no text is cut off by its box or overlaps other text.
LOSS = """
const cut = all.filter(element => seen(element) && !element.closest('thead')).filter(element => {
  const style = getComputedStyle(element);
  return ['hidden', 'clip'].includes(style.overflowX) && element.scrollWidth > element.clientWidth + 1
    || ['hidden', 'clip'].includes(style.overflowY) && element.scrollHeight > element.clientHeight + 1;
}).map(element => report(element, 'is cut off'));
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
const range = document.createRange();
const boxes = [];
while (walker.nextNode()) {
  const node = walker.currentNode;
  const element = node.parentElement;
  if (!node.data.trim() || !seen(element) || within(element, fixed)) continue;
  range.selectNodeContents(node);
  for (const box of range.getClientRects()) {
    // Letters fill about the middle of the line height.
    const [inset, {left, right}] = [box.height * 0.3, box];
    if (box.width > 2) boxes.push({left, right, top: box.top + inset, bottom: box.bottom - inset, element});
  }
}
boxes.sort((one, other) => one.top - other.top);
const overlaps = new Set();
boxes.forEach((one, index) => {
  for (let next = index + 1; next < boxes.length && boxes[next].top < one.bottom - 1; next++) {
    const other = boxes[next];
    if (Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1.5)
      overlaps.add(report(one.element, 'overlaps', report(other.element)));
  }
});
return [...cut, ...overlaps];
"""

# 2.5.8: a target is at least 24 px wide and high, unless it is in a sentence.
SMALL = """
return all.filter(element => element.matches('a, button, summary, input') && seen(element)).filter(element => {
  const box = element.getBoundingClientRect();
  return box.width && getComputedStyle(element).display !== 'inline' && (box.width < 24 || box.height < 24);
}).map(element => report(element, 'is small'));
"""

# Elements and pseudo-elements with a background, by index: for the probes of modes without backgrounds.
FILLED = """
return all.flatMap((element, index) => seen(element)
  ? PARTS.flatMap((part, which) => filled(element, part) ? [[index, which]] : []) : []);
"""

# Forced colours: text is legible, and elements with a background keep it or have a border.
FORCED = """
const faint = all.filter(element => seen(element) && ownText(element)
  && contrast(getComputedStyle(element).color, behind(element)) < 4.5)
  .map(element => report(element, 'cannot be read'));
const lost = argument.filter(([index, which]) => {
  const style = getComputedStyle(all[index], PARTS[which]);
  const kept = style.forcedColorAdjust === 'none' && filled(all[index], PARTS[which]);
  return !bordered(style) && !underlined(style) && !kept;
}).map(([index, which]) => report(all[index], PARTS[which] ?? '', 'shows no edge'));
return [...faint, ...lost];
"""

# 2.3.3: nothing moves if the reader prefers reduced motion.
MOTION = """
const moving = [document.documentElement, ...all].filter(element => PARTS.some(part => {
  const style = getComputedStyle(element, part);
  const lasts = style.transitionDuration.split(',').some(time => parseFloat(time) > 0);
  return style.animationName !== 'none' || lasts || style.scrollBehavior === 'smooth';
}));
return moving.map(element => report(element, 'moves'));
"""

# Print: no controls, all notes, dark text on white, and no meaning in backgrounds alone.
PRINTED = """
const kept = style => style.printColorAdjust === 'exact' || style.webkitPrintColorAdjust === 'exact';
const controls = all
  .filter(element => element.matches('nav, form, button, input, .skip-link, [popover]') && seen(element))
  .map(element => report(element, 'is useless on paper'));
const shut = all.filter(element => element.matches('[role=note]')
  && !(element.checkVisibility() && element.getBoundingClientRect().height))
  .map(element => report(element, 'is not printed'));
const paper = rgba(behind(document.body)).slice(0, 3).join() === '255,255,255' ? [] : ['the paper is not white'];
const faint = all.filter(element => {
  const style = getComputedStyle(element);
  return seen(element) && ownText(element) && contrast(style.color, kept(style) ? behind(element) : 'white') < 4.5;
}).map(element => report(element, 'cannot be read'));
const lost = argument.filter(([index, which]) => {
  const style = getComputedStyle(all[index], PARTS[which]);
  return seen(all[index]) && style.display !== 'none' && !bordered(style) && !underlined(style) && !kept(style);
}).map(([index, which]) => report(all[index], PARTS[which] ?? '', 'shows no edge'));
return [...controls, ...shut, ...paper, ...faint, ...lost];
"""

# 1.4.12, as a user style sheet; a constructed sheet is not an inline style.
_SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets.push(sheet);
}"""


def run_probe(page: Page, probe: str, argument: object = None) -> list[Any]:
    """Return the problems that a probe finds on a page in its current state."""
    found: list[Any] = page.evaluate(f"argument => {{ {_COMMON} {probe} }}", argument)
    return found


def space(page: Page) -> None:
    """Apply the text spacing of WCAG 1.4.12."""
    page.evaluate(_SPACED)


def set_details(page: Page, *, shown: bool) -> None:
    """Open or close all ``details``."""
    page.evaluate("shown => document.querySelectorAll('details').forEach(each => { each.open = shown; })", shown)
