// The last five minutes, one small chart for each thing to watch.
import { byId, element, setAttribute, setText } from "./dom.js";
import { compact, isValue, millis, number, percent, point, pointKey } from "./format.js";
import { fidelityOf, newest, together } from "./summary.js";

const PAST = 300000;
const SHORTEST = 60000;

const CARRIED_SECONDS = 2;

/**
 * Title; lines [name, colour, how to read]; how the newest is told; below it a key, which several lines have of themselves,
 * with what a line tells besides as its fourth.
 */
const CHARTS = [
  {
    title: "Frames/s",
    lines: [["offered", "faint", (s) => s.offered], ["answered", "accent", (s) => s.answered]],
    tell: (s) => `${number(s.answered, 1)} of ${number(s.offered, 1)}`,
  },
  {
    title: "Age",
    lines: [["p99", "faint", (s) => s.ageP99, (s) => millis(s.ageP99)], ["p50", "accent", (s) => s.ageP50]],
    tell: (s) => millis(s.ageP50),
  },
  {
    title: "Operating point",
    stepped: true,
    lines: [["point", "accent", (s, known) => (s.points.length === 1 ? known.ranks.get(pointKey(s.points[0])) : null)]],
    tell: (s) => (s.points.length > 1 ? `${s.points.length} different` : point(s.points[0])),
    key: "best at the top",
    reverse: true,
  },
  {
    title: "Tokens and work",
    lines: [["GMACs", "accent", (s) => s.gmacs]],
    tell: (s) => `${number(s.gmacs, 3)} GMACs`,
    key: (s, known) => tokens(known, s),
  },
  {
    title: "Live fidelity",
    lines: [["fidelity", "accent", (s, known) => percentage(fidelityOf(known, s).value)]],
    tell: (s, known) => percent(fidelityOf(known, s).value, 1),
    key: (s, known) => (fidelityOf(known, s).live ? "same answer as dense" : "as calibrated"),
    most: 100,
    least: 80,
  },
  {
    title: "Batch size",
    lines: [["frames", "accent", (s) => s.batchSize]],
    tell: (s) => number(s.batchSize, 1),
    key: "frames a batch",
  },
  {
    title: "Lag",
    lines: [["in flight", "faint", (s) => s.inFlight, (s) => compact(s.inFlight)], ["lag", "accent", (s) => s.lag]],
    tell: (s) => `${compact(s.lag)} frames`,
  },
];

const charts = [];

const percentage = (value) => (isValue(value) ? 100 * value : null);

/** Places of the points that are known, by key: best quality first. */
function ranks(points) {
  const known = [...points.values()].sort((a, b) => (a.rung ?? 99) - (b.rung ?? 99) || (b.gmacs ?? 0) - (a.gmacs ?? 0));
  return new Map(known.map((view, place) => [pointKey(view.point), place]));
}

function tokens({ points }, sample) {
  const known = sample.points.length === 1 ? points.get(pointKey(sample.points[0])) : null;
  return isValue(known?.tokensLeft) ? `a frame; ${known.tokensLeft} of ${known.tokens} tokens left` : "a frame";
}

export function make() {
  for (const chart of CHARTS) {
    const value = element("span", "value", "–");
    const note = element("span", "note", ...swatches(chart.lines));
    const canvas = element("canvas");
    canvas.setAttribute("role", "img");
    const root = element(
      "div",
      "timeline",
      element("div", "timeline-text", element("h3", "", chart.title), value, note),
      element("div", "chart", canvas),
    );
    byId("timelines").append(root);
    charts.push({ ...chart, value, note, canvas, drawn: draw(canvas, chart) });
  }
}

/** Tells several lines apart. */
function swatches(lines) {
  return lines.length > 1 ? lines.toReversed().map(([name, colour]) => element("span", `swatch ${colour}`, name)) : [];
}

/** What is written below the figure, in words. */
function showNote({ lines, key, note }, now, known) {
  if (lines.length > 1) {
    lines.toReversed().forEach(([name, , , tell], index) => setText(note.children[index], tell ? `${name} ${tell(now)}` : name));
    return [...note.children].map((swatch) => swatch.textContent).join(", ");
  }
  setText(note, typeof key === "function" ? key(now, known) : key);
  return note.textContent;
}

