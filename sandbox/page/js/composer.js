// Where a person writes: commands with completion, mentions, Enter to send.
import { Completion } from "./completion.js";
import { avatar } from "./avatar.js";
import { freshId, h } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { store } from "./state.js";

const drafts = new Map();
const composers = new Map();

function globalShortcuts() {
  return store.world.shortcuts.filter((shortcut) => shortcut.type === "global").map((shortcut) => ({
    label: shortcut.name, hint: shortcut.description, lead: avatar(store.world.app, 20),
    run: () => store.act("shortcut", { callback_id: shortcut.callback_id }),
  }));
}

function shortcutButton() {
  if (!globalShortcuts().length) return null;
  return h("button", { type: "button", class: "icon-button", title: "Shortcuts", "aria-label": "Shortcuts", "aria-haspopup": "menu",
    onclick: (event) => openMenu(event.currentTarget, [{ heading: store.world.app.name }, ...globalShortcuts()], { label: "Shortcuts" }) }, icon("bolt"));
}

const isCommand = (text) => /^\/\S/.test(text);

async function deliver(text, channel, thread) {
  if (!isCommand(text)) return store.act("say", { channel, thread, text });
  if (!thread) return store.act("command", { channel, text });
  store.tell("notice", { text: `${text.split(" ")[0]} is not supported in threads. Slack runs commands in the conversation itself.`, tone: "danger" });
  return { failed: true };
}

export function createComposer({ label, placeholder, thread = () => null }) {
  const listId = freshId("completion");
  const draftName = `${store.me}/${store.place.channel}/${thread() ?? ""}`;
  const area = h("textarea", {
    class: "composer-area", rows: 1, placeholder, "aria-label": label, value: drafts.get(draftName) ?? "", role: "combobox",
    "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": listId, dataset: { composer: thread() ? "thread" : "main" },
  });
  const send = h("button", { type: "button", class: "send", "aria-label": "Send", disabled: true, onclick: () => submit() }, icon("send"));
  const box = h("div", { class: "composer-box" }, area, h("div", { class: "composer-foot" }, thread() ? null : shortcutButton(),
    h("span", { class: "composer-help" }, h("kbd", {}, "Enter"), " sends, ", h("kbd", {}, "Shift + Enter"), " breaks the line"), send));
  const completion = new Completion(area, box, listId, { commands: !thread() });
  let underWay = 0;
  let sent = Promise.resolve();

  function grow() {
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight, 200)}px`;
    send.disabled = area.value.trim() === "";
    drafts.set(draftName, area.value);
  }

  function write(text) {
    area.value = text;
    grow();
  }

  // One after the other, as they were written: nobody has to wait with the next until the app has taken the last.
  async function submit() {
    const text = area.value.trim();
    if (!text) return;
    underWay += 1;
    box.setAttribute("aria-busy", "true");
    const place = [store.place.channel, thread()];
    write("");
    sent = sent.then(() => deliver(text, ...place));
    const answer = await sent;
    underWay -= 1;
    if (!underWay) box.removeAttribute("aria-busy");
    if (answer.failed && !drafts.get(draftName)) composers.get(draftName)(text);
  }

  area.addEventListener("input", grow);
  area.addEventListener("keydown", (event) => {
    if (event.isComposing || completion.takes(event)) return;
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    submit();
  });
  composers.set(draftName, write);
  requestAnimationFrame(grow);
  return { root: h("div", { class: "composer" }, box), focus: () => area.focus({ preventScroll: true }) };
}
