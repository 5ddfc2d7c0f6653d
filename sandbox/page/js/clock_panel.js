// Calendar time: reading it, winding it, letting it flow.
import { setClock } from "./api.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { store } from "./state.js";
import { clockTime, format, fromLocalInput, nextAt, shortDay, toLocalInput, zoneName } from "./time.js";

const HOUR = 3_600_000;
const MONDAY = 1;
const LOOK_EVERY = 400;

/** The time in short, for the bar. */
export function clockLine() {
  const local = h("strong");
  const universal = h("span", { class: "clock-utc" });
  const show = () => {
    if (!store.world) return;
    const { now, zone } = store;
    fill(local, `${shortDay(now, zone)}, ${clockTime(now, zone)}`);
    fill(universal, `${clockTime(now, "UTC")} UTC`);
  };
  for (const topic of ["world", "clock", "second"]) store.on(topic, show);
  return h("span", { class: "clock-line" }, local, universal);
}

async function change(what) {
  try {
    await setClock(what);
    await store.refreshClock();
  } catch (error) {
    store.tell("notice", { text: error.message, tone: "danger" });
  }
}

const windTo = (moment) => change({ wind: moment.toISOString() });

const JUMPS = [
  ["+1 hour", () => new Date(store.now.getTime() + HOUR)],
  ["Next morning 9:00", () => nextAt(store.now, store.zone, 9)],
  ["Next Monday 9:00", () => nextAt(store.now, store.zone, 9, MONDAY)],
];

const jumpButtons = () => JUMPS.map(([label, moment]) =>
  h("button", { type: "button", class: "button button-small", dataset: { jump: label }, onclick: () => windTo(moment()) }, label));

function fraction({ from, to, now }) {
  const [start, end, here] = [from, to, now].map((moment) => new Date(moment).getTime());
  return end > start ? Math.min(1, Math.max(0, (here - start) / (end - start))) : 1;
}

export class ClockPanel {
  chosen = false;

  constructor() {
    this.quick = h("span", { class: "dock-jumps", role: "group", "aria-label": "Wind the clock" }, jumpButtons());
    this.faces = h("dl", { class: "clock-faces" });
    this.target = h("input", { type: "datetime-local", class: "text-input picker", "aria-label": "Date and time to wind to", oninput: () => { this.chosen = true; } });
    this.flow = h("button", { type: "button", class: "button button-small", onclick: () => change({ rate: store.world.clock.rate ? 0 : 1 }) });
    this.progress = h("div", { class: "winding", role: "status" });
    const form = h("form", { class: "wind-form", onsubmit: (event) => this.#wind(event) }, this.target, h("button", { type: "submit", class: "button button-small button-primary" }, "Wind"));
    this.controls = h("div", { class: "clock-controls" }, h("div", { class: "row" }, jumpButtons()), form, h("div", { class: "row" }, this.flow));
    this.root = h("section", { class: "clock-panel", "aria-label": "Clock" }, this.faces, this.controls);
    for (const topic of ["world", "clock"]) store.on(topic, () => this.#show());
    store.on("second", () => this.#faces());
    setInterval(() => store.world?.clock.rate && store.tell("second"), 1000);
  }

  #wind(event) {
    event.preventDefault();
    this.chosen = false;
    if (this.target.value) windTo(fromLocalInput(this.target.value, store.zone));
  }

  #faces() {
    const { now, zone } = store;
    const face = (name, where) => [h("dt", {}, name), h("dd", {}, h("span", { class: "face-time" }, clockTime(now, where)), h("span", { class: "face-day" }, format(now, where, { weekday: "short", day: "numeric", month: "short", year: "numeric" })))];
    fill(this.faces, h("div", {}, face(zoneName(zone, now), zone)), h("div", {}, face("UTC", "UTC")));
  }

  #show() {
    if (!store.world) return;
    this.#faces();
    const { rate, winding } = store.world.clock;
    if (!this.#held()) this.target.value = toLocalInput(store.now, store.zone);
    fill(this.flow, icon(rate ? "pause" : "play", 14), rate ? "Pause" : "Let time flow");
    this.#showWinding(winding);
  }

  // What somebody chose stands until it is wound to: the world moves on, also between the press on "Wind" and its end.
  #held() {
    return this.chosen || document.activeElement === this.target;
  }

  #showWinding(winding) {
    for (const button of document.querySelectorAll("[data-jump], .wind-form button")) button.disabled = Boolean(winding);
    document.getElementById("dock").toggleAttribute("data-winding", Boolean(winding));
    if (!winding) {
      fill(this.progress);
      return;
    }
    const share = fraction(winding);
    if (!this.progress.firstChild) this.#drawWinding();
    this.bar.value = share;
    fill(this.goal, `Winding to ${shortDay(new Date(winding.to), store.zone)}, ${clockTime(new Date(winding.to), store.zone)}`);
    this.#lookAgain();
  }

  #drawWinding() {
    this.bar = h("progress", { max: 1, "aria-label": "Winding" });
    this.goal = h("span", {});
    const cancel = h("button", { type: "button", class: "button button-small", onclick: () => change({ cancel: true }) }, "Cancel");
    fill(this.progress, this.goal, this.bar, cancel);
  }

  // A wind without anything due on its way tells of no change until it ends.
  #lookAgain() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => store.refreshClock(), LOOK_EVERY);
  }
}
