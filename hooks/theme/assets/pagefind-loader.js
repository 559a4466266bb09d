/*
 * Where the search engine comes from: online from its own files; in a copy that is opened from a disk, where browsers
 * let no page read a file, from classic scripts that hold the same files (hooks/library/offline_search.py packs them).
 * A classic script itself, because only such a one knows its own address.
 */
"use strict";

(() => {
  const siteRoot = new URL("../", document.currentScript.src);
  const folder = new URL("pagefind/", siteRoot).href;
  // Marked as such, because a school may also put its copy on a web server of its own.
  const isCopy = document.querySelector('meta[name="bulletin-copy"]') !== null;

  let isIncomplete = false; // has a part of this copy turned out to be missing or damaged?
  const arrived = new Map(); // shards by name, as their scripts hand them in
  const asked = new Map(); // shards by name, as promises of their files

  /** Called by the script of a shard: its name, the SHA-256 of its files, and the files in base64 by their names. */
  function shard(name, sha256, files) {
    arrived.set(name, { sha256, files });
  }

  function loadShard(name) {
    if (!asked.has(name)) asked.set(name, fetchShard(name));
    return asked.get(name);
  }

  async function fetchShard(name) {
    await new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.onload = resolve;
      script.onerror = () => reject(new Error(`${name}.js is missing`));
      script.src = `${folder}${name}.js`;
      document.head.append(script);
    });
    if (!arrived.has(name)) throw new Error(`${name}.js is damaged`);
    const { sha256, files } = arrived.get(name);
    if (!crypto.subtle) return files; // not offered to pages of a server without https
    const text = new TextEncoder().encode(Object.entries(files).flat().join("\n"));
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", text));
    const found = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    if (found !== sha256) throw new Error(`${name}.js is damaged`);
    return files;
  }

  /** The shard that holds a file: everything needed at once is in one, the articles' texts are in a few. */
  function shardOf(file, core) {
    if (file in core) return "core";
    const [, kind, hash] = /^(\w+)\/[^_]*_(\w+)\./.exec(file) ?? [];
    if (kind === "fragment") return `fragment-${hash.slice(0, core.digits)}`;
    return `${kind}-${hash}`;
  }

  function bytesOf(base64) {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  }

  /** Stands in for `fetch` within Pagefind, and only there. */
  async function fetchFromCopy(address) {
    const file = new URL(address, folder).href.slice(folder.length).split("?", 1)[0];
    try {
      const core = await loadShard("core");
      const files = await loadShard(shardOf(file, core));
      if (!(file in files)) throw new Error(`${file} is in no shard`);
      return new Response(bytesOf(files[file]));
    } catch (error) {
      isIncomplete = true; // Pagefind would take what it does not get for “nothing found”
      throw error;
    }
  }

  async function importFromCopy() {
    try {
      const core = await loadShard("core");
      const text = new TextDecoder().decode(bytesOf(core["pagefind.js"]));
      const module = new Blob(["const fetch = window.bulletin.fetchFromCopy;\n", text], { type: "text/javascript" });
      return await import(URL.createObjectURL(module));
    } catch (error) {
      isIncomplete = true;
      throw error;
    }
  }

  window.bulletin = {
    ...window.bulletin,
    siteRoot,
    shard,
    fetchFromCopy,
    /** Is this a copy on a disk of which a part is missing or damaged? Its answers are not to be believed. */
    isCopyIncomplete: () => isIncomplete,
    /** The Pagefind module, ready to search. */
    async loadPagefind() {
      const pagefind = await (isCopy ? importFromCopy() : import(`${folder}pagefind.js`));
      await pagefind.options({ excerptLength: 32, ...(isCopy && { basePath: folder, noWorker: true }) });
      await pagefind.init();
      await pagefind.filters(); // without this, answers carry no counts
      return pagefind;
    },
  };
})();
