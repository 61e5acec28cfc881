import { createInstance } from "../pagefind/pagefind.js";

// Without this script, the page has a folded list of the statements of all briefs; with it, a form above searches them.
// Results are text nodes, so indexed text cannot become markup.
const [PAGE_SIZE, DELAY] = [20, 200]; // results; milliseconds after the last keystroke
const find = (selector) => document.querySelector(selector);
const form = find("form.search");
const [field, status, list, more, statements] = ["#query", ".search-status", ".results", ".more", ".statements"].map(find);
const template = form.querySelector("template").content;
const site = new URL(form.dataset.root || ".", document.baseURI).pathname;
const wordsOf = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
let index = null;
let latest = 0; // number of the latest search; earlier ones must not show their results

// For an unknown word, Pagefind finds any word that begins it: "be" for "Belgique". Require the first half of each word.
async function isMatch(query, result) {
  const { meta, locations, raw_content } = await result.data();
  const words = raw_content.split(/\s+/);
  const matched = wordsOf([meta.title, ...locations.map((location) => words[location])].join(" "));
  return wordsOf(query).every((word) => matched.some((other) => other.startsWith(word.slice(0, (word.length + 1) / 2))));
}

// The path of a record has its type, page and anchor: finding/a-brief/report/finding-first.html.
function resultItem({ raw_url, raw_content, meta, excerpt }) {
  const item = template.querySelector("li").cloneNode(true);
  const link = item.querySelector("a");
  const [, type, page, anchor] = raw_url.match(/^\/([^/]+)\/(.+)\/([^/]+)\.html$/);
  Object.assign(link, { href: `${site}${page}.html#${anchor}`, textContent: meta.title });
  for (const part of meta.lang ? [link, item.querySelector(".excerpt")] : []) part.lang = meta.lang;
  const names = [type, `/${page.split("/")[0]}`].map((name) => template.querySelector(`data[value="${name}"]`));
  item.querySelector(".byline").textContent = names.map((name) => name.textContent).join(" · ");
  // Pagefind escapes an excerpt, except its <mark> tags.
  const plain = excerpt.replace(/<\/?mark>/g, "");
  const [before, after] = [raw_content.startsWith(plain) ? "" : "…\u00a0", raw_content.endsWith(plain) ? "" : "\u00a0…"];
  for (const [number, text] of `${before}${excerpt}${after}`.split(/<\/?mark>/).entries()) {
    const node = number % 2 ? document.createElement("mark") : document.createTextNode("");
    node.textContent = text.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
    item.querySelector(".excerpt").append(node);
  }
  return item;
}

async function search(delay, limit = PAGE_SIZE) {
  const current = ++latest;
  const query = field.value.trim();
  try {
    index ??= createInstance({ basePath: `${site}pagefind/`, noWorker: true });
    const found = query ? (await index.debouncedSearch(query, {}, delay))?.results : [];
    if (!found || current !== latest) return;
    const parameters = query && `?${new URLSearchParams({ q: query })}`;
    history.replaceState(null, "", `${location.pathname}${parameters}${location.hash}`);
    const results = found.length && !(await isMatch(query, found[0])) ? [] : found;
    const items = await Promise.all(results.slice(0, limit).map(async (result) => resultItem(await result.data())));
    if (current !== latest) return;
    const count = results.length;
    list.replaceChildren(...items);
    list.hidden = count === 0;
    more.hidden = count <= limit;
    Object.assign(statements, { hidden: count > 0, open: statements.open || (query && !count) });
    const message = count ? status.dataset.found : status.dataset.none;
    status.textContent = query && message.replace("{count}", count).replace("{query}", () => query);
  } catch {
    if (current !== latest) return;
    list.hidden = more.hidden = statements.open = true;
    statements.hidden = false;
    status.textContent = status.dataset.failed;
  }
}

// Search for the query in the address: on load, and when the reader goes back or forward.
function searchFromAddress() {
  const query = new URLSearchParams(location.search).get("q") ?? "";
  if (query === field.value.trim()) return;
  field.value = query;
  search(0);
}

form.addEventListener("input", () => search(DELAY));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  search(0);
});
more.addEventListener("click", async () => {
  const count = list.childElementCount;
  await search(0, count + PAGE_SIZE);
  list.children[count]?.querySelector("a").focus();
});
addEventListener("popstate", searchFromAddress);
form.hidden = false;
searchFromAddress();
