// The card a first visitor sees: three sentences, the first of them the app's own.
import { avatar } from "./avatar.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { store } from "./state.js";
import { recall, remember } from "./theme.js";

const NAME = "sandbox.hint.seen";

function sentences() {
  const { app, commands } = store.world;
  const [first] = commands;
  const about = app.description.replace(/\.?$/, ".");
  const type = first ? ["Type ", h("code", {}, "/"), " in the message box to see its commands, ", h("code", {}, first.command), " for example"] : ["Write it a message"];
  return [
    about || `${app.name} is installed here.`,
    [...type, app.home_tab ? `, or open ${app.name} under Apps.` : "."],
    "Act as anybody from the top right corner, and wind the clock at the bottom to see what happens later.",
  ];
}

export function startHint() {
  if (recall(NAME)) return;
  const dismiss = () => {
    remember(NAME, "yes");
    card.remove();
    document.querySelector('[data-composer="main"]')?.focus();
  };
  const card = h("aside", { class: "hint", "aria-label": "Welcome" },
    h("div", { class: "hint-head" }, avatar(store.world.app, 32), h("h2", {}, `Meet ${store.world.app.name}`),
      h("button", { type: "button", class: "icon-button", "aria-label": "Dismiss", onclick: dismiss }, icon("close", 16))),
    sentences().map((sentence) => h("p", {}, sentence)),
    h("button", { type: "button", class: "button button-primary", onclick: dismiss }, "Got it"));
  document.body.append(card);
}