function draw(canvas, chart) {
  return new Chart(canvas, {
    type: "line",
    data: { datasets: chart.lines.map(([name]) => dataset(name, chart)) },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      parsing: false,
      normalized: true,
      interaction: { mode: "nearest", axis: "x", intersect: false },
      plugins: {
        legend: { display: false },
        tooltip: { displayColors: false, callbacks: { title: (items) => items.length ? `${Math.round(-items[0].parsed.x / 1000)} s ago` : "" } },
      },
      scales: { x: { type: "linear", min: -PAST, max: 0, display: false }, y: height(chart) },
    },
  });
}

const dataset = (label, { stepped }) => ({
  label,
  data: [],
  stepped: stepped ? "before" : false,
  borderWidth: 1.5,
  pointRadius: 0,
  spanGaps: 3000,
});

/** The axis of what is measured. */
const height = ({ reverse, most, least }) => ({
  beginAtZero: least === undefined,
  suggestedMin: least,
  reverse: Boolean(reverse),
  suggestedMax: reverse ? 1 : most,
  max: most,
  border: { display: false },
  ticks: { maxTicksLimit: 3, font: { size: 10 }, precision: reverse ? 0 : undefined, callback: reverse ? (value) => value + 1 : compact },
  afterFit: (axis) => {
    axis.width = 38;
  },
});

/** What all chosen processes did, second by second. */
function seconds(store) {
  const chosen = [...store.samples].filter(([instance]) => !store.instance || instance === store.instance);
  if (chosen.length === 1) {
    return chosen[0][1].map((sample) => together([sample]));
  }
  return merged(chosen.map(([, samples]) => bySecond(samples)));
}

/** By the clock here, since other hosts may have another: the newest was heard when it was made. */
function bySecond(samples) {
  const newest = samples[samples.length - 1];
  const skew = Math.round((newest.heard - newest.at) / 1000);
  return new Map(samples.map((sample) => [Math.floor(sample.at / 1000) + skew, sample]));
}

/**
 * Processes report about each second, but not in step: one that says nothing in a second is as it was before, for a while. The
 * last second is left out, for it is not over.
 */
function merged(processes) {
  const known = processes.flatMap((samples) => [...samples.keys()]);
  const end = Math.max(...known);
  const all = [];
  for (let second = Math.max(Math.min(...known), end - PAST / 1000); second < end; second++) {
    const samples = processes.map((ofProcess) => inSecond(ofProcess, second)).filter(Boolean);
    if (samples.length) {
      all.push({ ...together(samples), at: 1000 * second });
    }
  }
  return all;
}

function inSecond(samples, second) {
  for (let before = 0; before <= CARRIED_SECONDS; before++) {
    if (samples.has(second - before)) {
      return samples.get(second - before);
    }
  }
  return null;
}

export function show(store) {
  const all = seconds(store);
  const last = all[all.length - 1];
  if (!last || document.hidden) {
    return;
  }
  const past = Math.min(PAST, Math.max(SHORTEST, last.at - all[0].at));
  setText(byId("load-hint"), past >= PAST ? "Last five minutes" : `Last ${Math.round(past / 1000)} seconds`);
  const known = { points: store.points, ranks: ranks(store.points) };
  const now = together(newest(store));
  for (const chart of charts) {
    plot(chart, all, past, known);
    setText(chart.value, chart.tell(now, known));
    const note = showNote(chart, now, known);
    setAttribute(chart.canvas, "aria-label", `${chart.title}, last five minutes; now ${chart.value.textContent} ${note}`);
  }
}

function plot({ drawn, lines }, all, past, known) {
  const end = all[all.length - 1].at;
  drawn.options.scales.x.min = -past;
  lines.forEach(([, , read], index) => {
    drawn.data.datasets[index].data = all.map((sample) => ({ x: sample.at - end, y: read(sample, known) ?? NaN }));
  });
  drawn.update("none");
}

let palette = null;

/** The colours of the theme, which charts cannot read by themselves; from the first time that it was shown. */
export const colours = () => palette;

function read(name) {
  const probe = byId("timelines");
  probe.style.color = `var(${name})`;
  const colour = getComputedStyle(probe).color;
  probe.style.color = "";
  return colour;
}

export function recolour(store) {
  palette = { accent: read("--accent"), faint: read("--chart-faint"), grid: read("--line"), text: read("--muted"), surface: read("--surface") };
  for (const chart of charts) {
    chart.lines.forEach(([, colour], index) => {
      chart.drawn.data.datasets[index].borderColor = palette[colour];
    });
    chart.drawn.options.scales.y.grid = { color: palette.grid, drawTicks: false };
    chart.drawn.options.scales.y.ticks.color = palette.text;
    chart.drawn.update("none");
  }
  show(store);
}
