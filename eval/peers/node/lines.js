// What the readers in this folder share: lines in, lines out, and the clock.
import { readFileSync } from "node:fs";

export const pad = (n, width = 2) => String(n).padStart(width, "0");

export const day = (d) => `${pad(d.getUTCFullYear(), 4)}-${pad(d.getUTCMonth() + 1)}-${pad(d.getUTCDate())}`;

export function week(date) {
  const thursday = new Date(date.getTime());
  thursday.setUTCDate(thursday.getUTCDate() + 4 - (thursday.getUTCDay() || 7));
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return `${thursday.getUTCFullYear()}-W${pad(Math.floor((thursday - first) / 86400000 / 7) + 1)}`;
}

// What stands between the two ends of a span of time.
export const GAP = /\s*(?:\b(?:to|until|through|till|and)\b|[-–—])\s*/;

export const PARTS = { morning: "TMO", afternoon: "TAF", evening: "TEV", night: "TNI", tonight: "TNI" };

// Noon of the page's day, in UTC, so that no day moves. A page without a date cannot be said to these readers, which
// would take today.
function noon(published) {
  const moment = /T\d\d/.test(published ?? "") ? published.slice(0, 16) : `${(published ?? "2000-01-01").slice(0, 10)}T12:00`;
  return new Date(`${moment}:00Z`);
}

// Reads lines {"id", "text", "published"} from standard input and writes lines with "times". `parse` is what is timed,
// as often as the first argument says; `expressions` turns one of its results into {start, end, type, value}, where
// start and end count as JavaScript does. On standard error: CPU seconds of the calls alone in the fastest turn.
export function run(parse, expressions) {
  const lines = readFileSync(0, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
  const references = lines.map(({ published }) => noon(published));
  let fastest = Infinity;
  let found = [];
  for (let turn = 0; turn < Number(process.argv[2] ?? 1); turn++) {
    const began = process.cpuUsage();
    found = lines.map(({ text }, i) => parse(text, references[i]));
    const took = process.cpuUsage(began);
    fastest = Math.min(fastest, (took.user + took.system) / 1e6);
  }
  lines.forEach(({ id, text }, i) => {
    // JavaScript counts UTF-16 units, the gold code points.
    const points = new Uint32Array(text.length + 1);
    for (let at = 0, point = 0; at < text.length; point++) {
      const next = at + (text.codePointAt(at) > 0xffff ? 2 : 1);
      points.fill(point, at, next);
      points[next] = point + 1;
      at = next;
    }
    const times = found[i].flatMap((result) => expressions(result, references[i], text));
    for (const time of times) Object.assign(time, { start: points[time.start], end: points[time.end] });
    console.log(JSON.stringify({ id, times }));
  });
  console.error(fastest);
}
