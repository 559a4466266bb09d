/*
 * Filters the timeline by topic and source. Whatever holds articles says in `data-entries` which topics and which source
 * each has: “4.7:2 4:3” are two articles, with the numbers of their topics and of their source among the form's choices.
 */
"use strict";

(() => {
  const { countOf, tieToAddress } = window.bulletin.filters;
  const status = document.getElementById("bulletin-status");
  const plainStatus = status.textContent;
  const links = document.querySelectorAll("a[data-keeps-filter]");

  const holders = [...document.querySelectorAll("[data-entries]")].map((node) => ({
    node,
    group: node.closest("[data-group]"),
    entries: node.dataset.entries.split(" ").map(readEntry),
  }));
  const total = holders.reduce((sum, { entries }) => sum + entries.length, 0);

  function readEntry(text) {
    const [topics, source] = text.split(":");
    return { topic: topics ? topics.split(".") : [], source: [source] };
  }

  const form = tieToAddress(document.getElementById("bulletin-filter"), show);
  const numbered = { topic: [], source: [] }; // the form's choices by their number
  for (const box of form.boxes) numbered[box.name].push(box);

  function show(wanted) {
    const chosen = {};
    const counts = {};
    for (const [name, boxes] of Object.entries(numbered)) {
      chosen[name] = boxes.flatMap((box, number) => (box.checked ? [String(number)] : []));
      counts[name] = {};
    }
    const fits = (entry, name) =>
      chosen[name].length === 0 || entry[name].some((number) => chosen[name].includes(number));
    const add = (name, entry) => {
      for (const number of entry[name]) {
        const { value } = numbered[name][number];
        counts[name][value] = (counts[name][value] ?? 0) + 1;
      }
    };

    const groups = new Map();
    let found = 0;
    for (const { node, group, entries } of holders) {
      let count = 0;
      for (const entry of entries) {
        const [hasTopic, hasSource] = [fits(entry, "topic"), fits(entry, "source")];
        if (hasSource) add("topic", entry); // a choice counts as if nothing were chosen in its own group
        if (hasTopic) add("source", entry);
        if (hasTopic && hasSource) count += 1;
      }
      found += count;
      showCount(node, count);
      if (group) groups.set(group, (groups.get(group) ?? 0) + count);
    }
    for (const [group, count] of groups) showCount(group, count);
    form.showCounts(counts);

    const query = wanted.toString();
    for (const link of links) link.search = query;
    status.textContent = query ? sentenceAbout(found) : plainStatus;
  }

  /** Hides what holds none of the articles wanted. A heading says “3 articles”, an item of a list “3”. */
  function showCount(node, count) {
    const place = node.querySelector(".count");
    if (place) place.textContent = place.closest("h2") ? countOf(count) : String(count);
    node.hidden = count === 0;
  }

  function sentenceAbout(found) {
    const advice = found === 0 ? " Remove a filter to see more." : "";
    return `${found} of ${countOf(total)} shown.${advice}`;
  }

  document.querySelector(".script-missing")?.remove(); // the offline copy tells if this script does not come
  form.start();
})();
