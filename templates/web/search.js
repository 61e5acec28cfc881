import { createInstance } from "../pagefind/pagefind.js";

// The page is whole without this script: a list of all statements.  With it, the form above the list finds some of
// them.  What is shown is made of text nodes, so nothing that was indexed can become markup.
const SHOWN = 20; // results at a time
const WAIT = 200; // milliseconds after the last key
const one = (name) => document.querySelector(name);
const form = one("form.search");
const [field, status, list, more, all] = ["#query", ".search-status", ".results", ".more", ".statements"].map(one);
const pattern = form.querySelector("template").content;
const site = new URL(form.dataset.root || ".", document.baseURI).pathname;
const wordsOf = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
let index = null;
let turn = 0; // of searches: only the last may show what it found, however late the texts of another come

// Where Pagefind knows no word like one that is sought, it takes any that the word begins with: "be" for "Belgique".
async function meant(query, result) {
  const { meta, locations, raw_content } = await result.data();
  const words = raw_content.split(/\s+/);
  const matched = wordsOf([meta.title, ...locations.map((place) => words[place])].join(" "));
  return wordsOf(query).every((word) => matched.some((other) => other.startsWith(word.slice(0, (word.length + 1) / 2))));
}

// A record's path says what it is, and where it stands: finding/a-brief/report/finding-first.html.
function item({ raw_url, raw_content, meta, excerpt }) {
  const made = pattern.querySelector("li").cloneNode(true);
  const link = made.querySelector("a");
  const [, kind, page, anchor] = raw_url.match(/^\/([^/]+)\/(.+)\/([^/]+)\.html$/);
  link.href = `${site}${page}.html#${anchor}`;
  link.textContent = meta.title;
  const names = [kind, `/${page.split("/")[0]}`].map((name) => pattern.querySelector(`data[value="${name}"]`));
  made.querySelector(".under").textContent = names.map((name) => name.textContent).join(" · ");
  // An excerpt is escaped but for its marks.
  const words = excerpt.replace(/<\/?mark>/g, "");
  const [before, after] = [raw_content.startsWith(words) ? "" : "…\u00a0", raw_content.endsWith(words) ? "" : "\u00a0…"];
  for (const [place, text] of `${before}${excerpt}${after}`.split(/<\/?mark>/).entries()) {
    const node = place % 2 ? document.createElement("mark") : document.createTextNode("");
    node.textContent = text.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
    made.querySelector(".excerpt").append(node);
  }
  return made;
}

async function search(wait, most = SHOWN) {
  const mine = ++turn;
  const query = field.value.trim();
  try {
    index ??= createInstance({ basePath: `${site}pagefind/`, noWorker: true });
    const found = query ? (await index.debouncedSearch(query, {}, wait))?.results : [];
    if (!found || mine !== turn) return; // another query has come
    const asked = query && `?${new URLSearchParams({ q: query })}`;
    history.replaceState(null, "", `${location.pathname}${asked}${location.hash}`);
    const results = found.length && !(await meant(query, found[0])) ? [] : found;
    const items = await Promise.all(results.slice(0, most).map(async (result) => item(await result.data())));
    if (mine !== turn) return;
    const count = results.length;
    list.replaceChildren(...items);
    list.hidden = count === 0;
    more.hidden = count <= most;
    all.hidden = count > 0;
    const said = count ? status.dataset.found : status.dataset.none;
    status.textContent = query && said.replace("{count}", count).replace("{query}", () => query);
  } catch {
    if (mine !== turn) return;
    list.hidden = more.hidden = true;
    all.hidden = false;
    status.textContent = status.dataset.failed;
  }
}

form.addEventListener("input", () => search(WAIT));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  search(0);
});
more.addEventListener("click", async () => {
  const before = list.childElementCount;
  await search(0, before + SHOWN);
  list.children[before]?.querySelector("a").focus();
});
// What the address asks: at first, and wherever the reader goes back or on to.
function read() {
  const query = new URL(location.href).searchParams.get("q") ?? "";
  if (query === field.value.trim()) return;
  field.value = query;
  search(0);
}
form.hidden = false;
addEventListener("popstate", read);
read();
