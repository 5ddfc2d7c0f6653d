// A menu of things to do, opened from a button; arrows move, Escape closes, and the focus goes back.
import { h, moveWithArrows } from "./dom.js";
import { hidePopover, showPopover } from "./popover.js";

let openOne = null;

export function closeMenu({ giveFocusBack = true } = {}) {
  if (!openOne) return;
  const { menu, anchor } = openOne;
  openOne = null;
  anchor.setAttribute("aria-expanded", "false");
  hidePopover(menu);
  menu.remove();
  if (giveFocusBack) anchor.focus();
}

function row(entry, index) {
  if (entry.heading) return h("div", { class: "menu-heading", role: "presentation" }, entry.heading);
  const run = () => {
    closeMenu();
    entry.run();
  };
  return h("button", { type: "button", role: "menuitem", class: "menu-item", tabindex: index === 0 ? 0 : -1, onclick: run },
    entry.lead ?? null, h("span", { class: "menu-text" }, entry.label, entry.hint ? h("span", { class: "menu-hint" }, entry.hint) : null), entry.trail ?? null);
}

/** A letter goes to the next entry that starts with it, as in any menu. */
function jumpByLetter(menu, { key, ctrlKey, metaKey }) {
  if (key.length !== 1 || key === " " || ctrlKey || metaKey) return;
  const items = [...menu.querySelectorAll("[role=menuitem]")];
  const here = items.indexOf(document.activeElement);
  const ahead = [...items.slice(here + 1), ...items.slice(0, here + 1)];
  ahead.find((item) => item.querySelector(".menu-text").textContent.toLowerCase().startsWith(key.toLowerCase()))?.focus();
}

export function openMenu(anchor, entries, { label = "Menu", alignEnd = false, most } = {}) {
  const again = openOne?.anchor === anchor;
  closeMenu();
  if (again) return;
  const menu = h("div", { class: "menu", role: "menu", "aria-label": label, popover: "manual" }, entries.map(row));
  moveWithArrows(menu, "[role=menuitem]");
  menu.addEventListener("keydown", (event) => jumpByLetter(menu, event));
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" && event.key !== "Tab") return;
    event.preventDefault();
    event.stopPropagation();
    closeMenu();
  });
  // In the open dialog, if there is one: everything outside it cannot be reached.
  (anchor.closest("dialog") ?? document.body).append(menu);
  anchor.setAttribute("aria-expanded", "true");
  openOne = { menu, anchor };
  showPopover(menu, anchor, { alignEnd, most });
  menu.querySelector("[role=menuitem]")?.focus();
}

document.addEventListener("mousedown", (event) => {
  if (openOne && !openOne.menu.contains(event.target) && !openOne.anchor.contains(event.target)) closeMenu({ giveFocusBack: false });
});
