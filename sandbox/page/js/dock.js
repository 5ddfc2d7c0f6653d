// The panel at the bottom: always the time, and on request the whole clock and the log.
import { ClockPanel, clockLine } from "./clock_panel.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { LogPanel } from "./log_panel.js";
import { recall, remember } from "./theme.js";

const NAME = "sandbox.dock.open";

export function startDock(dock) {
  const clock = new ClockPanel();
  const log = new LogPanel();
  const arrow = h("span", { class: "dock-arrow" }, icon("up", 16));
  const toggle = h("button", { type: "button", class: "dock-toggle", "aria-controls": "dock-body", onclick: () => setOpen(dock.dataset.open !== "yes") },
    arrow, icon("clock", 16), h("span", {}, "Clock & log"));
  const body = h("div", { class: "dock-body", id: "dock-body" }, clock.root, log.root);
  dock.append(h("div", { class: "dock-bar" }, toggle, clockLine(), clock.progress, clock.quick, h("span", { class: "spacer" }), log.counts), body);

  function setOpen(open) {
    dock.dataset.open = open ? "yes" : "no";
    body.hidden = !open;
    toggle.setAttribute("aria-expanded", String(open));
    remember(NAME, dock.dataset.open);
    if (open) log.refresh();
  }
  setOpen(recall(NAME) === "yes");
}
