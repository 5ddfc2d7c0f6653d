// Instants and wall clocks. A zone is always an IANA name; what people read is in the zone of who is being acted.

const formats = new Map();

function formatter(zone, options) {
  const name = zone + JSON.stringify(options);
  if (!formats.has(name)) formats.set(name, new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...options }));
  return formats.get(name);
}

export function format(date, zone, options) {
  return formatter(zone, options).format(date);
}

export function parts(date, zone) {
  const options = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };
  const found = formatter(zone, options).formatToParts(date);
  return Object.fromEntries(found.filter((part) => part.type !== "literal").map((part) => [part.type, Number(part.value)]));
}

function offset(date, zone) {
  const p = parts(date, zone);
  const whole = Math.floor(date.getTime() / 1000) * 1000;
  return Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute, p.second) - whole;
}

/** The instant at which the wall clock in `zone` shows this; a time skipped by a change of clocks comes out later. */
function instantOf({ year, month, day, hour = 0, minute = 0 }, zone) {
  const naive = Date.UTC(year, month - 1, day, hour, minute);
  const first = new Date(naive - offset(new Date(naive), zone));
  return new Date(naive - offset(first, zone));
}

export const dateOfTs = (ts) => new Date(Number(ts) * 1000);
export const clockTime = (date, zone) => format(date, zone, { hour: "2-digit", minute: "2-digit" });
export const longTime = (date, zone) => format(date, zone, { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" });
export const shortDay = (date, zone) => format(date, zone, { weekday: "short", day: "numeric", month: "short" });

export function dayKey(date, zone) {
  const { year, month, day } = parts(date, zone);
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

function daysApart(date, now, zone) {
  return Math.round((Date.parse(dayKey(date, zone)) - Date.parse(dayKey(now, zone))) / 86_400_000);
}

export function relativeDay(date, now, zone) {
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[daysApart(date, now, zone)] ?? null;
}

const capital = (word) => word[0].toUpperCase() + word.slice(1);

export function dayTitle(date, now, zone) {
  const relative = relativeDay(date, now, zone);
  if (relative) return capital(relative);
  const sameYear = parts(date, zone).year === parts(now, zone).year;
  return format(date, zone, { weekday: "long", day: "numeric", month: "long", ...(sameYear ? {} : { year: "numeric" }) });
}

const AGES = [["year", 31_536_000], ["month", 2_592_000], ["day", 86_400], ["hour", 3600], ["minute", 60]];
const relativeWords = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

export function ago(date, now) {
  const seconds = (date - now) / 1000;
  const [unit, size] = AGES.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
  return relativeWords.format(Math.round(seconds / size), unit);
}

export function zoneName(zone, date) {
  const found = formatter(zone, { timeZoneName: "short" }).formatToParts(date).find((part) => part.type === "timeZoneName");
  return `${zone.split("/").pop().replaceAll("_", " ")} (${found.value})`;
}

/** The next instant after `now` at which the clock in `zone` shows `hour` o'clock, on `weekday` (0 Sunday) if given. */
export function nextAt(now, zone, hour, weekday = null) {
  const today = parts(now, zone);
  for (let ahead = 0; ahead <= 8; ahead += 1) {
    const day = new Date(Date.UTC(today.year, today.month - 1, today.day + ahead));
    const moment = instantOf({ year: day.getUTCFullYear(), month: day.getUTCMonth() + 1, day: day.getUTCDate(), hour }, zone);
    if (moment > now && (weekday === null || day.getUTCDay() === weekday)) return moment;
  }
  return now;
}

/** For <input type="datetime-local">, and back. */
export function toLocalInput(date, zone) {
  const { hour, minute } = parts(date, zone);
  return `${dayKey(date, zone)}T${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

export function fromLocalInput(text, zone) {
  const [year, month, day, hour, minute] = text.match(/\d+/g).map(Number);
  return instantOf({ year, month, day, hour, minute }, zone);
}
