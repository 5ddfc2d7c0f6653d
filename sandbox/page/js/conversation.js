// The middle of the page: a conversation, or the app with its Home and Messages tabs.
import { avatar } from "./avatar.js";
import { renderBlocks } from "./blocks/index.js";
import { createComposer } from "./composer.js";
import { fill, h, moveWithArrows, whereItWas } from "./dom.js";
import { icon } from "./icons.js";
import { MessageList } from "./messages.js";
import { store } from "./state.js";
import { createSurface } from "./surface.js";

const COMPOSER = '[data-composer="main"]';

let list = null;
let lastRead = null;
let drawn = "";
let headDrawn = "";

function titleOf(conversation) {
  if (conversation.kind === "im") return [avatar(store.world.people.find((person) => person.id === conversation.with), 24), conversation.name];
  return [icon(conversation.kind === "private" ? "lock" : "hash", 18), conversation.name];
}

function detailOf(conversation) {
  if (conversation.is_app) return store.world.app.description;
  if (conversation.kind === "im") return store.world.people.find((person) => person.id === conversation.with)?.title ?? "";
  const count = conversation.members.length;
  return [`${count} ${count === 1 ? "member" : "members"}`, conversation.topic].filter(Boolean).join(" · ");
}

function tab(name, label) {
  const here = store.place.tab === name;
  return h("button", { type: "button", role: "tab", class: "tab", "aria-selected": String(here), tabindex: here ? 0 : -1, id: `tab-${name}`, "aria-controls": "tab-body",
    onclick: () => store.open(store.place.channel, name) }, label);
}

function tabs() {
  const { app } = store.world;
  const shown = [app.home_tab ? tab("home", "Home") : null, app.messages_tab ? tab("messages", "Messages") : null];
  const bar = h("div", { class: "tabs", role: "tablist", "aria-label": app.name }, shown);
  moveWithArrows(bar, ".tab", { back: "ArrowLeft", forth: "ArrowRight" });
  return bar;
}

function head(conversation) {
  return h("header", { class: "main-head" },
    h("h1", {}, titleOf(conversation), conversation.is_app ? h("span", { class: "badge" }, "APP") : null),
    h("span", { class: "main-detail" }, detailOf(conversation)),
    conversation.is_app ? tabs() : null);
}

function drawHome(body) {
  const view = store.world.home;
  if (!view) {
    fill(body, h("p", { class: "empty" }, `${store.world.app.name} has not shown anything here yet.`));
    return;
  }
  let holder = body.querySelector(".home-blocks");
  if (!holder) {
    holder = h("div", { class: "home-blocks blocks" });
    fill(body, holder);
  }
  renderBlocks(holder, view.blocks, createSurface({ kind: "home", view_id: view.id }, view.blocks, view.state?.values));
}

function emptyText(conversation) {
  if (conversation.kind === "im") return `This is the beginning of your conversation with ${conversation.name}.`;
  return `This is the beginning of #${conversation.name}.`;
}

function showMessages(detail = {}) {
  const conversation = store.conversation;
  const known = store.list(store.place.channel);
  if (!list || !known) return;
  list.show(known.messages, { lastRead, empty: emptyText(conversation), older: detail.older });
  if (conversation.unread && document.visibilityState === "visible") store.act("read", { channel: conversation.id });
}

function cannotWrite(conversation) {
  if (conversation.is_app && store.world.app.messages_read_only) return `${store.world.app.name} does not take messages.`;
  if (conversation.archived) return "This channel is archived.";
  return conversation.member ? null : "You are not a member of this channel.";
}

function foot(conversation) {
  const reason = cannotWrite(conversation);
  if (reason) return h("div", { class: "composer" }, h("p", { class: "composer-closed" }, reason));
  const name = conversation.kind === "im" ? conversation.name : `#${conversation.name}`;
  const commands = store.world.commands.length ? ", or type / for a command" : "";
  return createComposer({ label: `Message to ${name}`, placeholder: `Message ${name}${commands}` }).root;
}

function goOnWriting(main, whereTheyWere) {
  const area = main.querySelector(COMPOSER);
  area?.focus();
  if (area) whereTheyWere(area);
}

const focusTab = (main) => main.querySelector('.tab[aria-selected="true"]')?.focus();

// Where somebody may be writing, only what changed is drawn anew.
function drawHead(main, conversation) {
  const mark = conversation && JSON.stringify([conversation.topic, conversation.members?.length]);
  if (mark === headDrawn || !conversation) return;
  headDrawn = mark;
  main.querySelector(".main-detail").textContent = detailOf(conversation);
}

function drawMain(main) {
  const conversation = store.conversation;
  const mark = JSON.stringify([store.me, store.place, conversation && [conversation.name, cannotWrite(conversation)]]);
  if (mark === drawn) {
    drawHead(main, conversation);
    return;
  }
  const samePlace = drawn && JSON.stringify(JSON.parse(drawn).slice(0, 2)) === JSON.stringify([store.me, store.place]);
  const writing = samePlace && document.activeElement?.matches(COMPOSER) ? whereItWas(document.activeElement) : null;
  const onTabs = Boolean(document.activeElement?.closest(".tabs"));
  drawn = mark;
  headDrawn = "";
  list = null;
  if (!conversation) {
    fill(main, h("p", { class: "empty" }, "Choose a conversation."));
    return;
  }
  document.title = `${conversation.name} · ${store.world.workspace.name}`;
  if (!samePlace) lastRead = conversation.unread ? conversation.last_read : null;
  if (store.place.tab === "home") {
    const body = h("div", { class: "home", id: "tab-body", role: "tabpanel", "aria-labelledby": "tab-home" });
    fill(main, head(conversation), body);
    drawHome(body);
    if (onTabs) focusTab(main);
    return;
  }
  list = new MessageList({ label: `Messages in ${conversation.name}`, onTop: () => store.loadOlder(conversation.id) });
  fill(main, head(conversation), list.root, foot(conversation));
  if (writing) goOnWriting(main, writing);
  if (onTabs) focusTab(main);
  showMessages();
}

export function startConversation(main) {
  store.on("place", () => {
    drawMain(main);
    const { app } = store.world;
    if (store.conversation?.is_app && app[`${store.place.tab}_tab`]) store.act("open_home", { tab: store.place.tab });
  });
  store.on("person", () => {
    drawn = "";
    drawMain(main);
  });
  store.on("world", () => {
    drawMain(main);
    const body = main.querySelector(".home");
    if (body) drawHome(body);
    else if (store.conversation?.unread) showMessages();
  });
  store.on("messages", (detail) => {
    if (detail.channel === store.place.channel && !detail.thread) showMessages(detail);
  });
}
