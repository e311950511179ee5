"use strict";
// Draws each `data-chart` figure from the document inside of it. Without this script its table stands alone.

(() => {
  const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const drawn = new Map();

  const formats = {
    count: new Intl.NumberFormat(document.documentElement.lang, {maximumFractionDigits: 0}),
    share: new Intl.NumberFormat(document.documentElement.lang, {style: "percent", maximumFractionDigits: 1}),
  };

  const color = (series, place) => style(series.isRest ? "--series-rest" : `--series-${(place % 10) + 1}`);

  // Lines are told apart by their dashes as well, and points by their form: not by colour alone.
  const dashes = [[], [6, 4], [2, 3], [10, 4, 2, 4]];
  const points = ["circle", "rect", "triangle", "rectRot"];

  const dataset = (document_, series, place) => {
    const isLine = document_.kind === "lines";
    return {
      label: series.name,
      data: series.values,
      backgroundColor: color(series, place),
      borderColor: isLine ? color(series, place) : style("--card"),
      borderWidth: isLine ? 2 : (document_.kind === "stacked" ? {top: 1} : 0),
      borderDash: isLine ? dashes[place % dashes.length] : [],
      pointStyle: points[place % points.length],
      pointRadius: document_.labels.length > 40 ? 0 : 3,
      pointHitRadius: 10,
      spanGaps: false,
      // No curve goes past its points.
      cubicInterpolationMode: "monotone",
      borderRadius: document_.kind === "stacked" ? 0 : 3,
      maxBarThickness: 36,
    };
  };

  const configuration = (document_) => {
    const format = formats[document_.format];
    const isRows = document_.kind === "rows";
    const isStacked = document_.kind === "stacked";
    const ink = style("--pico-color");
    const value = {
      stacked: isStacked,
      // A tempo of 0 means nothing; a bar that does not begin at 0 misleads.
      beginAtZero: !(document_.kind === "lines" && document_.format === "count"),
      // Nor does an axis of six beats, on which each of them looks like a cliff.
      ...(document_.kind === "lines" && document_.format === "count" ? {suggestedMin: 80, suggestedMax: 160} : {}),
      max: isStacked && document_.format === "share" ? 1 : undefined,
      border: {display: false},
      grid: {color: style("--chart-grid")},
      ticks: {color: style("--pico-muted-color"), callback: (number) => format.format(number), maxTicksLimit: 6, precision: document_.format === "count" ? 0 : undefined},
    };
    const label = {
      stacked: isStacked,
      grid: {display: false},
      ticks: {color: isRows ? ink : style("--pico-muted-color"), maxRotation: 0, autoSkip: !isRows, autoSkipPadding: 14},
    };
    return {
      type: document_.kind === "lines" ? "line" : "bar",
      data: {labels: document_.labels, datasets: document_.series.map((one, place) => dataset(document_, one, place))},
      options: {
        animation: false,
        responsive: true,
        maintainAspectRatio: false,
        indexAxis: isRows ? "y" : "x",
        interaction: {mode: "index", intersect: false, axis: isRows ? "y" : "x"},
        font: {family: getComputedStyle(document.body).fontFamily},
        scales: isRows ? {x: value, y: label} : {x: label, y: value},
        plugins: {
          legend: {display: false},
          tooltip: {
            callbacks: {
              label: ({dataset: {label: name}, raw, datasetIndex, dataIndex}) => {
                const tracks = document_.series[datasetIndex].tracks[dataIndex];
                const value = raw === null ? document_.unknown : format.format(raw);
                return `${name}: ${value}${tracks && raw !== null ? ` (${tracks})` : ""}`;
              },
            },
            filter: ({raw}) => raw !== 0,
          },
        },
      },
    };
  };

  const forget = (figure) => {
    drawn.get(figure)?.destroy();
    drawn.delete(figure);
  };

  const draw = (figure) => {
    forget(figure);
    const document_ = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
    drawn.set(figure, new Chart(figure.querySelector("canvas"), configuration(document_)));
  };

  const figures = () => [...document.querySelectorAll("[data-chart]")].filter((figure) => figure.querySelector("canvas"));
  const drawAll = () => figures().forEach(draw);

  // After a part of the page was replaced: what stays as it is keeps its picture, and what is gone its memory no longer.
  const drawNew = () => {
    [...drawn.keys()].filter((figure) => !figure.isConnected).forEach(forget);
    figures().filter((figure) => !drawn.has(figure)).forEach(draw);
  };

  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  drawAll();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
  document.body.addEventListener("htmx:afterSettle", drawNew);
  // Paper is light, whatever the screen is.
  addEventListener("beforeprint", () => {
    document.documentElement.dataset.theme = "light";
    drawAll();
  });
  addEventListener("afterprint", () => {
    delete document.documentElement.dataset.theme;
    drawAll();
  });
})();
