// Puts the page together and keeps the address in step: ?as=U… for who, #C… for where.
import { startAnnouncer } from "./announcer.js";
import { fetchState } from "./api.js";
import { startConversation } from "./conversation.js";
import { startDock } from "./dock.js";
import { fill, h } from "./dom.js";
import { startHint } from "./hint.js";
import { startModals } from "./modal.js";
import { startDrawer } from "./shell.js";
import { startSidebar } from "./sidebar.js";
import { store } from "./state.js";
import { recall, remember } from "./theme.js";
import { startThread } from "./thread.js";
import { startToasts } from "./toast.js";
import { startTopbar } from "./topbar.js";

const LAST_PERSON = "sandbox.person";
const part = (id) => document.getElementById(id);

function addressed() {
  return { person: new URLSearchParams(location.search).get("as"), channel: location.hash.slice(1).split("/")[0], tab: location.hash.split("/")[1] };
}

function writeAddress() {
  const { channel, tab } = store.place;
  const address = `?as=${encodeURIComponent(store.me)}#${channel}${tab === "home" ? "/home" : ""}`;
  if (address !== location.search + location.hash) history.replaceState(null, "", address);
}

function showAppColour() {
  const colour = store.world.app.colour;
  if (/^#[0-9a-f]{6}$/i.test(colour ?? "")) document.documentElement.style.setProperty("--app-colour", colour);
}

/** Where a person arrives: where the address says, else where they were, else the first channel that is theirs. */
function arrival(wanted, tab) {
  const { conversations } = store.world;
  const here = conversations.find((each) => each.id === wanted) ?? conversations.find((each) => each.member && each.kind === "public") ?? conversations[0];
  return { channel: here?.id ?? null, tab: here?.is_app && tab === "home" ? "home" : "messages" };
}

async function become(person) {
  const { channel, tab } = store.place;
  await store.actAs(person);
  remember(LAST_PERSON, person);
  const place = arrival(channel, tab);
  await store.open(place.channel, place.tab);
}

async function firstPerson() {
  const wanted = addressed().person ?? recall(LAST_PERSON);
  const { people, me } = await fetchState(wanted ?? "");
  return people.some((person) => person.id === wanted) ? wanted : me;
}

async function start() {
  startTopbar(part("topbar"), become);
  startSidebar(part("sidebar"));
  startDrawer();
  startConversation(part("main"));
  startThread(part("thread"));
  startDock(part("dock"));
  startAnnouncer(part("announcer"));
  startModals();
  startToasts();
  store.on("place", writeAddress);
  await store.actAs(await firstPerson());
  remember(LAST_PERSON, store.me);
  showAppColour();
  const place = arrival(addressed().channel, addressed().tab);
  await store.open(place.channel, place.tab);
  startHint();
  window.addEventListener("hashchange", () => {
    const next = arrival(addressed().channel, addressed().tab);
    if (next.channel !== store.place.channel || next.tab !== store.place.tab) store.open(next.channel, next.tab);
  });
  document.documentElement.dataset.ready = "yes";
}

start().catch((error) => fill(part("main"), h("p", { class: "empty" }, `The page could not start: ${error.message}`)));
