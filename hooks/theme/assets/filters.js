/*
 * A form of filters, as the search page and the timeline have it. What is chosen always stands in the address
 * (`?q=…&topic=…&source=…`), so that back, forward, bookmarks and links work.
 * A classic script like all of ours: nothing else runs in a page that is opened from a disk.
 */
"use strict";

(() => {
  const NAMES = ["q", "topic", "source", "year", "sort"]; // in the order in which they stand in an address

  const countOf = (number) => (number === 1 ? "1 article" : `${number} articles`);

  function element(name, properties, text = "") {
    const made = Object.assign(document.createElement(name), properties);
    made.textContent = text;
    return made;
  }

  /**
   * Ties a form to the address. `show` is called with what the form asks for (as URLSearchParams) whenever that
   * changes; call the `start` given back once everything is ready.
   */
  function tieToAddress(form, show) {
    const chosenList = document.getElementById("bulletin-chosen");
    const status = document.getElementById("bulletin-status");
    const boxes = [...form.querySelectorAll("input[type=checkbox]")];
    const labelOf = (box) => box.closest(".choice").querySelector(".choice-label").textContent;
    let isPassing = false; // the newest address is of a word half typed, where Back should not lead

    function read() {
      const filledIn = new FormData(form);
      const pairs = NAMES.flatMap((name) => filledIn.getAll(name).map((value) => [name, value.trim()]));
      return new URLSearchParams(pairs.filter(([, value]) => value));
    }

    function fill(wanted) {
      for (const control of form.elements) {
        if (control.type === "checkbox") control.checked = wanted.getAll(control.name).includes(control.value);
        else if (control.name) control.value = wanted.get(control.name) ?? "";
        if (control.selectedIndex === -1) control.selectedIndex = 0;
      }
    }

    function addressOf(wanted) {
      const text = wanted.toString();
      return location.href.split(/[?#]/, 1)[0] + (text && `?${text}`);
    }

    function showAll() {
      const wanted = read();
      showChosen(wanted);
      return show(wanted);
    }

    /** Shows what the form asks for now, under its own address. */
    function go({ typing = false } = {}) {
      const address = addressOf(read());
      if (address !== location.href.split("#", 1)[0]) {
        try {
          history[isPassing ? "replaceState" : "pushState"](null, "", address);
        } catch (error) {
          console.info(error); // not every browser lets a page from a disk change its address; all the rest works
        }
      }
      isPassing = typing;
      return showAll();
    }

    function showChosen(wanted) {
      const chosen = boxes.filter((box) => box.checked);
      const without = (gone) => {
        const isGone = ([name, value]) => gone.some((box) => box.name === name && box.value === value);
        return addressOf(new URLSearchParams([...wanted].filter((pair) => !isGone(pair))));
      };
      const items = chosen.map((box) => chosenItem(`Remove filter: ${labelOf(box)}`, labelOf(box), without([box])));
      for (const item of items) item.firstChild.append(cross());
      if (items.length > 0) items.push(chosenItem("Clear all filters", "Clear all", without(chosen)));
      chosenList.replaceChildren(...items);
      chosenList.hidden = items.length === 0;
    }

    function chosenItem(spoken, label, href) {
      const item = element("li", {});
      const link = element("a", { href, className: "chosen" }, label);
      link.setAttribute("aria-label", spoken);
      item.append(link);
      return item;
    }

    function cross() {
      const sign = element("span", { className: "cross" }, "×");
      sign.setAttribute("aria-hidden", "true");
      return sign;
    }

    /** Shows how many articles each choice would give; choices that would give none are left out. */
    function showCounts(counts) {
      for (const box of boxes) {
        const count = counts[box.name]?.[box.value] ?? 0;
        const choice = box.closest(".choice");
        choice.querySelector(".count").textContent = String(count);
        choice.hidden = count === 0 && !box.checked && box !== document.activeElement;
      }
    }

    form.addEventListener("change", (event) => {
      if (event.target.type !== "search") go();
    });

    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      await go();
      status.focus(); // so that the next Tab reaches the first of what was found
    });

    chosenList.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      fill(new URL(link.href).searchParams);
      go();
      status.focus(); // the link that was pressed is gone
    });

    addEventListener("popstate", () => {
      isPassing = false;
      fill(new URLSearchParams(location.search));
      showAll();
    });

    function start() {
      fill(new URLSearchParams(location.search));
      const isWide = matchMedia("(min-width: 60rem)").matches; // as in bulletin.css
      for (const details of form.querySelectorAll("details")) details.open = isWide;
      form.hidden = false;
      return showAll();
    }

    return { boxes, go, showCounts, start };
  }

  window.bulletin = { ...window.bulletin, filters: { countOf, element, tieToAddress } };
})();
