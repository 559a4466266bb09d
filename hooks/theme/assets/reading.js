/*
 * Tools beside a text: copy it, print it. Their buttons are hidden in the page and appear once this script can serve
 * them. `data-copy` says where the text is; `data-copy-rich` copies its headings, lists and links for an e-mail too.
 */
"use strict";

(() => {
  const KEPT_ATTRIBUTES = ["colspan", "dir", "href", "lang", "rowspan", "start"];
  const NOT_COPIED = "[hidden], button, img, script, style, template";
  // On a copy opened from disk a relative address would tell where in whose folders it lies
  const base = document.querySelector("link[rel=canonical]")?.href ?? location.href;

  /** Where a link leads, as others can follow it; empty if nobody else can. */
  function addressOf(link) {
    const { href, protocol } = new URL(link.getAttribute("href"), base);
    return ["http:", "https:", "mailto:", "tel:"].includes(protocol) ? href : "";
  }

  function renderHtml(source) {
    const copy = source.cloneNode(true);
    for (const element of copy.querySelectorAll(NOT_COPIED)) element.remove();
    for (const element of [copy, ...copy.querySelectorAll("*")]) {
      if (element.matches("a[href]")) element.setAttribute("href", addressOf(element));
      for (const { name, value } of [...element.attributes]) {
        if (!value || !KEPT_ATTRIBUTES.includes(name)) element.removeAttribute(name);
      }
    }
    return copy.outerHTML;
  }

  /** The text as the reader sees it; where links would be lost, each with its address. */
  function renderText(source, withAddresses) {
    const added = [];
    for (const link of withAddresses ? source.querySelectorAll("a[href]") : []) {
      const address = addressOf(link);
      if (!/^http/.test(address) || link.textContent.trim() === address) continue;
      const words = document.createTextNode(` (${address})`);
      link.after(words);
      added.push(words);
    }
    const text = source.innerText.trim();
    for (const words of added) words.remove();
    return text;
  }

  function write(source, isRich) {
    const text = renderText(source, isRich);
    if (!isRich) return navigator.clipboard.writeText(text);
    const kinds = { "text/plain": text, "text/html": renderHtml(source) };
    for (const kind in kinds) kinds[kind] = new Blob([kinds[kind]], { type: kind });
    return navigator.clipboard.write([new ClipboardItem(kinds)]);
  }

  async function copy(source, isRich, status) {
    status.textContent = ""; // so that a second “Copied” is spoken too
    try {
      await write(source, isRich);
      status.textContent = "Copied";
    } catch {
      // No clipboard, or it was refused: the reader's own keys still work
      getSelection().selectAllChildren(source);
      status.textContent = `Press ${/Mac|iP/.test(navigator.platform) ? "⌘C" : "Ctrl+C"} to copy`;
    }
  }

  function findStatus(button) {
    const found = button.parentElement.querySelector("[data-copy-status]");
    if (found) return found;
    const status = document.createElement("span");
    status.setAttribute("role", "status");
    button.after(" ", status);
    return status;
  }

  for (const button of document.querySelectorAll("[data-copy]")) {
    const source = document.querySelector(button.dataset.copy);
    if (!source) continue;
    const status = findStatus(button);
    button.addEventListener("click", () => copy(source, "copyRich" in button.dataset, status));
    button.hidden = false;
  }
  for (const button of document.querySelectorAll("button[data-print]")) {
    button.addEventListener("click", () => print());
    button.hidden = false;
  }
})();
