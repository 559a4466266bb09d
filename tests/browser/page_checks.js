/*
 * What the browser tests ask a page about itself; no page of the site has this. Each check gives a list of what is
 * wrong, in words: an empty list is good.
 */
"use strict";

(() => {
  const STRIP = ".help-strip"; // stays at the top of the window while the page moves
  const TAB_STOPS = "a[href], button, input, select, textarea, summary, iframe, [contenteditable], [tabindex]";
  const LEAST_CONTRAST = 3;
  const LEAST_RING_PX = 2;

  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const isSeen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });

  function nameOf(element) {
    const kind = element.localName + [...element.classList].map((name) => `.${name}`).join("");
    const words = (element.getAttribute("aria-label") ?? element.textContent ?? "").trim().replace(/\s+/g, " ");
    return `${kind} “${words.slice(0, 40)}”`;
  }

  // ---- colours ----

  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const brush = canvas.getContext("2d", { willReadFrequently: true });

  /** A colour in any notation as [red, green, blue, alpha], each from 0 to 255. */
  function channelsOf(color) {
    brush.clearRect(0, 0, 1, 1);
    brush.fillStyle = color;
    brush.fillRect(0, 0, 1, 1);
    return [...brush.getImageData(0, 0, 1, 1).data];
  }

  function luminanceOf(color) {
    const [red, green, blue] = channelsOf(color).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }

  function contrast(one, other) {
    const [darker, lighter] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b);
    return (lighter + 0.05) / (darker + 0.05);
  }

  function backgroundBehind(element) {
    for (let each = element; each; each = each.parentElement) {
      const color = getComputedStyle(each).backgroundColor;
      if (channelsOf(color)[3] === 255) return color;
    }
    return "Canvas";
  }

  // ---- the keyboard ----

  /** All that the Tab key should reach, in the order of the page. */
  function tabStops() {
    return all(TAB_STOPS).filter((element) => element.tabIndex >= 0 && !element.disabled && isSeen(element));
  }

  /** What is wrong with how the focused element is shown. */
  function faultsOfFocus() {
    const element = document.activeElement;
    const faults = [];
    if (!isSeen(element)) faults.push("is hidden");
    const style = getComputedStyle(element);
    if (!element.matches(":focus-visible")) faults.push("is not shown as focused");
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < LEAST_RING_PX) faults.push("has no focus ring");
    const ratio = contrast(style.outlineColor, backgroundBehind(element.parentElement));
    if (ratio < LEAST_CONTRAST) faults.push(`has a focus ring of ${ratio.toFixed(2)}:1`);
    const box = element.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) faults.push("has no size");
    if (box.right < 1 || box.left > innerWidth - 1) faults.push("is beside the window");
    if (box.bottom < 1 || box.top > innerHeight - 1) faults.push("is above or below the window");
    const strip = stripOver(element);
    if (strip && box.top < strip.bottom - 1 && box.bottom > strip.top + 1 && box.height < innerHeight - strip.height) {
      faults.push(`is hidden by the help strip: ${Math.round(strip.bottom - box.top)} px`);
    }
    return faults.map((fault) => `${nameOf(element)} ${fault}`);
  }

  /** Where the help strip stands; nothing for what is in it. */
  function stripOver(element) {
    const strip = document.querySelector(STRIP);
    return strip?.contains(element) ? undefined : strip?.getBoundingClientRect();
  }

  /** Gives the tab stops; from now on `checks.walked` has those that got the focus, and what was wrong with it. */
  function watchFocus() {
    const stops = tabStops();
    const numbered = (element) => `${stops.indexOf(element)}: ${nameOf(element)}`;
    const [reached, faults] = [[], []];
    window.checks.walked = [reached, faults];
    addEventListener("focusin", ({ target }) => {
      reached.push(numbered(target));
      faults.push(...faultsOfFocus());
    });
    return stops.map(numbered);
  }

  // ---- sizes ----

  function sidewaysScroll() {
    const excess = document.documentElement.scrollWidth - innerWidth;
    if (excess <= 0) return [];
    const wide = all("body *").filter((element) => isSeen(element) && element.getBoundingClientRect().right > innerWidth);
    return [`${excess} px too wide`, ...wide.slice(-3).map(nameOf)];
  }

  const isUnseenOnPurpose = (element) => element.closest(".unseen, .skip") !== null;

  /** Text that is cut off, or lies upon other text. */
  function clippedText() {
    const faults = [];
    for (const element of all("body *")) {
      if (!isSeen(element) || isUnseenOnPurpose(element) || !element.textContent.trim()) continue;
      const { overflowX, overflowY } = getComputedStyle(element);
      const isClipping = (overflow) => overflow === "hidden" || overflow === "clip";
      if (isClipping(overflowX) && element.scrollWidth > element.clientWidth + 1) faults.push(`${nameOf(element)} is cut off`);
      else if (isClipping(overflowY) && element.scrollHeight > element.clientHeight + 1) faults.push(`${nameOf(element)} is cut off`);
    }
    return [...faults, ...overlaps()];
  }

  /** The boxes with a scroll bar of their own that an element stands in: what lies beyond their edges is not seen. */
  function framesOf(element) {
    const frames = [];
    for (let each = element; each !== document.body; each = each.parentElement) {
      if (getComputedStyle(each).overflowY !== "visible") frames.push(each.getBoundingClientRect());
    }
    return frames;
  }

  function linesOfText() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const lines = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!node.data.trim() || !isSeen(parent) || isUnseenOnPurpose(parent) || parent.closest("svg, option")) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const frames = framesOf(parent);
      for (const { left, right, top, bottom } of range.getClientRects()) {
        const isInFrame = (frame) => top >= frame.top && bottom <= frame.bottom && left < frame.right && right > frame.left;
        const slack = (bottom - top) * 0.3; // a line's box is taller than its letters
        if (right - left > 2 && frames.every(isInFrame)) {
          lines.push({ node, left: left + 1, right: right - 1, top: top + slack, bottom: bottom - slack });
        }
      }
    }
    return lines;
  }

  function overlaps() {
    const lines = linesOfText().sort((one, other) => one.top - other.top);
    const faults = [];
    for (const [number, one] of lines.entries()) {
      for (let next = number + 1; next < lines.length && lines[next].top < one.bottom; next += 1) {
        const other = lines[next];
        if (other.node === one.node || other.left >= one.right || other.right <= one.left) continue;
        faults.push(`${nameOf(one.node.parentElement)} lies upon ${nameOf(other.node.parentElement)}`);
      }
    }
    return faults;
  }

  /** Things to press that are smaller than 24 px; links in the midst of text are excepted, as in WCAG 2.5.8. */
  function smallTargets() {
    const LEAST_PX = 24;
    const isInText = (element) => getComputedStyle(element).display === "inline";
    return tabStops()
      .filter((element) => !isUnseenOnPurpose(element) && !isInText(element))
      .map((element) => ({ element, box: (element.closest("label") ?? element).getBoundingClientRect() }))
      .filter(({ box }) => box.width < LEAST_PX - 0.5 || box.height < LEAST_PX - 0.5)
      .map(({ element, box }) => `${nameOf(element)} is ${Math.round(box.width)} × ${Math.round(box.height)} px`);
  }

  // ---- what is said of the page ----

  /** One h1, and no level left out on the way down. */
  function headingFaults() {
    const levels = all("h1, h2, h3, h4, h5, h6").filter(isSeen).map((heading) => Number(heading.localName[1]));
    const skipped = levels.filter((level, number) => level > (levels[number - 1] ?? 0) + 1);
    const faults = skipped.map((level) => `a level is left out before an h${level}`);
    const count = levels.filter((level) => level === 1).length;
    return count === 1 ? faults : [...faults, `${count} h1`];
  }

  /** Whatever moves or is about to. */
  function movement() {
    const isMoving = (element) => {
      const style = getComputedStyle(element);
      return [style.transitionDuration, style.animationDuration].some((times) => /[1-9]/.test(times)) || style.scrollBehavior === "smooth";
    };
    return [...all("*").filter(isMoving).map(nameOf), ...document.getAnimations().map(() => "a running animation")];
  }

  /** Buttons and fields whose edge cannot be seen; in forced colours backgrounds say nothing. */
  function edgeless() {
    const hasEdge = ({ borderStyle, borderWidth, appearance }) =>
      (borderStyle !== "none" && parseFloat(borderWidth) >= 1) || !["none", "button", "textfield"].includes(appearance);
    const buttons = all("button, input, select, .exit").filter(isSeen);
    return buttons.filter((element) => !hasEdge(getComputedStyle(element))).map(nameOf);
  }

  // ---- paper ----

  /** What of a print is smaller than so many points, paler than dark grey, or on anything but white. */
  function printFaults(leastPoints) {
    const faults = [];
    const check = (name, { fontSize, color }) => {
      const points = (parseFloat(fontSize) * 72) / 96;
      if (points < leastPoints - 0.01) faults.push(`${name} is of ${points.toFixed(1)} pt`);
      if (Math.max(...channelsOf(color).slice(0, 3)) > 0x33) faults.push(`${name} is ${color}`);
    };
    for (const element of all("body *").filter((each) => isSeen(each) && !isUnseenOnPurpose(each))) {
      const style = getComputedStyle(element);
      const added = getComputedStyle(element, "::after");
      const hasWords = [...element.childNodes].some(({ nodeName, data }) => nodeName === "#text" && data.trim());
      if (hasWords) check(nameOf(element), style);
      if (added.content !== "none") check(`what follows ${nameOf(element)}`, added);
      const [red, green, blue, alpha] = channelsOf(style.backgroundColor);
      if (alpha && red + green + blue < 3 * 255) faults.push(`${nameOf(element)} is on ${style.backgroundColor}`);
    }
    return faults;
  }

  // ---- what a test needs besides ----

  /** What axe, which must be there already, finds wrong by its rules of these kinds. */
  async function runAxe(kinds) {
    const { violations } = await window.axe.run({ runOnly: kinds, resultTypes: ["violations"] });
    const wordsOf = ({ target, failureSummary }) => `${target.join(" ")} – ${failureSummary.replace(/\s+/g, " ")}`;
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${wordsOf(node)}`));
  }

  /** Sets the text as WCAG 1.4.12 lets a reader set it. */
  function spaceTextOut() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
      p { margin-bottom: 2em !important; }
    `);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }

  /** From now on `checks.changes` counts what changes in the page. */
  function watchChanges() {
    window.checks.changes = 0;
    const watcher = new MutationObserver((changes) => void (window.checks.changes += changes.length));
    watcher.observe(document, { attributes: true, characterData: true, childList: true, subtree: true });
  }

  window.checks = {
    clippedText, edgeless, headingFaults, movement, printFaults, runAxe, sidewaysScroll, smallTargets, spaceTextOut,
    watchChanges, watchFocus,
  };
})();
