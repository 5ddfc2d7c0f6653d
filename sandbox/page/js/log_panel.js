// What the app asked of Slack, and which rules it broke.
import { fetchLog } from "./api.js";
import { fill, h, keyed, soon } from "./dom.js";
import { handsFree } from "./hands.js";
import { icon } from "./icons.js";
import { store } from "./state.js";
import { clockTime, shortDay } from "./time.js";

const PAGE = 100;
const KINDS = [["", "Everything"], ["calls", "Requests"], ["errors", "Errors"], ["violations", "Violations"]];

const counted = (number, what) => `${number} ${what}${number === 1 ? "" : "s"}`;

function outcomeOf(entry) {
  if (entry.kind === "violation") return h("span", { class: "log-bad" }, icon("warn", 14), entry.refused ? "refused" : "violation");
  return entry.ok ? h("span", { class: "log-ok" }, "ok") : h("span", { class: "log-bad" }, entry.error || `HTTP ${entry.status}`);
}

const titleOf = (entry) => (entry.kind === "violation" ? [entry.where, " ", h("span", { class: "log-rule" }, entry.message)] : [entry.method, " ", h("span", { class: "log-about" }, entry.about)]);

function row(entry) {
  const when = new Date(entry.at);
  const payload = h("pre", { class: "log-payload" });
  const details = h("details", { class: `log-entry log-${entry.kind}${entry.ok === false ? " log-failed" : ""}` },
    h("summary", {},
      h("span", { class: "log-time", title: `${shortDay(when, store.zone)}` }, entry.at ? clockTime(when, store.zone) : ""),
      h("span", { class: "log-title" }, titleOf(entry)),
      h("span", { class: "log-outcome" }, outcomeOf(entry)),
      h("span", { class: "log-ms" }, entry.kind === "call" ? `${Math.round(entry.ms)} ms` : "")),
    payload);
  // Payloads may be long: written out only when somebody looks.
  details.addEventListener("toggle", () => {
    if (details.open && !payload.textContent) payload.textContent = JSON.stringify(entry.payload, null, 2);
  });
  return details;
}

export class LogPanel {
  #entries = [];
  #more = false;
  #serial = 0;

  constructor() {
    this.kind = h("select", { class: "text-input select-native", "aria-label": "Show", onchange: () => this.refresh() }, KINDS.map(([value, label]) => h("option", { value }, label)));
    this.find = h("input", { type: "search", class: "text-input", placeholder: "Filter by method or text", "aria-label": "Filter the log", oninput: soon(() => this.refresh(), 200) });
    this.list = h("div", { class: "log-list" });
    this.older = h("button", { type: "button", class: "button button-small", onclick: () => this.#loadOlder() }, "Older");
    this.counts = h("span", { class: "log-counts" });
    this.root = h("section", { class: "log-panel", "aria-label": "Log" }, h("div", { class: "log-head" }, h("h2", {}, "Log"), this.kind, this.find), h("div", { class: "log-scroll", tabindex: "0" }, this.list, this.older));
    const refreshSoon = soon(() => this.#visible && this.refresh(), 250);
    store.on("log", refreshSoon);
    store.on("log", soon(() => this.#count(), 250));
    store.on("person", () => this.#count());
  }

  get #visible() {
    return this.root.offsetParent !== null;
  }

  async #fetch(before) {
    return fetchLog({ kind: this.kind.value, find: this.find.value, before, limit: PAGE });
  }

  async #count() {
    const { calls, violations } = await fetchLog({ limit: 1 });
    fill(this.counts, h("span", {}, counted(calls, "request")), h("span", { class: violations ? "log-bad" : "" }, counted(violations, "violation")));
  }

  async refresh() {
    this.#serial += 1;
    const serial = this.#serial;
    const answer = await this.#fetch(null);
    await handsFree();
    if (serial !== this.#serial) return;
    this.#entries = answer.entries;
    this.#more = answer.more;
    this.#draw();
  }

  async #loadOlder() {
    const answer = await this.#fetch(this.#entries.at(-1).n);
    this.#entries.push(...answer.entries);
    this.#more = answer.more;
    this.#draw();
  }

  #draw() {
    keyed(this.list, this.#entries, { key: (entry) => `${entry.n}`, signature: (entry) => `${entry.n}/${store.zone}`, render: row });
    this.older.hidden = !this.#more;
    if (!this.#entries.length) fill(this.list, h("p", { class: "empty" }, "Nothing here."));
  }
}
