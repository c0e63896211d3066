// The connection to the server: one event stream, and requests. Signs in when a token is demanded.
import { byId } from "./dom.js";

const RETRY = 2000;
const PATIENT_RETRY = 10000;
const UNSEEN = 60000;
const UNREACHABLE = "The server cannot be reached.";

let source = null;
let handlers = null;
let heard = 0;
let retry = 0;
let unseen = 0;

/** Begins to listen: onState with all there is (again after each break), onDelta with what changes. */
export function open(given) {
  handlers = given;
  listen();
  setInterval(watch, 2000);
}

function listen() {
  stop();
  source = new EventSource("api/stream");
  heard = Date.now();
  source.addEventListener("state", (event) => receive(event, handlers.onState));
  source.addEventListener("delta", (event) => receive(event, handlers.onDelta));
  source.addEventListener("full", () => {
    stop();
    handlers.onConnection("full", "Too many viewers");
    retry = setTimeout(listen, PATIENT_RETRY);
  });
  source.addEventListener("end", () => handlers.onConnection("waiting", "Reconnecting"));
  source.addEventListener("error", broken);
}

function stop() {
  source?.close();
  clearTimeout(retry);
}

function receive(event, handle) {
  heard = Date.now();
  handlers.onConnection("live", "Live");
  handle(JSON.parse(event.data));
}

/** A browser tries again by itself, unless it was refused. */
async function broken() {
  if (source.readyState !== EventSource.CLOSED) {
    handlers.onConnection("waiting", "Reconnecting");
    return;
  }
  const broke = source;
  const answer = await fetch("api/about", { cache: "no-store" }).catch(() => null);
  const sentence = answer?.status === 403 ? await refusal(answer) : null;
  if (broke !== source) {
    return;
  }
  if (answer?.status === 401) {
    handlers.onConnection("refused", "Signed out");
    signIn();
  } else if (sentence) {
    handlers.onConnection("refused", "Refused");
    handlers.onProblem(sentence);
    retry = setTimeout(listen, PATIENT_RETRY);
  } else {
    handlers.onConnection("waiting", "Reconnecting");
    retry = setTimeout(listen, RETRY);
  }
}

/** A connection that has gone silent without an error, such as after sleep. */
function watch() {
  if (source && source.readyState === EventSource.OPEN && Date.now() - heard > 15000) {
    handlers.onConnection("waiting", "Reconnecting");
    listen();
  }
}

/** A page that nobody sees takes no place among the viewers. */
document.addEventListener("visibilitychange", () => {
  clearTimeout(unseen);
  if (document.hidden) {
    unseen = setTimeout(rest, UNSEEN);
  } else if (source?.readyState === EventSource.CLOSED && !byId("sign-in").open) {
    listen();
  }
});

function rest() {
  stop();
  handlers.onConnection("waiting", "Paused");
}

function signIn() {
  const dialog = byId("sign-in");
  if (!dialog.open) {
    dialog.showModal();
    byId("token").focus();
  }
}

byId("sign-in").addEventListener("cancel", (event) => event.preventDefault());

byId("sign-in-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const error = byId("sign-in-error");
  error.textContent = "";
  const answer = await fetch("/session", { method: "POST", body: byId("token").value }).catch(() => null);
  if (answer?.ok) {
    byId("token").value = "";
    byId("sign-in").close();
    handlers.onSignedIn();
    listen();
  } else {
    error.textContent = answer ? "That is not the access token." : UNREACHABLE;
    byId("token").select();
  }
});

/** Asks for JSON; where there is none to be had, {why} is the sentence that says so. */
export async function get(path) {
  const answer = await fetch(path, { cache: "no-store" }).catch(() => null);
  if (answer?.status === 401) {
    signIn();
  }
  return answer?.ok ? answer.json().catch(() => ({ why: UNREACHABLE })) : { why: await refusal(answer) };
}

/** Asks for a change; gives the sentence that says why it was refused, or null. */
export async function post(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  }).catch(() => null);
  if (answer?.status === 401) {
    signIn();
  }
  return answer?.ok ? null : refusal(answer);
}

/** The sentence that the server refuses with. */
async function refusal(answer) {
  return (await answer?.text().catch(() => "")) || UNREACHABLE;
}
