import { createInstance } from "../pagefind/pagefind.js";

// The page is whole without this script: a list of all statements.  With it, the form above the list finds some of
// them.  What is shown is made of text nodes, so nothing that was indexed can become markup.
const SHOWN = 20; // results at a time
const WAIT = 200; // milliseconds after the last key
const form = document.querySelector("form.search");
const [field, status, list, more, all] = ["#query", ".search-status", ".results", ".more", ".statements"].map((name) =>
  document.querySelector(name),
);
const pattern = form.querySelector("template").content;
const site = new URL(form.dataset.root || ".", document.baseURI).pathname;
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const wordsOf = (text) => plain(text).match(/[\p{L}\p{N}]+/gu) ?? [];
let index = null;
let rest = [];

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

async function show() {
  const next = rest.splice(0, SHOWN);
  list.append(...(await Promise.all(next.map(async (result) => item(await result.data())))));
  more.hidden = rest.length === 0;
}

async function search(wait) {
  const query = field.value.trim();
  try {
    index ??= createInstance({ basePath: `${site}pagefind/`, noWorker: true });
    const found = query ? (await index.debouncedSearch(query, {}, wait))?.results : [];
    const results = found?.length && !(await meant(query, found[0])) ? [] : found;
    if (!results || query !== field.value.trim()) return; // another query has come
    const address = new URL(location.href);
    address.search = query && new URLSearchParams({ q: query });
    history.replaceState(null, "", address);
    rest = results;
    const count = results.length;
    list.replaceChildren();
    await show();
    list.hidden = count === 0;
    all.hidden = count > 0;
    const said = count ? status.dataset.found : status.dataset.none;
    status.textContent = query && said.replace("{count}", count).replace("{query}", () => query);
  } catch {
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
  const last = list.lastElementChild;
  await show();
  last.nextElementSibling.querySelector("a").focus();
});
form.hidden = false;
field.value = new URL(location.href).searchParams.get("q") ?? "";
if (field.value) search(0);
