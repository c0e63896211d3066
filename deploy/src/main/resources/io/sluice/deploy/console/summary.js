// The figures at the top, and what several inference processes are together.
import { byId, element, setData, setText } from "./dom.js";
import { compact, isValue, millis, number, percent, pointKey, precision } from "./format.js";

const FIGURES = [
  ["answered", "Answered", "frames/s"],
  ["offered", "Offered", "frames/s"],
  ["age", "Age p50", ""],
  ["worst", "Age p99", ""],
  ["point", "Operating point", ""],
  ["fidelity", "Fidelity", "as dense"],
  ["lag", "Lag", "frames"],
  ["shed", "Shed", "frames/s"],
];

const SILENT = 5000;
const nodes = new Map();

/** How long nothing came after {@code sample}, in milliseconds, where that is long; else 0. */
export function silence(sample) {
  const past = Date.now() - sample.heard;
  return past < SILENT ? 0 : past;
}

/** The newest samples, one of each chosen process that is not silent. */
export function newest(store) {
  return newestOfAll(store).filter((sample) => !store.instance || sample.instance === store.instance);
}

/** Likewise of every process. */
export function newestOfAll(store) {
  return [...store.samples.values()].map((samples) => samples[samples.length - 1]).filter((sample) => !silence(sample));
}

/** Samples of several processes in the same second: rates and counts add up, the worst age counts. */
export function together(samples) {
  const sum = (read) => {
    const values = samples.map(read).filter(isValue);
    return values.length ? values.reduce((a, b) => a + b, 0) : null;
  };
  const mean = (read) => {
    const weighted = samples.filter((sample) => isValue(read(sample)) && sample.answered > 0);
    const all = weighted.reduce((total, sample) => total + sample.answered, 0);
    return all ? weighted.reduce((total, sample) => total + read(sample) * sample.answered, 0) / all : null;
  };
  const most = (read) => {
    const values = samples.map(read).filter(isValue);
    return values.length ? Math.max(...values) : null;
  };
  return {
    at: most((sample) => sample.at),
    offered: sum((sample) => sample.offered),
    answered: sum((sample) => sample.answered),
    shed: sum((sample) => sample.shed),
    ageP50: mean((sample) => sample.ageP50),
    ageP99: most((sample) => sample.ageP99),
    batchSize: mean((sample) => sample.batchSize),
    gmacs: mean((sample) => sample.gmacs),
    fidelity: mean((sample) => sample.fidelity),
    lag: sum((sample) => sample.lag),
    inFlight: sum((sample) => sample.inFlight),
    points: [...new Map(samples.map((sample) => [pointKey(sample.point), sample.point])).values()],
  };
}

/** Live where it was measured, else as calibration or labels say. */
export function fidelityOf(store, sample) {
  if (isValue(sample.fidelity) || sample.points.length !== 1) {
    return { value: sample.fidelity, live: true };
  }
  return { value: store.points.get(pointKey(sample.points[0]))?.fidelity ?? null, live: false };
}

export function show(store) {
  if (nodes.size === 0) {
    make();
  }
  const all = together(newest(store));
  const fidelity = fidelityOf(store, all);
  write("answered", number(all.answered, 1));
  write("offered", number(all.offered, 1));
  write("age", millis(all.ageP50));
  write("worst", millis(all.ageP99));
  const [at] = all.points;
  write("point", all.points.length > 1 ? `${all.points.length} different` : (at?.reducer ?? "–"), at ? `${precision(at)} · ${number(all.gmacs, 3)} GMACs` : "");
  write("fidelity", percent(fidelity.value, 1), fidelity.live ? "live, as dense" : "as calibrated");
  write("lag", compact(all.lag), `frames, ${compact(all.inFlight)} in flight`);
  write("shed", number(all.shed, 1));
  setData(nodes.get("shed").root, "warn", all.shed > 0 ? "yes" : "no");
}

function make() {
  for (const [key, name, unit] of FIGURES) {
    const value = element("span", "value", "–");
    const note = element("span", "note", unit);
    const root = element("div", `figure figure-${key}`, element("dt", "", name), element("dd", "", value, note));
    byId("figures").append(root);
    nodes.set(key, { root, value, note });
  }
}

function write(key, value, note) {
  setText(nodes.get(key).value, value);
  if (note !== undefined) {
    setText(nodes.get(key).note, note);
  }
}
