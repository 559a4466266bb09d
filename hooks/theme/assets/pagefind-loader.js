/*
 * Where the search engine comes from. A classic script, because only such a one knows its own address.
 * An offline copy brings another loader that sets the same two names.
 */
"use strict";

(() => {
  const siteRoot = new URL("../", document.currentScript.src);

  window.bulletin = {
    siteRoot,
    /** The Pagefind module, ready to search. */
    async loadPagefind() {
      const pagefind = await import(new URL("pagefind/pagefind.js", siteRoot).href);
      await pagefind.options({ excerptLength: 32 });
      await pagefind.init();
      await pagefind.filters(); // without this, answers carry no counts
      return pagefind;
    },
  };
})();
