// The bar on top: who is being acted, and light or dark.
import { avatar } from "./avatar.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { drawerButton } from "./shell.js";
import { store } from "./state.js";
import { isDark, toggleTheme } from "./theme.js";
import { clockTime, shortDay, zoneName } from "./time.js";

const people = () => store.world.people.filter((person) => person.can_be_acted);

function localTime(person) {
  const zone = person.tz ?? "UTC";
  return `${shortDay(store.now, zone)}, ${clockTime(store.now, zone)} · ${zoneName(zone, store.now)}`;
}

function entryOf(person, choose) {
  return {
    label: person.name, lead: avatar(person, 32), trail: person.id === store.me ? icon("check", 16) : null,
    hint: [person.title, localTime(person)].filter(Boolean).join("\n"), run: () => choose(person.id),
  };
}

function actAsButton(choose) {
  const me = store.person;
  return h("button", {
    type: "button", class: "act-as", "aria-haspopup": "menu", "aria-label": `Acting as ${me.name}. Act as somebody else`, dataset: { focus: "act-as" },
    onclick: (event) => openMenu(event.currentTarget, [{ heading: "Act as" }, ...people().map((person) => entryOf(person, choose))], { label: "Act as", alignEnd: true, most: 600 }),
  }, avatar(me, 28),
    h("span", { class: "act-as-text" }, h("span", { class: "act-as-name" }, me.name), h("span", { class: "act-as-role" }, me.title || zoneName(store.zone, store.now))),
    icon("down", 16));
}

function themeButton() {
  const dark = isDark();
  return h("button", {
    type: "button", class: "icon-button", "aria-label": dark ? "Use light colours" : "Use dark colours", title: dark ? "Light" : "Dark", dataset: { focus: "theme" },
    onclick: (event) => {
      toggleTheme();
      event.currentTarget.replaceWith(themeButton());
      document.querySelector('[data-focus="theme"]').focus();
    },
  }, icon(dark ? "sun" : "moon"));
}

export function startTopbar(bar, choose) {
  const actAs = h("div", { class: "act-as-holder" });
  const lost = h("span", { class: "lost", role: "status" });
  bar.append(drawerButton(), h("span", { class: "brand" }, h("img", { src: "/page/icon.svg", alt: "", width: 22, height: 22 }), h("span", {}, "Sandbox")), lost, h("span", { class: "spacer" }), h("span", { class: "act-as-caption" }, "Acting as"), actAs, themeButton());
  let drawn = "";
  store.on("world", () => {
    const mark = JSON.stringify([store.person, store.world.people.length]);
    if (mark === drawn) return;
    drawn = mark;
    const hadFocus = actAs.contains(document.activeElement);
    fill(actAs, actAsButton(choose));
    if (hadFocus) actAs.firstElementChild.focus();
  });
  store.on("lost", () => {
    lost.textContent = "Reconnecting…";
  });
  store.on("returned", () => {
    lost.textContent = "";
  });
}
