/*
 * Exit this page, after GOV.UK's pattern: the red button, or Shift pressed three times, covers the page at once and puts
 * a neutral one in its place. Without this script the button is a plain link. In doubt, leave.
 */
"use strict";

(() => {
  const PAUSE_MS = 5000; // the longest pause between two presses of Shift

  const button = document.querySelector(".exit[data-exit]");
  if (!button) return;

  function make(name, className, attribute, value) {
    const element = document.createElement(name);
    element.className = className;
    element.setAttribute(attribute, value);
    return element;
  }

  const dots = make("span", "exit-dots", "aria-hidden", "true");
  const status = make("span", "unseen", "role", "status");
  const cover = make("div", "exit-cover", "role", "alert");
  button.append(dots);
  button.after(status);
  document.documentElement.append(cover); // beside the body, which is hidden with all that is in it
  // A hurried click that slips must not drag the link instead
  for (const link of document.querySelectorAll("[data-exit]")) link.draggable = false;

  function leave() {
    const isCopy = location.protocol === "file:";
    // `replace`: Back does not return here
    location.replace(isCopy ? new URL(button.dataset.exitOffline, location.href) : button.href);
  }

  function exit() {
    if (document.body.hidden) return;
    document.title = cover.textContent = "Loading"; // without a title the tab would show the address
    document.body.hidden = true;
    leave();
  }

  // Ctrl, Shift or the middle button would open a tab and leave this page in sight: here they exit too
  function onClick(event) {
    if (event.button > 1 || !event.target.closest?.("[data-exit]")) return;
    exit();
    event.preventDefault(); // last: if anything above fails, the link still works
  }

  let presses = 0;
  let isAlone = false; // is Shift down, and no other key, click or turn of the wheel since?
  let timer;

  function show(count, words) {
    clearTimeout(timer);
    presses = count;
    dots.textContent = ["", "●○○", "●●○"][count];
    status.textContent = words;
  }

  function expire() {
    show(0, "Exit this page expired.");
    timer = setTimeout(show, PAUSE_MS, 0, "");
  }

  const spoil = () => void (isAlone = false);

  function onKey(event) {
    if (event.key !== "Shift") {
      spoil();
      if (presses) expire();
    } else if (event.type === "keydown") {
      if (!event.repeat) isAlone = !(event.ctrlKey || event.altKey || event.metaKey);
    } else if (isAlone && presses === 2) exit();
    else if (isAlone) {
      show(presses + 1, `Shift, press ${presses ? "1 more time" : "2 more times"} to exit.`);
      timer = setTimeout(expire, PAUSE_MS);
    }
  }

  // A covered page that the browser kept is not shown again
  function onPageshow(event) {
    if (!event.persisted) return;
    if (document.body.hidden) leave();
    else show(0, "");
  }

  // Capturing: nothing on the page can hold these back
  const listen = (listener, ...names) => {
    for (const name of names) addEventListener(name, listener, { capture: true, passive: name === "wheel" });
  };
  listen(onClick, "click", "auxclick");
  listen(onKey, "keydown", "keyup");
  listen(spoil, "pointerdown", "wheel");
  addEventListener("blur", spoil);
  addEventListener("pageshow", onPageshow);
})();
