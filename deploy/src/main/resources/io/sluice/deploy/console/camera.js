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
let pictureTag = null;

/** Counts openings and closings: what was begun before the last one is of no use any more. */
let turn = 0;

export function open(given, id) {
  store = given;
  shown = id;
  setText(byId("camera-title"), id);
  byId("weight").value = weightOf(id)?.weight ?? "";
  turn++;
  pictureTag = null;
  setHidden(byId("camera-picture"), true);
  setHidden(byId("camera-no-picture"), true);
  setHidden(byId("map-controls"), store.about?.frames === false);
  map.begin(id);
  showAnswer();
  dialog.showModal();
  byId("camera-close").focus();
  fetchPicture(turn);
}

byId("camera-close").addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) {
    dialog.close();
  }
});
dialog.addEventListener("close", () => {
  shown = null;
  turn++;
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

async function fetchPicture(begun) {
  if (store.about?.frames === false) {
    noPicture("This console shows no pictures.");
    return;
  }
  const wanted = () => begun === turn && !map.isOn();
  if (!document.hidden && wanted()) {
    const answer = await fetch(`api/picture?camera=${encodeURIComponent(shown)}`, { cache: "no-cache" }).catch(() => null);
    await takePicture(answer, wanted);
  }
  if (begun === turn) {
    timer = setTimeout(fetchPicture, PICTURE_EVERY, begun);
  }
}

async function takePicture(answer, wanted) {
  if (answer?.status === 200) {
    const tag = answer.headers.get("ETag");
    const blob = await answer.blob().catch(() => null);
    if (blob && wanted() && tag !== pictureTag && (await showPicture(blob, wanted))) {
      pictureTag = tag;
    }
    return;
  }
  const why = answer?.ok ? "" : await answer?.text().catch(() => "");
  if (wanted() && byId("camera-picture").hidden) {
    noPicture(why || "There is no picture of this camera to be had.");
  }
}

function noPicture(text) {
  setText(byId("camera-no-picture"), text);
  setHidden(byId("camera-no-picture"), false);
}

/** Shows a picture once it is decoded, if it is still wanted then; the one before stays until then. */
async function showPicture(blob, wanted) {
  const next = new Image();
  const nextUrl = URL.createObjectURL(blob);
  next.src = nextUrl;
  const decoded = await next.decode().then(() => true, () => false);
  if (!decoded || !wanted()) {
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

map.onPicture((blob, wanted) => {
  pictureTag = null;
  return showPicture(blob, wanted);
});

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
