/*
 * Only in the offline copy: says gently that the copy has grown old. The reader's own clock tells; nothing is asked for.
 */
"use strict";

(() => {
  const OLD_AFTER_DAYS = 90;
  for (const line of document.querySelectorAll("[data-copy-day]")) {
    const days = (Date.now() - Date.parse(line.dataset.copyDay)) / 86_400_000;
    if (days > OLD_AFTER_DAYS) line.querySelector("[hidden]").hidden = false;
  }
})();
