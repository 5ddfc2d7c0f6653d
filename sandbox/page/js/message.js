// One message: who, when, what, and what can be done with it.
import { avatar } from "./avatar.js";
import { renderBlocks } from "./blocks/index.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { mrkdwn } from "./mrkdwn.js";
import { store } from "./state.js";
import { createSurface } from "./surface.js";
import { ago, clockTime, dateOfTs, longTime } from "./time.js";

export const authorOf = (message) =>
  store.world.people.find((person) => person.id === message.user) ?? { id: message.user ?? "?", name: message.user ?? "Unknown" };

function timeOf(message) {
  const date = dateOfTs(message.ts);
  return h("time", { datetime: date.toISOString(), title: `${longTime(date, store.zone)} (${store.zone})`, class: "message-time" }, clockTime(date, store.zone));
}

function shortcutEntries(message) {
  const offered = store.world.shortcuts.filter((shortcut) => shortcut.type === "message");
  const shortcuts = offered.map((shortcut) => ({
    label: shortcut.name, hint: shortcut.description, lead: avatar(store.world.app, 20),
    run: () => store.act("shortcut", { callback_id: shortcut.callback_id, channel: message.channel, ts: message.ts }),
  }));
  return shortcuts.length ? [{ heading: store.world.app.name }, ...shortcuts] : [];
}

function threadEntry(message, inThread) {
  if (inThread) return [];
  return [{ label: "Reply in thread", lead: h("span", { class: "menu-glyph" }, icon("thread", 18)), run: () => store.openThread(message.thread_ts ?? message.ts) }];
}

function hoverActions(message, { inThread }) {
  const buttons = [];
  if (!message.ephemeral && !inThread) {
    buttons.push(h("button", { type: "button", class: "icon-button reply-button", title: "Reply in thread", "aria-label": "Reply in thread",
      dataset: { focus: "thread" }, onclick: () => store.openThread(message.thread_ts ?? message.ts) }, icon("thread")));
  }
  // Slack offers no shortcuts on what only one person can see.
  const entries = message.ephemeral ? [] : [...threadEntry(message, inThread), ...shortcutEntries(message)];
  if (entries.length) {
    buttons.push(h("button", { type: "button", class: "icon-button", title: "More actions", "aria-label": "More actions", "aria-haspopup": "menu",
      dataset: { focus: "more" }, onclick: (event) => openMenu(event.currentTarget, entries, { label: "Message actions", alignEnd: true }) }, icon("dots")));
  }
  return buttons.length ? h("div", { class: "message-actions", role: "group", "aria-label": "Actions on this message" }, buttons) : null;
}

function attachment(entry, surface) {
  const holder = h("div", { class: "attachment", style: { "--bar": /^#?[0-9a-f]{6}$/i.test(entry.color ?? "") ? `#${entry.color.replace("#", "")}` : "var(--line)" } });
  if (entry.blocks) renderBlocks(holder, entry.blocks, surface);
  else holder.append(mrkdwn(entry.text ?? entry.fallback ?? "", surface.setting));
  return holder;
}

function sharedFile(entry) {
  const name = h("div", { class: "card-title" }, entry.title ?? entry.name);
  // What people share in the sandbox is only a name; what the app uploads can be fetched.
  if (entry.size === undefined) return h("div", { class: "card" }, h("div", { class: "card-content" }, name));
  const address = `/sandbox/files/${encodeURIComponent(entry.id)}?${new URLSearchParams({ as: store.world.me })}`;
  const size = `${(entry.filetype ?? "file").toUpperCase()}, ${Math.max(1, Math.round(entry.size / 1024))} kB`;
  return h("div", { class: "card" }, h("div", { class: "card-content" }, name, h("div", { class: "card-subtitle" }, size),
    h("a", { href: address, download: entry.name }, "Download")));
}

function content(message) {
  const blocks = message.blocks ?? [];
  const everything = [...blocks, ...(message.attachments ?? []).flatMap((each) => each.blocks ?? [])];
  const surface = createSurface({ kind: "message", channel: message.channel, ts: message.ts }, everything, message.entered);
  const holder = h("div", { class: "message-content blocks" });
  if (blocks.length) renderBlocks(holder, blocks, surface);
  else if (message.text) holder.append(mrkdwn(message.text, surface.setting));
  for (const entry of message.attachments ?? []) holder.append(attachment(entry, surface));
  for (const entry of message.files ?? []) holder.append(sharedFile(entry));
  // By `text`, Slack shows an edit; by `blocks` it does not, and the sandbox says which it was.
  if (message.edited) holder.append(h("span", { class: "edited" }, "(edited)"));
  return holder;
}

function repliesLink(message) {
  if (!message.reply_count) return null;
  const faces = (message.reply_users ?? []).slice(0, 4).map((id) => avatar(authorOf({ user: id }), 24));
  const count = `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`;
  const age = message.latest_reply ? ago(dateOfTs(message.latest_reply), store.now) : "";
  const last = age && `Last reply ${age === "now" ? "just now" : age}`;
  return h("button", { type: "button", class: "replies", dataset: { focus: "replies" }, onclick: () => store.openThread(message.ts) },
    h("span", { class: "replies-faces" }, faces), h("span", { class: "replies-count" }, count), h("span", { class: "replies-last" }, last));
}

function byline(message, author) {
  return h("div", { class: "byline" },
    h("span", { class: "author" }, author.name),
    author.is_app || author.is_bot ? h("span", { class: "badge" }, "APP") : null,
    timeOf(message));
}

export function renderMessage(message, { continued = false, inThread = false } = {}) {
  const author = authorOf(message);
  const classes = ["message", continued ? "message-continued" : "", message.ephemeral ? "message-ephemeral" : "", message.pending ? "message-pending" : ""];
  const gutter = continued ? timeOf(message) : avatar(author, 36);
  return h("div", {
    class: classes.filter(Boolean).join(" "), role: "article", tabindex: "-1", dataset: { ts: message.ts },
    "aria-label": `${author.name}, ${clockTime(dateOfTs(message.ts), store.zone)}`,
  },
    message.ephemeral ? h("div", { class: "only-you" }, icon("eye", 14), "Only visible to you") : null,
    h("div", { class: "message-gutter" }, gutter),
    h("div", { class: "message-main" },
      continued ? null : byline(message, author),
      content(message),
      inThread ? null : repliesLink(message)),
    hoverActions(message, { inThread }));
}
