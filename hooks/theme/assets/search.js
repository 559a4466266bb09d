/*
 * The search page. What the reader asks for is always in the address (`?q=…&topic=…&source=…&year=…&sort=date`); see
 * filters.js. Text from articles is only ever set as text, never as HTML.
 */
"use strict";

(() => {
  const FILTERS = ["topic", "source", "year"];
  const PAGE_SIZE = 10;
  const TYPING_PAUSE_MS = 300;
  const EVERY_ARTICLE = "ꙮꙮꙮ"; // article.html gives this word to each; for no word at all Pagefind reads its whole index

  const searchForm = document.getElementById("bulletin-search");
  const foundPart = document.getElementById("bulletin-found");
  const queryBox = document.getElementById("bulletin-query");
  const status = document.getElementById("bulletin-status");
  const resultList = document.getElementById("bulletin-results");
  const moreButton = document.getElementById("bulletin-more");
  const { isCopyIncomplete, loadPagefind, siteRoot } = window.bulletin;
  const { countOf, element, tieToAddress } = window.bulletin.filters;

  let loading = null; // the promise of Pagefind, once somebody wants to search
  let latest = 0; // number of the newest search: answers to older ones are dropped
  let waiting = []; // results found but not shown yet

  const nothingFound = document.getElementById("bulletin-nothing");
  const form = tieToAddress(searchForm, search);
  const invitation = status.textContent; // as the page was built
  const allCounts = Object.fromEntries(FILTERS.map((name) => [name, {}]));
  for (const box of form.boxes) {
    allCounts[box.name][box.value] = Number(box.closest(".choice").querySelector(".count").textContent);
  }
  const queryOf = (wanted) => (wanted.get("q") ?? "").replace(/[“”„]/g, '"'); // telephones type curly ones
  const isAnyChosen = (wanted) => FILTERS.some((name) => wanted.has(name));

  // ---- asking Pagefind ----

  /** Pagefind's form of the chosen filters: any of a group's values, in every group. `except` leaves one group out. */
  function pagefindFilters(wanted, except = "") {
    const chosen = FILTERS.filter((name) => name !== except && wanted.has(name));
    return Object.fromEntries(chosen.map((name) => [name, { any: wanted.getAll(name) }]));
  }

  function ask(pagefind, wanted, except) {
    const isByDate = wanted.has("sort") || !wanted.has("q");
    return pagefind.search(queryOf(wanted) || EVERY_ARTICLE, {
      filters: pagefindFilters(wanted, except),
      ...(isByDate && { sort: { date: "desc" } }),
    });
  }

  /** How many articles each choice would give: counted as if nothing were chosen in its own group. */
  async function countChoices(pagefind, wanted, found) {
    const counts = {};
    for (const name of FILTERS) {
      const answer = wanted.has(name) ? await ask(pagefind, wanted, name) : found;
      counts[name] = answer.filters[name] ?? {};
    }
    return counts;
  }

  /**
   * Tells the articles that hold every word asked for, with any ending, from those that Pagefind offers besides: with
   * longer words that begin alike, with the nearest words that it knows, or without a word that it does not know at all.
   * Only a search in quotation marks leaves those out.
   */
  async function askStrictly(pagefind, wanted, found) {
    const query = queryOf(wanted);
    if (/^".+"$/.test(query)) return { exact: found.results, similar: [] };
    const words = partsOf(query);
    const options = { filters: pagefindFilters(wanted) };
    const answers = await Promise.all(words.map((word) => pagefind.search(`"${word.replaceAll('"', "")}"`, options)));
    const ids = answers.map((answer) => new Set(answer.results.map(({ id }) => id)));
    const isExact = ({ id }) => ids.every((ofWord) => ofWord.has(id));
    return { exact: found.results.filter(isExact), similar: found.results.filter((result) => !isExact(result)) };
  }

  /** A query's words as Pagefind takes them: “multi-agency” and “child’s” are one each. */
  const partsOf = (query) => query.split(/\s+/).filter((part) => /[\p{L}\p{N}]/u.test(part));

  async function search(wanted) {
    const number = ++latest;
    if (!wanted.has("q") && !isAnyChosen(wanted)) {
      invite();
      return;
    }
    foundPart.setAttribute("aria-busy", "true");
    const size = Math.max(PAGE_SIZE, history.state?.shown ?? 0); // as many as were shown before the reader came back
    try {
      loading ??= loadPagefind();
      const pagefind = await loading;
      const found = await ask(pagefind, wanted);
      const counts = await countChoices(pagefind, wanted, found);
      const { exact, similar } = await askStrictly(pagefind, wanted, found);
      if (isCopyIncomplete()) throw new Error("a part of this copy is missing");
      if (number !== latest) return;
      form.showCounts(counts);
      const results = wanted.has("sort") ? found.results : [...exact, ...similar];
      const first = await Promise.all(results.slice(0, size).map((result) => result.data()));
      if (number !== latest) return;
      resultList.replaceChildren(...first.map((article) => resultItem(article, queryOf(wanted))));
      showMore(results.slice(size));
      say(sentenceAbout(wanted, exact.length, similar.length));
      settle();
    } catch (error) {
      showFailure(error, number);
    }
  }

  // ---- showing ----

  function sentenceAbout(wanted, exact, similar) {
    const query = queryOf(wanted).replace(/^"|"$/g, "");
    const words = query && ` for “${query}”`;
    if (exact > 0 && similar > 0) return `${countOf(exact)} found${words}, and ${similar} with similar words.`;
    if (exact > 0) return `${countOf(exact)} found${words}.`;
    if (similar > 0 && partsOf(query).length > 1) {
      return `No article has all of “${query}”. ${countOf(similar)} found with similar words.`;
    }
    if (similar > 0) return `${countOf(similar)} found with words like “${query}”.`;
    const advice = isAnyChosen(wanted) ? " Remove a filter, or try other words." : " Try other or fewer words.";
    return `No articles found${words}.${advice}`;
  }

  const wordsOf = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

  /** Nothing is asked for: the page as it was built, and nothing fetched. */
  function invite() {
    resultList.replaceChildren();
    showMore([]);
    form.showCounts(allCounts);
    say(invitation);
    settle();
  }

  function settle() {
    foundPart.removeAttribute("aria-busy");
    searchForm.classList.remove("is-counting");
  }

  function say(sentence) {
    nothingFound.hidden = !sentence.startsWith("No article");
    status.textContent = sentence;
  }

  function showFailure(error, number) {
    console.error(error);
    loading = null;
    if (number !== latest) return;
    resultList.replaceChildren();
    showMore([]);
    settle();
    say(
      isCopyIncomplete()
        ? "This copy is incomplete: unzip it again. Until then, look through the topics and the timeline."
        : "Search could not start. Please try again, or look through the topics and the timeline.",
    );
  }

  function showMore(rest) {
    waiting = rest;
    moreButton.hidden = rest.length === 0;
    moreButton.textContent = `Show more (${rest.length} left)`;
  }

  /** Where a result leads: to a page below the site's root, whatever the index says. */
  function addressOf(path) {
    const address = new URL(`./${path.replace(/^\/+/, "")}`, siteRoot);
    if (!address.href.startsWith(siteRoot.href)) throw new Error(`the index leads out of the site: ${path}`);
    return address.href;
  }

  function resultItem(article, query) {
    const { title, date, source, topics, content_note: note } = article.meta;
    const link = element("a", { href: addressOf(article.raw_url) });
    link.append(...markedWords(title, query));
    const headline = element("h3", { className: "articles-headline" });
    headline.append(link);
    const item = element("li", {});
    item.append(headline, element("p", { className: "byline" }, [date, source].filter(Boolean).join(" · ")));
    if (note) {
      const line = element("p", { className: "content-note" });
      line.append(element("strong", {}, "Content note:"), ` ${note}`);
      item.append(line);
    }
    if (!note) {
      // what the note warns of may be just the sentence that was found: it is for the page to tell
      const excerpt = element("p", { className: "summary" });
      excerpt.append(...excerptNodes(article), " …");
      item.append(excerpt);
    }
    if (topics) {
      const line = element("p", { className: "byline" }, "Topics: ");
      line.append(...markedWords(topics, query));
      item.append(line);
    }
    return item;
  }

  /** A headline or list of topics with the words asked for marked; Pagefind marks them in the excerpt only. */
  function markedWords(text, query) {
    const wanted = wordsOf(query);
    const isWanted = (word) => wanted.some((each) => word === each || (each.length > 3 && word.startsWith(each)));
    return text.split(/([\p{L}\p{N}]+)/u).map((part) => (isWanted(part.toLowerCase()) ? element("mark", {}, part) : part));
  }

  /** Pagefind's excerpt is text with `<`, `>` as references and `<mark>` round the words found: nodes of the same. */
  function excerptNodes({ content, excerpt }) {
    const isCutOut = !content.startsWith(bare(excerpt).slice(0, 20));
    const nodes = excerpt.split(/(<mark>.*?<\/mark>)/s).flatMap((part) => {
      const found = /^<mark>([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)<\/mark>$/su.exec(part);
      if (!found) return [plain(part)];
      const [, before, word, after] = found; // Pagefind marks the full stop, too
      return [plain(before), element("mark", {}, plain(word)), plain(after)];
    });
    return [isCutOut ? "… " : "", ...nodes];
  }

  const bare = (excerpt) => excerpt.replaceAll(/<\/?mark>/g, "");
  const plain = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">");

  // ---- what the reader does ----

  let pause = 0;
  queryBox.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => form.go({ typing: true }), TYPING_PAUSE_MS);
  });
  for (const event of ["submit", "popstate"]) addEventListener(event, () => clearTimeout(pause), { capture: true });

  moreButton.addEventListener("click", async () => {
    const number = latest;
    try {
      const next = await Promise.all(waiting.slice(0, PAGE_SIZE).map((result) => result.data()));
      if (number !== latest) return;
      const items = next.map((article) => resultItem(article, queryBox.value));
      resultList.append(...items);
      showMore(waiting.slice(PAGE_SIZE));
      history.replaceState({ shown: resultList.children.length }, "");
      items[0].querySelector("a").focus();
    } catch (error) {
      showFailure(error, number);
    }
  });

  // Where the reader left the page is remembered with its place in the history, and nowhere else.
  resultList.addEventListener("click", (event) => {
    const opened = [...resultList.children].indexOf(event.target.closest("a") && event.target.closest("li"));
    if (opened >= 0) history.replaceState({ ...history.state, opened }, "");
  });

  async function start() {
    // The offline copy tells if this script or the loader does not come.
    if (loadPagefind) document.querySelector(".script-missing")?.remove();
    const { opened } = history.state ?? {};
    const arrival = performance.getEntriesByType("navigation")[0]?.type;
    const asked = new URLSearchParams(location.search);
    searchForm.classList.toggle("is-counting", `${asked}` !== ""); // choices come and go with the first counts
    await form.start();
    if (arrival === "back_forward") resultList.children[opened]?.querySelector("a").focus();
    // Who has typed a word on another page goes on with what was found: the next Tab reaches the first result.
    else if (arrival === "navigate" && asked.has("q") && document.activeElement === document.body) {
      status.focus({ preventScroll: true });
    }
  }

  start();
})();
