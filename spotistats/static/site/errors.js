// What went wrong is read first: the summary of a form's errors, or the error at the top of the page.
"use strict";
{
  const first = document.querySelector("[data-errors]");
  if (first) {
    first.focus({ preventScroll: true });
    first.scrollIntoView({ block: "center" });
  }
}
