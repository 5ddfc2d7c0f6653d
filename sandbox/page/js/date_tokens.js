// The format tokens of <!date^…> and of a rich text date.
import { ago, format, parts, relativeDay } from "./time.js";

function ordinal(day) {
  const suffix = day % 100 >= 11 && day % 100 <= 13 ? "th" : { 1: "st", 2: "nd", 3: "rd" }[day % 10] ?? "th";
  return `${day}${suffix}`;
}

function written(date, zone, month, weekday) {
  const { year, day } = parts(date, zone);
  const name = new Intl.DateTimeFormat("en-US", { timeZone: zone, month }).format(date);
  const dayName = weekday ? `${new Intl.DateTimeFormat("en-US", { timeZone: zone, weekday: "long" }).format(date)}, ` : "";
  return `${dayName}${name} ${ordinal(day)}, ${year}`;
}

function numbered(date, zone) {
  const { year, month, day } = parts(date, zone);
  return [year, String(month).padStart(2, "0"), String(day).padStart(2, "0")].join("-");
}

export function renderDate(timestamp, pattern, { zone, now }) {
  const date = new Date(Number(timestamp) * 1000);
  const pretty = (plain) => relativeDay(date, now, zone) ?? plain;
  const tokens = {
    date_num: () => numbered(date, zone),
    date: () => written(date, zone, "long", false),
    date_short: () => written(date, zone, "short", false),
    date_long: () => written(date, zone, "long", true),
    date_pretty: () => pretty(written(date, zone, "long", false)),
    date_short_pretty: () => pretty(written(date, zone, "short", false)),
    date_long_pretty: () => pretty(written(date, zone, "long", true)),
    time: () => format(date, zone, { hour: "2-digit", minute: "2-digit" }),
    time_secs: () => format(date, zone, { hour: "2-digit", minute: "2-digit", second: "2-digit" }),
    ago: () => ago(date, now),
  };
  return pattern.replace(/\{(\w+)\}/g, (whole, name) => tokens[name]?.() ?? whole);
}
