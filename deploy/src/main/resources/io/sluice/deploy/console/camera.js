// One camera: its picture, what the model looks at, and all that is known of the answer.
import { beforePaint, byId, say, setData, setFacts, setHidden, setText } from "./dom.js";
import { millis, number, percent, pointWithModel } from "./format.js";
import { post } from "./feed.js";
import { labelRow, showLabel } from "./tiles.js";
import * as map from "./tokenmap.js";

const PICTURE_EVERY = 500;
const MOST_LABELS = 5;

const dialog = byId("camera");
const labels = Array.from({ length: MOST_LABELS }, labelRow);
byId("camera-labels").append(...labels.map((label) => label.row));

let shown = null;
let store = null;
let timer = 0;
let url = "";

export function open(given, id) {
  store = given;
  shown = id;
  setText(byId("camera-title"), id);
  byId("weight").value = weightOf(id)?.weight ?? "";
  setHidden(byId("camera-picture"), true);
  map.begin(id);
  showAnswer();
  dialog.showModal();
  byId("camera-close").focus();
  fetchPicture();
}

byId("camera-close").addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) {
    dialog.close();
  }
});
dialog.addEventListener("close", () => {
  shown = null;
  clearTimeout(timer);
  map.end();
});

export function show(given, update) {
  if (shown !== null && (update.directives || update.cameras?.some((view) => view.camera === shown))) {
    beforePaint("camera", showAnswer);
  }
}

function showAnswer() {
  const view = shown === null ? null : store.cameras.get(shown);
  if (!view) {
    return;
  }
  setText(byId("camera-outcome"), view.outcome.toLowerCase());
  setData(byId("camera-outcome"), "outcome", view.outcome);
  const ofMap = map.labels();
  if (ofMap || view.outcome === "LABELLED") {
    labels.forEach((row, index) => showLabel(row, (ofMap ?? view.labels)[index]));
  }
  setFacts(byId("camera-facts"), facts(view));
  const weight = weightOf(shown);
  setText(byId("weight-state"), weight ? `${weight.weight}, set by ${weight.by}` : "As its policy says.");
}

function weightOf(id) {
  return store.directives.find((directive) => directive.camera === id);
}

function facts(view) {
  const quality = view.quality;
  const known = [
    ["Frame", view.sequence ?? "unknown"],
    ["Age", `${millis(view.ageMillis)} from capture to answer`],
    ["of that", `${millis(view.transportMillis)} to inference, ${millis(view.queueMillis)} waiting, ${millis(view.computeMillis)} in the model`],
    ["Answers", `${number(view.perSecond, 1)} a second; ${view.shed} shed, ${view.rejected} rejected since this page is served`],
  ];
  if (view.reason) {
    known.push(["Reason", view.reason]);
  }
  if (quality) {
    known.push(
      ["Operating point", pointWithModel(quality.point)],
      ["Tokens", `${quality.tokensLeft} left of ${quality.tokens}`],
      ["Work", `${number(quality.gmacs, 3)} GMACs, in a batch of ${view.batchSize ?? "?"} on ${view.provider ?? "?"}`],
      ["Fidelity", quality.fidelity === undefined ? "not measured" : `${percent(quality.fidelity, 1)} same answer as dense`],
    );
  }
  return known.map(([name, value]) => [name, String(value)]);
}

async function fetchPicture() {
  const id = shown;
  if (store.about?.frames === false) {
    noPicture("This console shows no pictures.");
    return;
  }
  if (!document.hidden && !map.isOn()) {
    const answer = await fetch(`api/picture?camera=${encodeURIComponent(id)}`, { cache: "no-store" }).catch(() => null);
    if (answer?.status === 200) {
      await showPicture(await answer.blob());
    } else if (byId("camera-picture").hidden) {
      noPicture("There is no picture of this camera to be had.");
    }
  }
  if (shown === id) {
    timer = setTimeout(fetchPicture, PICTURE_EVERY);
  }
}

function noPicture(text) {
  setText(byId("camera-no-picture"), text);
  setHidden(byId("camera-no-picture"), false);
}

/** Shows a picture once it is decoded; the one before stays until then. */
export async function showPicture(blob) {
  const next = new Image();
  const nextUrl = URL.createObjectURL(blob);
  next.src = nextUrl;
  try {
    await next.decode();
  } catch {
    URL.revokeObjectURL(nextUrl);
    return false;
  }
  byId("camera-picture").src = nextUrl;
  URL.revokeObjectURL(url);
  url = nextUrl;
  setHidden(byId("camera-picture"), false);
  setHidden(byId("camera-no-picture"), true);
  return true;
}

map.onPicture(showPicture);

byId("weight-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const weight = Number(byId("weight").value);
  const refused = await post("api/weight", { camera: shown, weight });
  say(refused ?? `Asked that ${shown} weigh ${weight}.`);
});

byId("weight-clear").addEventListener("click", async () => {
  const refused = await post("api/clear-weight", { camera: shown });
  say(refused ?? `${shown} weighs what its policy says.`);
});
