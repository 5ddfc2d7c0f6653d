// The side panel with a thread.
import { createComposer } from "./composer.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { MessageList } from "./messages.js";
import { store } from "./state.js";

let shown = null;
let opener = null;

function draw(panel) {
  const list = new MessageList({ label: "Messages in this thread", inThread: true });
  const composer = createComposer({ label: "Reply to this thread", placeholder: "Reply…", thread: () => store.thread });
  const title = store.conversation?.kind === "im" ? store.conversation.name : `#${store.conversation?.name ?? ""}`;
  fill(panel,
    h("div", { class: "thread-head" },
      h("h2", {}, "Thread", h("span", { class: "thread-place" }, title)),
      h("button", { type: "button", class: "icon-button", "aria-label": "Close thread", onclick: () => store.openThread(null) }, icon("close"))),
    list.root, composer.root);
  return { list, composer, ts: store.thread };
}

function close(panel) {
  if (panel.hidden) return;
  const hadFocus = panel.contains(document.activeElement);
  panel.hidden = true;
  panel.replaceChildren();
  shown = null;
  if (hadFocus && opener?.isConnected) opener.focus();
}

function toggle(panel) {
  if (!store.thread) return close(panel);
  if (shown?.ts === store.thread) return undefined;
  if (!panel.contains(document.activeElement)) opener = document.activeElement;
  panel.hidden = false;
  shown = draw(panel);
  return shown.composer.focus();
}

export function startThread(panel) {
  store.on("thread", () => toggle(panel));
  store.on("messages", ({ channel, thread }) => {
    if (shown && thread === store.thread && channel === store.place.channel) shown.list.show(store.list(channel, thread).messages);
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) store.openThread(null);
  });
}
