// Channels, direct messages and the app; unread ones in bold, with a count.
import { avatar } from "./avatar.js";
import { fill, h, keyed, moveWithArrows } from "./dom.js";
import { icon } from "./icons.js";
import { closeDrawer } from "./shell.js";
import { store } from "./state.js";

function go(conversation, tab) {
  closeDrawer();
  store.open(conversation.id, tab);
}

function leadOf(conversation) {
  if (conversation.kind === "im") return avatar(store.world.people.find((person) => person.id === conversation.with), 20);
  return h("span", { class: "side-glyph" }, icon(conversation.kind === "private" ? "lock" : "hash", 16));
}

function spokenName({ conversation, name }) {
  const kind = { private: "private channel", public: "channel", im: "direct message", mpim: "group message" }[conversation.kind];
  const unread = conversation.unread ? `, ${conversation.unread} unread` : "";
  return `${name}, ${kind}${unread}`;
}

function row(entry) {
  const { conversation, name, here, tab } = entry;
  return h("button", {
    type: "button", class: `side-item${conversation.unread ? " side-unread" : ""}`, tabindex: here ? 0 : -1,
    "aria-current": here ? "page" : null, "aria-label": spokenName(entry), dataset: { focus: conversation.id, channel: conversation.id },
    onclick: () => go(conversation, tab),
  }, leadOf(conversation), h("span", { class: "side-name" }, name), conversation.unread ? h("span", { class: "side-count", "aria-hidden": "true" }, conversation.unread > 99 ? "99+" : conversation.unread) : null);
}

function entriesOf(conversations) {
  return conversations.map((conversation) => ({ conversation, name: conversation.name, here: conversation.id === store.place.channel }));
}

class Group {
  constructor(title) {
    this.list = h("div", { class: "side-list" });
    this.root = h("section", { class: "side-group", "aria-label": title }, h("h2", {}, title), this.list);
  }

  show(entries) {
    this.root.hidden = entries.length === 0;
    keyed(this.list, entries, {
      key: (entry) => entry.conversation.id,
      signature: ({ conversation, name, here }) => JSON.stringify([name, conversation.kind, conversation.unread, here]),
      render: row,
    });
  }
}

export function startSidebar(panel) {
  const groups = { channels: new Group("Channels"), direct: new Group("Direct messages"), apps: new Group("Apps") };
  const head = h("div", { class: "side-head" });
  const scroller = h("div", { class: "side-scroll" }, groups.channels.root, groups.direct.root, groups.apps.root);
  panel.append(head, scroller);
  moveWithArrows(scroller, ".side-item");

  function draw() {
    if (!store.world) return;
    fill(head, h("span", { class: "side-workspace" }, store.world.workspace.name), h("span", { class: "side-kind" }, "sandbox"));
    const all = store.world.conversations;
    groups.channels.show(entriesOf(all.filter((each) => each.kind === "public" || each.kind === "private")));
    groups.direct.show(entriesOf(all.filter((each) => (each.kind === "im" || each.kind === "mpim") && !each.is_app)));
    const tab = store.world.app.home_tab ? "home" : "messages";
    groups.apps.show(entriesOf(all.filter((each) => each.is_app)).map((entry) => ({ ...entry, tab })));
    // One stop for the Tab key, even when what is open is not in the list.
    if (!scroller.querySelector('[tabindex="0"]')) scroller.querySelector(".side-item")?.setAttribute("tabindex", "0");
  }

  store.on("world", draw);
  store.on("place", draw);
}
