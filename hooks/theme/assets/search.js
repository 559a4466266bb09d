/*
 * The search page. What the reader asks for is always in the address (`?q=…&topic=…&source=…&year=…&sort=date`), so
 * that back, forward, bookmarks and links work. Text from articles is only ever set as text, never as HTML.
 */
"use strict";

(() => {
  const FILTERS = ["topic", "source", "year"];
  const PAGE_SIZE = 10;
  const TYPING_PAUSE_MS = 300;

  const form = document.getElementById("bulletin-search");
  const queryBox = document.getElementById("bulletin-query");
  const sortBox = document.getElementById("bulletin-sort");
  const chosenList = document.getElementById("bulletin-chosen");
  const status = document.getElementById("bulletin-status");
  const resultList = document.getElementById("bulletin-results");
  const moreButton = document.getElementById("bulletin-more");
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  const { siteRoot, loadPagefind } = window.bulletin;

  let loading = null; // the promise of Pagefind, once somebody wants to search
  let latest = 0; // number of the newest search: answers to older ones are dropped
  let waiting = []; // results found but not shown yet

  // ---- what is asked for ----

  function readForm() {
    const wanted = { query: queryBox.value.trim(), sort: sortBox.value, filters: {} };
    for (const name of FILTERS) {
      wanted.filters[name] = boxes.filter((box) => box.name === name && box.checked).map((box) => box.value);
    }
    return wanted;
  }

  function fillForm(params) {
    queryBox.value = params.get("q") ?? "";
    sortBox.value = params.get("sort") === "date" ? "date" : "";
    for (const box of boxes) box.checked = params.getAll(box.name).includes(box.value);
  }

  function addressOf(wanted) {
    const params = new URLSearchParams();
    if (wanted.query) params.set("q", wanted.query);
    for (const name of FILTERS) for (const value of wanted.filters[name]) params.append(name, value);
    if (wanted.sort) params.set("sort", wanted.sort);
    const text = params.toString();
    return location.pathname + (text ? `?${text}` : "");
  }

  function without(wanted, name, value) {
    const filters = { ...wanted.filters, [name]: wanted.filters[name].filter((other) => other !== value) };
    return { ...wanted, filters };
  }

  const isAnyChosen = (wanted) => FILTERS.some((name) => wanted.filters[name].length > 0);

  // ---- asking Pagefind ----

  /** Pagefind's form of the chosen filters: any of a group's values, in every group. `except` leaves one group out. */
  function pagefindFilters(wanted, except = "") {
    const chosen = FILTERS.filter((name) => name !== except && wanted.filters[name].length > 0);
    return Object.fromEntries(chosen.map((name) => [name, { any: wanted.filters[name] }]));
  }

  function ask(pagefind, wanted, except) {
    const sort = wanted.sort === "date" || !wanted.query ? { date: "desc" } : undefined;
    return pagefind.search(wanted.query || null, { filters: pagefindFilters(wanted, except), ...(sort && { sort }) });
  }

  /** How many articles each choice would give: counted as if nothing were chosen in its own group. */
  async function countChoices(pagefind, wanted, found) {
    const counts = {};
    for (const name of FILTERS) {
      const answer = wanted.filters[name].length > 0 ? await ask(pagefind, wanted, name) : found;
      counts[name] = answer.filters[name] ?? {};
    }
    return counts;
  }

  async function search() {
    const number = ++latest;
    const wanted = readForm();
    showChosen(wanted);
    try {
      loading ??= loadPagefind();
      const pagefind = await loading;
      const found = await ask(pagefind, wanted);
      const counts = await countChoices(pagefind, wanted, found);
      if (number !== latest) return;
      showCounts(counts);
      if (!wanted.query && !isAnyChosen(wanted)) {
        resultList.replaceChildren();
        showMore([]);
        say(`Type a word, or choose a topic, source or year. There are ${countOf(found.results.length)} to search.`);
        return;
      }
      const first = await Promise.all(found.results.slice(0, PAGE_SIZE).map((result) => result.data()));
      if (number !== latest) return;
      resultList.replaceChildren(...first.map((article) => resultItem(article, wanted.query)));
      showMore(found.results.slice(PAGE_SIZE));
      say(sentenceAbout(wanted, found.results.length, first));
    } catch (error) {
      loading = null;
      console.error(error);
      if (number === latest) showFailure();
    }
  }

  // ---- showing ----

  const countOf = (number) => (number === 1 ? "1 article" : `${number} articles`);

  function sentenceAbout(wanted, number, first) {
    const words = wanted.query ? ` for “${wanted.query}”` : "";
    if (number > 0 && hasStrangeWord(wanted.query, first)) {
      return `${countOf(number)} found with words like “${wanted.query}”.`;
    }
    if (number > 0) return `${countOf(number)} found${words}.`;
    const advice = isAnyChosen(wanted) ? " Remove a filter, or try other words." : " Try other or fewer words.";
    return `No articles found${words}.${advice}`;
  }

  const wordsOf = (text) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

  const withoutEnding = (word) => word.replace(/(?<=...)(e?s|e?d|ing)$/u, "");

  /** Is there a word that none of these articles holds, with any ending? Pagefind offers the nearest it has instead. */
  function hasStrangeWord(query, articles) {
    const texts = articles.map(({ content, meta }) => [plain(content), ...Object.values(meta)].join(" ").toLowerCase());
    return wordsOf(query).some((word) => !texts.some((text) => text.includes(withoutEnding(word))));
  }

  function say(sentence) {
    status.textContent = sentence;
  }

  function showFailure() {
    resultList.replaceChildren();
    showMore([]);
    say("Search could not start. Please try again, or look through the topics and the timeline.");
  }

  function showMore(rest) {
    waiting = rest;
    moreButton.hidden = rest.length === 0;
    moreButton.textContent = `Show more (${rest.length} left)`;
  }

  function showCounts(counts) {
    for (const box of boxes) {
      const count = counts[box.name][box.value] ?? 0;
      const choice = box.closest(".choice");
      choice.querySelector(".count").textContent = String(count);
      choice.hidden = count === 0 && !box.checked;
    }
  }

  function showChosen(wanted) {
    const items = boxes
      .filter((box) => box.checked)
      .map((box) => {
        const label = box.closest(".choice").querySelector(".choice-label").textContent;
        return chosenItem(`Remove filter: ${label}`, label, without(wanted, box.name, box.value));
      });
    if (items.length > 0) {
      const none = Object.fromEntries(FILTERS.map((name) => [name, []]));
      items.push(chosenItem("Clear all filters", "Clear all", { ...wanted, filters: none }));
    }
    chosenList.replaceChildren(...items);
    chosenList.hidden = items.length === 0;
  }

  function chosenItem(spoken, label, then) {
    const link = element("a", { href: addressOf(then), className: "chosen" }, label);
    link.setAttribute("aria-label", spoken);
    if (label !== "Clear all") link.append(element("span", { className: "cross", ariaHidden: "true" }, "×"));
    const item = element("li", {});
    item.append(link);
    return item;
  }

  function resultItem(article, query) {
    const { title, date, source, topics, content_note: note } = article.meta;
    const link = element("a", { href: new URL(article.raw_url.replace(/^\/+/, ""), siteRoot).href });
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
    const excerpt = element("p", { className: "summary" });
    excerpt.append(...excerptNodes(article), " …");
    item.append(excerpt);
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

  function element(name, properties, text = "") {
    const made = Object.assign(document.createElement(name), properties);
    made.textContent = text;
    return made;
  }

  // ---- what the reader does ----

  let isTyping = false; // the newest address is of a word half typed, where Back should not lead

  function go(address, { typing = false } = {}) {
    if (address !== location.pathname + location.search) {
      history[isTyping ? "replaceState" : "pushState"](null, "", address);
    }
    isTyping = typing;
    return search();
  }

  let pause = 0;
  queryBox.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => go(addressOf(readForm()), { typing: true }), TYPING_PAUSE_MS);
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(pause);
    await go(addressOf(readForm()));
    status.focus(); // so that the next Tab reaches the first result
  });

  form.addEventListener("change", (event) => {
    if (event.target !== queryBox) go(addressOf(readForm()));
  });

  chosenList.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    fillForm(new URL(link.href).searchParams);
    go(link.href.slice(location.origin.length));
    status.focus(); // the link that was pressed is gone
  });

  moreButton.addEventListener("click", async () => {
    const number = latest;
    const next = await Promise.all(waiting.slice(0, PAGE_SIZE).map((result) => result.data()));
    if (number !== latest) return;
    const items = next.map((article) => resultItem(article, readForm().query));
    resultList.append(...items);
    showMore(waiting.slice(PAGE_SIZE));
    items[0].querySelector("a").focus();
  });

  addEventListener("popstate", () => {
    clearTimeout(pause);
    isTyping = false;
    fillForm(new URLSearchParams(location.search));
    search();
  });

  fillForm(new URLSearchParams(location.search));
  const isWide = matchMedia("(min-width: 60rem)").matches; // as in bulletin.css
  for (const details of form.querySelectorAll("details")) details.open = isWide;
  form.hidden = false;
  search();
})();
