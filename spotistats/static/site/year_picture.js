"use strict";
// Draws the year in review as a picture to keep. No cover is on it: an image of another origin would lock the canvas.

(() => {
  const button = document.querySelector("[data-picture]");
  if (!button) return;
  const status = document.querySelector("[data-picture-status]");
  const review = JSON.parse(document.querySelector("[data-picture-review] script").textContent);
  const WIDTH = 1080;
  const MARGIN = 80;
  const INNER = WIDTH - 2 * MARGIN;
  const COLORS = {paper: "#f7f5f0", ink: "#141a1c", muted: "#5b6669", petrol: "#0f5c66", marigold: "#f0bd48", line: "#e1dcd0"};
  const family = getComputedStyle(document.body).fontFamily;

  const fitted = (context, text, width) => {
    if (context.measureText(text).width <= width) return text;
    // By letters as people see them: half an emoji is none.
    const letters = [...text];
    while (letters.length && context.measureText(`${letters.join("")}…`).width > width) letters.pop();
    return `${letters.join("").trimEnd()}…`;
  };

  const write = (context, text, left, top, {size, weight = 400, color = COLORS.ink, width = INNER, align = "left"}) => {
    context.font = `${weight} ${size}px ${family}`;
    context.fillStyle = color;
    context.textAlign = align;
    context.fillText(fitted(context, text, width), align === "right" ? left + width : left, top);
  };

  // Draws everything and returns the height, with which it is drawn again on a canvas of that height.
  const draw = (context, height) => {
    context.textBaseline = "alphabetic";
    context.fillStyle = COLORS.paper;
    context.fillRect(0, 0, WIDTH, height);
    context.fillStyle = COLORS.marigold;
    context.fillRect(0, 0, WIDTH, 16);
    let top = 150;
    write(context, review.title, MARGIN, top, {size: 76, weight: 700});
    top += 90;
    const columns = 2;
    const gap = 40;
    const column = (INNER - gap) / columns;
    review.totals.forEach((total, place) => {
      const left = MARGIN + (place % columns) * (column + gap);
      const line = top + Math.floor(place / columns) * 120;
      write(context, total.label, left, line, {size: 28, color: COLORS.muted, width: column});
      write(context, total.value, left, line + 54, {size: 50, weight: 700, color: COLORS.petrol, width: column});
    });
    top += Math.ceil(review.totals.length / columns) * 120 + 30;
    for (const list of review.lists) {
      context.fillStyle = COLORS.line;
      context.fillRect(MARGIN, top - 44, INNER, 2);
      write(context, list.title, MARGIN, top + 6, {size: 34, weight: 700});
      top += 60;
      list.items.forEach((item, place) => {
        write(context, `${place + 1}`, MARGIN, top, {size: 32, color: COLORS.muted});
        write(context, item, MARGIN + 50, top, {size: 34, width: INNER - 50});
        top += 50;
      });
      top += 50;
    }
    write(context, review.foot, MARGIN, top, {size: 24, color: COLORS.muted});
    return top + 60;
  };

  const picture = () => {
    const canvas = document.createElement("canvas");
    canvas.width = WIDTH;
    canvas.height = 16;
    canvas.height = draw(canvas.getContext("2d"), 16);
    draw(canvas.getContext("2d"), canvas.height);
    return new Promise((done) => canvas.toBlob(done, "image/png"));
  };

  button.hidden = false;
  button.addEventListener("click", async () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await picture());
    link.download = review.file;
    link.click();
    // Not at once: some browsers read it after the click.
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    status.textContent = status.dataset.done;
  });
})();
