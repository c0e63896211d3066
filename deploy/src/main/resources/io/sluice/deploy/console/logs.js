// What was decided and what was seen, newest first.
import { byId, element, setHidden } from "./dom.js";
import { clock, compact, duration, isTime, isValue, millis, number, percent, point, pointKey } from "./format.js";

const decisionRows = new Map();
const eventRows = new Map();

/** A server that was started again numbers anew. */
export function reset() {
  decisionRows.clear();
  byId("decision-log").replaceChildren();
  eventRows.clear();
  byId("event-rows").replaceChildren();
}

export function showDecisions(store) {
  const list = byId("decision-log");
  const kept = new Set(store.decisions.map((decision) => decision.number));
  for (const [id, row] of decisionRows) {
    if (!kept.has(id)) {
      row.remove();
      decisionRows.delete(id);
    }
  }
  for (const decision of store.decisions) {
    if (!decisionRows.has(decision.number)) {
      const row = decisionRow(decision);
      decisionRows.set(decision.number, row);
      list.prepend(row);
    }
  }
  setHidden(byId("decisions-empty"), decisionRows.size > 0);
}

function decisionRow(decision) {
  const change = element("span", "change");
  if (decision.from && pointKey(decision.from) !== pointKey(decision.to)) {
    change.append(element("span", "from", point(decision.from)), " ", element("span", "arrow", "to"), " ");
  }
  change.append(element("strong", "", point(decision.to)));
  const row = element(
    "li",
    "",
    time(decision.at),
    element("div", "", change, element("p", "reason", decision.reason), element("p", "inputs", inputs(decision))),
  );
  if (decision.dryRun) {
    change.append(" ", element("span", "badge", "dry run"));
  }
  return row;
}

function inputs(decision) {
  const known = [
    `${number(decision.arrivalsPerSecond, 1)} arriving/s`,
    `backlog ${compact(decision.backlog)}`,
    `oldest ${millis(decision.oldestAgeMillis)}`,
    `${compact(decision.inFlight)} in flight`,
    isValue(decision.serviceMillisPerFrame) ? `${number(decision.serviceMillisPerFrame, 1)} ms a frame` : null,
    isValue(decision.slackMillis) ? `slack ${millis(decision.slackMillis)}` : null,
    isValue(decision.slowdown) ? `slowdown ${number(decision.slowdown, 2)}` : null,
    `batch up to ${decision.batchBound}`,
    decision.instance,
  ];
  return known.filter(Boolean).join(" · ");
}

function time(at) {
  const made = element("time", "", clock(at));
  if (isTime(at)) {
    made.dateTime = new Date(at).toISOString();
  }
  return made;
}

export function showEvents(store) {
  const events = [...store.events.values()].sort((a, b) => b.start - a.start);
  const kept = new Set(events.map((event) => event.id));
  for (const [id, row] of eventRows) {
    if (!kept.has(id)) {
      row.root.remove();
      eventRows.delete(id);
    }
  }
  events.reverse().forEach((event) => showEvent(event));
  setHidden(byId("events-empty"), eventRows.size > 0);
  setHidden(byId("event-region"), eventRows.size === 0);
}

function showEvent(event) {
  const text = JSON.stringify(event);
  const shown = eventRows.get(event.id);
  if (shown?.text === text) {
    return;
  }
  const root = eventRow(event);
  if (shown) {
    shown.root.replaceWith(root);
  } else {
    byId("event-rows").prepend(root);
  }
  eventRows.set(event.id, { root, text });
}

function eventRow(event) {
  const camera = element("th", "", event.camera);
  camera.scope = "row";
  const going = !isValue(event.end);
  return element(
    "tr",
    "",
    camera,
    element("td", "", event.label),
    element("td", "", time(event.start)),
    element("td", "number", going ? "goes on" : duration(event.end - event.start)),
    element("td", "number", percent(event.meanScore)),
    element("td", "number", percent(event.stability)),
  );
}
