// What is on a page that no page of ours may have: elements and attributes that run, addresses that lead anywhere else.
// `styles` are the texts of the style elements that our own templates write.
([root, styles]) => {
  const found = [];
  const RUNNING = new Set(["object", "embed", "applet", "base", "frame", "frameset", "portal", "style", "math", "noscript", "template"]);
  const ADDRESSES = [
    "href", "src", "action", "formaction", "xlink:href", "poster", "data", "background", "cite", "ping", "manifest",
    "longdesc", "codebase", "archive", "srcset", "imagesrcset",
  ];
  const say = (element, what) => found.push(`${what}: ${element.outerHTML.slice(0, 150)}`);
  for (const element of document.querySelectorAll("*")) {
    const name = element.localName;
    const isOurs = (name === "style" && styles.includes(element.textContent.trim())) || element.matches("#bulletin-main > noscript, base:not([href])");
    if (RUNNING.has(name) && !isOurs) say(element, "an element that no page has");
    if (name === "script" && !element.src) {
      if (element.type !== "application/ld+json") say(element, "a script in the page");
      else JSON.parse(element.textContent);
    }
    if (name === "meta" && /^(refresh|set-cookie)$/i.test(element.httpEquiv)) {
      if (!/^0; url=[\w./-]+$/.test(element.content)) say(element, "a page that leads on");
    }
    for (const attribute of element.attributes) {
      const key = attribute.name.toLowerCase();
      if (key.startsWith("on") || key === "srcdoc" || key === "style") say(element, `the attribute ${key}`);
      if (!ADDRESSES.includes(key)) continue;
      let address;
      try {
        address = new URL(attribute.value, document.baseURI);
      } catch {
        say(element, `no address in ${key}`);
        continue;
      }
      const isOwn = address.href.startsWith(root);
      const mayLeave = name === "a" && key === "href" && ["http:", "https:", "mailto:", "tel:"].includes(address.protocol);
      const isName = name === "link" && element.rel === "canonical";
      if (!isOwn && !mayLeave && !isName) say(element, `the address in ${key}`);
    }
  }
  return found;
}
