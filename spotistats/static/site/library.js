"use strict";

// Each list that replaces another gets its address, so that it can be kept, sent and gone back to. htmx would note
// addresses and pages in the browser's storage, where nothing of the person's belongs.
document.addEventListener("htmx:afterSwap", (event) => {
  const list = event.target.querySelector("[data-address]");
  if (!list) return;
  document.title = list.dataset.title;
  if (list.dataset.address !== location.pathname + location.search) history.pushState(null, "", list.dataset.address);
});

window.addEventListener("popstate", () => location.reload());
