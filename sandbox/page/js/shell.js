// The frame on a narrow screen: the sidebar slides in over the conversation.
import { h } from "./dom.js";
import { icon } from "./icons.js";

const root = document.documentElement;
let opener = null;

export function closeDrawer() {
  if (!("drawer" in root.dataset)) return;
  delete root.dataset.drawer;
  opener?.setAttribute("aria-expanded", "false");
}

function openDrawer() {
  root.dataset.drawer = "open";
  opener.setAttribute("aria-expanded", "true");
  const sidebar = document.getElementById("sidebar");
  (sidebar.querySelector('[aria-current="page"]') ?? sidebar.querySelector("button"))?.focus();
}

export function drawerButton() {
  opener = h("button", {
    type: "button", class: "icon-button drawer-button", "aria-label": "Channels and messages", "aria-expanded": "false", "aria-controls": "sidebar",
    onclick: () => ("drawer" in root.dataset ? closeDrawer() : openDrawer()),
  }, icon("menu", 20));
  return opener;
}

export function startDrawer() {
  document.addEventListener("click", (event) => {
    if (!event.target.closest("#sidebar, .drawer-button")) closeDrawer();
  });
  document.getElementById("sidebar").addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !("drawer" in root.dataset)) return;
    closeDrawer();
    opener.focus();
  });
}
