"use strict";
// Columns are dragged by their handles and moved by their buttons, without a new page. Without scripts the buttons send the form.
{
  const area = document.querySelector("[data-columns]");
  const chosen = area.querySelector(".chosen");
  const status = document.getElementById("column-status");
  const form = area.closest("form");
  const count = form.elements.recent_count;

  for (const button of document.querySelectorAll("[data-without-scripts]")) button.hidden = true;

  const rows = () => [...chosen.children];
  // The ends of the list go no further.
  const markEnds = () => {
    for (const button of chosen.querySelectorAll("button[name=move]")) {
      const row = button.closest("li");
      const isEnd = row === (button.value.startsWith("up ") ? chosen.firstElementChild : chosen.lastElementChild);
      if (isEnd) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
  };
  const say = (text, row) => {
    markEnds();
    status.textContent = text
      .replace("{name}", row.dataset.column)
      .replace("{place}", rows().indexOf(row) + 1)
      .replace("{count}", rows().length);
  };
  const tell = (row) => {
    say(area.dataset.moved, row);
    row.dispatchEvent(new Event("change", { bubbles: true }));
  };

  area.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=move]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("li");
    if (button.value.startsWith("up ")) row.previousElementSibling?.before(row);
    else row.nextElementSibling?.after(row);
    button.focus();
    tell(row);
  });

  // A column that is chosen joins the list, one that is not chosen any more goes back to its group.
  area.addEventListener("change", (event) => {
    if (event.target.name !== "columns") return;
    const row = event.target.closest("li");
    const isChosen = event.target.checked;
    const list = isChosen ? chosen : area.querySelector(`[data-group="${row.dataset.from}"]`);
    list.append(row);
    event.target.focus();
    say(isChosen ? area.dataset.moved : area.dataset.left, row);
  });

  for (const handle of area.querySelectorAll(".handle")) {
    handle.hidden = false;
    let start;
    handle.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      const row = handle.closest("li");
      start = rows().indexOf(row);
      row.classList.add("dragged");
      handle.setPointerCapture(event.pointerId);
    });
    handle.addEventListener("pointermove", (event) => {
      if (!handle.hasPointerCapture(event.pointerId)) return;
      const row = handle.closest("li");
      const middle = (other) => other.getBoundingClientRect().top + other.offsetHeight / 2;
      // The others are moved around it: a row that is moved in the page itself loses its pointer.
      while (row.nextElementSibling && event.clientY > middle(row.nextElementSibling)) row.before(row.nextElementSibling);
      while (row.previousElementSibling && event.clientY < middle(row.previousElementSibling)) row.after(row.previousElementSibling);
    });
    for (const end of ["pointerup", "pointercancel"]) {
      handle.addEventListener(end, (event) => {
        const row = handle.closest("li");
        if (!row.classList.contains("dragged")) return;
        row.classList.remove("dragged");
        if (rows().indexOf(row) !== start) tell(row);
      });
    }
  }

  // A number counts with its own choice only.
  count.addEventListener("input", () => { form.elements.scope.value = "recent"; });
  form.addEventListener("change", (event) => {
    if (event.target.name === "scope" && event.target.value !== "recent") count.value = "";
    document.getElementById("next-write").replaceChildren();
  });
}
