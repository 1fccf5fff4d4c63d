// Times of chrono-node as TIMEX3. usage: node chrono.js [TURNS] < LINES; see lines.js.
//
// chrono gives moments. Here each becomes the value at the size that its words name; a weekday alone is the last one, the
// page's day included, as news has it; a span of time gives both its ends; "for two weeks" gives a length; a part of a
// day has its code.
import * as chrono from "chrono-node";
import { GAP, PARTS, day, pad, run, week } from "./lines.js";

const NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split(" ");
const LENGTH = /\b(?:for|within|after|past|last|next|first)\s+(?:the\s+)?(?:just\s+)?(\w+|a couple of|a few)\s+(second|minute|hour|day|week|month|year)s?$/;

// "the past two months" as P2M, where the words are a length.
function length(words) {
  const [, count, unit] = words.match(LENGTH) ?? [];
  if (!count) return null;
  const spelled = { a: 1, an: 1, half: 0.5, "a couple of": 2, few: "X", "a few": "X", several: "X" };
  const number = spelled[count] ?? (NUMBERS.indexOf(count) + 1 || Number(count));
  if (Number.isNaN(number)) return null;
  return `P${/second|minute|hour/.test(unit) ? "T" : ""}${number}${unit[0].toUpperCase()}`;
}

// One end of a result, with the words that named it.
function value(parts, words, reference) {
  if (/^(right )?now$/.test(words)) return ["DATE", "PRESENT_REF"];
  const long = length(words);
  if (long) return ["DURATION", long];
  const at = new Date(
    Date.UTC(parts.get("year"), parts.get("month") - 1, parts.get("day"), parts.get("hour"), parts.get("minute")),
  );
  if (parts.isOnlyWeekdayComponent() && !/\b(next|last|this)\b/.test(words)) {
    const since = (reference.getUTCDay() - at.getUTCDay() + 7) % 7;
    at.setTime(reference.getTime() - since * 86400000);
  }
  const part = words.match(/\b(morning|afternoon|evening|night|tonight)\b/);
  if (part && !parts.isCertain("hour")) return ["TIME", day(at) + PARTS[part[1]]];
  if (parts.isCertain("hour")) return ["TIME", `${day(at)}T${pad(at.getUTCHours())}:${pad(at.getUTCMinutes())}`];
  if (/\bweekends?\b/.test(words)) return ["DATE", `${week(at)}-WE`];
  if (/\bthis week$/.test(words)) return ["DATE", week(reference)];
  if (/\bweeks?\b/.test(words)) return ["DATE", week(at)];
  if (/\bend of\b/.test(words) && parts.isCertain("month")) return ["DATE", day(at).slice(0, 7)];
  if (parts.isCertain("day") || parts.isCertain("weekday")) return ["DATE", day(at)];
  if (/\bquarters?\b/.test(words)) return ["DATE", `${at.getUTCFullYear()}-Q${Math.floor(at.getUTCMonth() / 3) + 1}`];
  if (/\bdecades?\b/.test(words)) return ["DATE", day(at).slice(0, 3)];
  if (parts.isCertain("month")) return ["DATE", day(at).slice(0, 7)];
  if (parts.isCertain("year")) return ["DATE", day(at).slice(0, 4)];
  return ["DATE", day(at)];
}

function timex(start, words, parts, reference) {
  const [type, said] = value(parts, words.toLowerCase(), reference);
  return { start, end: start + words.length, type, value: said };
}

function expressions(result, reference) {
  const { index, text, start, end } = result;
  const gap = end && text.match(GAP);
  if (!gap || gap.index === 0) return [timex(index, text, start, reference)];
  const second = gap.index + gap[0].length;
  return [
    timex(index, text.slice(0, gap.index), start, reference),
    timex(index + second, text.slice(second), end, reference),
  ];
}

run((text, reference) => chrono.parse(text, { instant: reference, timezone: 0 }), expressions);
