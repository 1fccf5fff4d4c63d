// Times of Microsoft's recognizers as TIMEX3. usage: node recognizers.js [TURNS] < LINES; see lines.js.
//
// They give TIMEX with parts left open, and values for the last and the next reading. Here the last one is taken, the
// page's day included, as news has it; quarters and decades have their codes; a span of time gives both its ends.
import recognizers from "@microsoft/recognizers-text-date-time";
import { GAP, day, pad, run, week } from "./lines.js";

const model = new recognizers.DateTimeRecognizer("en-us").getDateTimeModel();

// The library reckons in the zone of the machine.
process.env.TZ = "UTC";

// A TIMEX of theirs with what is open filled from the value.
function filled(timex, value, reference) {
  const date = /^\d{4}-\d\d-\d\d/.test(value ?? "") ? value.slice(0, 10) : day(reference);
  const clock = timex.match(/T(\d\d)(?::(\d\d))?/);
  const end = clock ? `T${clock[1]}:${clock[2] ?? "00"}` : (timex.match(/T(MO|AF|EV|NI|DT)$/)?.[0] ?? "");
  if (/^XXXX-WXX-\d/.test(timex)) {
    const weekday = Number(timex[9]) % 7;
    return (weekday === reference.getUTCDay() ? day(reference) : date) + end;
  }
  if (/^XXXX-\d\d$/.test(timex)) return date.slice(0, 7);
  if (/^XXXX-(SP|SU|FA|WI)$/.test(timex)) return date.slice(0, 4) + timex.slice(4);
  if (/^(XXXX-\d\d-\d\d|\d{4}-\d\d-\d\d|T)/.test(timex) && (end || timex.length >= 10)) return date + end;
  return timex;
}

function expressions({ start, end, text, resolution }, reference) {
  const [first] = resolution?.values ?? [];
  if (!first?.timex) return [];
  const whole = (type, value) => [{ start, end: end + 1, type, value }];
  const { timex, type, value } = first;
  if (type === "set") return whole("SET", timex);
  if (type === "duration") return whole("DURATION", timex);
  const [, from, to, long] = timex.match(/^\((.*),(.*),(.*)\)$/) ?? [];
  if (!from) {
    const said = filled(timex, value ?? first.start, reference);
    return whole(said.includes("T") && !said.endsWith("_REF") ? "TIME" : "DATE", said);
  }
  const date = new Date(`${(first.start ?? day(reference)).slice(0, 10)}T00:00:00Z`);
  if (/quarter|\bq\d/.test(text)) return whole("DATE", `${pad(date.getUTCFullYear(), 4)}-Q${Math.floor(date.getUTCMonth() / 3) + 1}`);
  if (/s$/.test(text) && long === "P10Y") return whole("DATE", day(date).slice(0, 3));
  if (/weekend/.test(text)) return whole("DATE", `${week(date)}-WE`);
  const gap = text.match(GAP);
  if (!gap || gap.index === 0) return whole("DURATION", long);
  const size = (timex) => (/^T|T\d\d/.test(timex) ? "TIME" : "DATE");
  return [
    { start, end: start + gap.index, type: size(from), value: filled(from, first.start, reference) },
    { start: start + gap.index + gap[0].length, end: end + 1, type: size(to), value: filled(to, first.end, reference) },
  ];
}

// Paragraph by paragraph: on long texts its time grows faster than they do.
function parse(text, reference) {
  let at = 0;
  return text.split("\n").flatMap((paragraph) => {
    const found = paragraph.trim() ? model.parse(paragraph, reference) : [];
    for (const one of found) Object.assign(one, { start: one.start + at, end: one.end + at });
    at += paragraph.length + 1;
    return found;
  });
}

run(parse, expressions);
