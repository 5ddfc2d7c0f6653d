// Short notices: what went wrong with the app, or what just happened.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { store } from "./state.js";

const STAYS = { danger: 9000, calm: 4500 };

export function startToasts() {
  const holder = h("div", { class: "toasts", role: "status", popover: "manual" });

  // In the open dialog, if there is one: the rest of the page is inert, and under it.
  function raise() {
    const dialogs = document.querySelectorAll("dialog[open]");
    const home = dialogs.length ? dialogs[dialogs.length - 1] : document.body;
    if (holder.parentElement !== home) home.append(holder);
    else holder.hidePopover();
    holder.showPopover();
  }

  function drop(toast) {
    toast.remove();
    if (!holder.childElementCount && holder.isConnected && holder.matches(":popover-open")) holder.hidePopover();
  }

  function show({ text, tone = "calm" }) {
    const toast = h("div", { class: `toast toast-${tone}` }, icon(tone === "danger" ? "warn" : "check", 18), h("span", {}, text),
      h("button", { type: "button", class: "icon-button", "aria-label": "Dismiss", onclick: () => drop(toast) }, icon("close", 16)));
    holder.append(toast);
    if (holder.childElementCount > 3) holder.firstElementChild.remove();
    raise();
    setTimeout(() => drop(toast), STAYS[tone] ?? STAYS.calm);
  }

  store.on("notice", show);
}
