// Numbers, times and operating points as people read them.

const DASH = "–";

const isNumber = (value) => typeof value === "number" && Number.isFinite(value);

export function number(value, digits = 0) {
  return isNumber(value) ? value.toFixed(digits) : DASH;
}

/** Three significant digits or so: what fits a small place. */
export function compact(value) {
  if (!isNumber(value)) {
    return DASH;
  }
  const size = Math.abs(value);
  if (size >= 100000) {
    return `${Math.round(value / 1000)}k`;
  }
  return value.toFixed(size >= 100 || Number.isInteger(value) ? 0 : size >= 10 ? 1 : 2);
}

export function percent(value, digits = 0) {
  return isNumber(value) ? `${(100 * value).toFixed(digits)} %` : DASH;
}

export function millis(value) {
  if (!isNumber(value)) {
    return DASH;
  }
  return value < 9950 ? `${value.toFixed(value < 9.95 ? 1 : 0)} ms` : `${(value / 1000).toFixed(1)} s`;
}

/** How long something lasts or is past, from milliseconds. */
export function duration(value) {
  if (!isNumber(value)) {
    return DASH;
  }
  const seconds = Math.max(0, value) / 1000;
  if (seconds < 59.5) {
    return `${seconds.toFixed(seconds < 9.95 ? 1 : 0)} s`;
  }
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

/** Whether it is one that a Date can hold: a host whose clock is wrong may say anything. */
export const isTime = (epochMillis) => isNumber(epochMillis) && Math.abs(epochMillis) <= 8.64e15;

export function clock(epochMillis) {
  return isTime(epochMillis) ? CLOCK.format(epochMillis) : DASH;
}

const PRECISIONS = { FLOAT32: "FP32", FLOAT16: "FP16" };

export const precision = (value) => PRECISIONS[value.precision] ?? value.precision;

export function point(value) {
  return value ? `${value.reducer} ${precision(value)}` : DASH;
}

export function pointWithModel(value) {
  return value ? `${value.model} ${point(value)}` : DASH;
}

export const pointKey = (value) => (value ? `${value.model}\n${value.reducer}\n${value.precision}` : "");

export const isValue = isNumber;
