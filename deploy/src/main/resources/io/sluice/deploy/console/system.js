// Health and configuration.
import { byId, element, setData, setFacts, setText } from "./dom.js";
import { duration } from "./format.js";
import { silence } from "./summary.js";

let ready = null;

export function showConfiguration(store) {
  setFacts(byId("configuration"), store.about.configuration.map(({ name, value }) => [name, value]));
}

export function showHealth(store) {
  const lines = [];
  if (ready) {
    lines.push([ready.ready ? "good" : "bad", "This process", ready.ready ? "ready" : "not ready", ready.reason ?? ""]);
  }
  for (const [instance, samples] of [...store.samples].sort()) {
    const silent = silence(samples[samples.length - 1]);
    lines.push([silent ? "bad" : "good", instance, silent ? `silent for ${duration(silent)}` : "reports", ""]);
  }
  for (const { topic, state } of store.topics) {
    if (state !== "read") {
      lines.push(["bad", topic, state, ""]);
    }
  }
  if (lines.length === 0) {
    lines.push(["unknown", "Inference", "no report yet", ""]);
  }
  write(lines);
}

function write(lines) {
  const list = byId("health");
  while (list.children.length > lines.length) {
    list.lastElementChild.remove();
  }
  lines.forEach(([state, name, text, why], index) => {
    const row = list.children[index] ?? list.appendChild(element("li", "", element("span", "name"), element("span", "state"), element("span", "why")));
    setData(row, "state", state);
    setText(row.children[0], name);
    setText(row.children[1], text);
    setText(row.children[2], why);
  });
}

/** Where there is no such thing as /health/ready nothing is shown of it. */
export async function watchHealth(store) {
  const answer = await fetch("/health/ready", { cache: "no-store" }).catch(() => null);
  const isJson = answer?.headers.get("Content-Type")?.includes("json");
  ready = isJson ? await answer.json().catch(() => null) : null;
  showHealth(store);
}
