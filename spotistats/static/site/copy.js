"use strict";

// Shows the copy buttons: without scripts the text can be selected by hand, so they stay hidden. A button copies the text
// of the element that data-copies names, or the addresses of all data-link inside the one that data-copies-links names.
function textOf(button) {
  if (button.dataset.copies) return document.getElementById(button.dataset.copies).textContent.trim();
  const links = document.querySelectorAll(`#${button.dataset.copiesLinks} a[data-link]`);
  return Array.from(links, (link) => link.href).join("\n");
}

function showCopyButtons(part) {
  for (const button of part.querySelectorAll("button[data-copies], button[data-copies-links]")) button.hidden = !navigator.clipboard;
}

const copied = new WeakSet();

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copies], button[data-copies-links]");
  if (!button || copied.has(button)) return;
  await navigator.clipboard.writeText(textOf(button));
  const label = Array.from(button.childNodes);
  copied.add(button);
  button.replaceChildren(button.dataset.copied || "Copied");
  setTimeout(() => {
    button.replaceChildren(...label);
    copied.delete(button);
  }, 2000);
});

showCopyButtons(document);
document.addEventListener("htmx:load", (event) => showCopyButtons(event.target));
