// What the page knows: one store, filled from the sandbox and watched by the parts of the page.
import { fetchClock, fetchMessages, fetchState, listen, perform } from "./api.js";
import { handsFree } from "./hands.js";

const PAGE = 50;
const MOST = 400;

/** Runs `job` now, or once more after the run that is under way: never twice at the same time. */
function oneAtATime(job) {
  let running = null;
  let again = false;
  return function run() {
    if (running) {
      again = true;
      return running;
    }
    running = (async () => {
      do {
        again = false;
        await job();
      } while (again);
    })().finally(() => {
      running = null;
    });
    return running;
  };
}

class Store {
  me = null;
  world = null;
  place = { channel: null, tab: "messages" };
  thread = null;
  lists = new Map();
  clockRead = 0;
  #watchers = new Map();
  #refreshers = new Map();
  #stop = () => {};
  #serial = 0;
  #refreshing = new Set();

  on(topic, watcher) {
    if (!this.#watchers.has(topic)) this.#watchers.set(topic, []);
    this.#watchers.get(topic).push(watcher);
  }

  tell(topic, detail) {
    for (const watcher of this.#watchers.get(topic) ?? []) watcher(detail);
  }

  /** Calendar time by the sandbox's clock, which may stand still. */
  get now() {
    const base = new Date(this.world.clock.now).getTime();
    return new Date(base + this.world.clock.rate * (performance.now() - this.clockRead));
  }

  get person() {
    return this.world.people.find((person) => person.id === this.me);
  }

  get zone() {
    return this.person?.tz ?? "UTC";
  }

  get conversation() {
    return this.world.conversations.find((each) => each.id === this.place.channel) ?? null;
  }

  /** What text needs to be drawn: names, zone and time. */
  get setting() {
    return { me: this.me, people: this.world.people, conversations: this.world.conversations, zone: this.zone, now: this.now };
  }

  async actAs(person) {
    this.#stop();
    this.#serial += 1;
    this.me = person;
    this.thread = null;
    this.lists.clear();
    this.#refreshers.clear();
    const line = listen(this.me, {
      onChange: (change) => this.#take(change),
      onReturn: () => this.refreshAll(),
      onLoss: () => this.tell("lost"),
    });
    this.#stop = line.stop;
    // Listening first: what changes between a look and the first word of it would never be shown.
    await line.opened;
    await this.refreshState();
    this.tell("person");
  }

  async open(channel, tab = "messages") {
    this.place = { channel, tab };
    this.thread = null;
    this.tell("place");
    this.tell("thread");
    if (tab === "messages") await this.refreshMessages(channel);
  }

  openThread(ts) {
    this.thread = ts;
    this.tell("thread");
    if (ts) this.refreshMessages(this.place.channel, ts);
  }

  list(channel, thread = null) {
    return this.lists.get(listName(channel, thread)) ?? null;
  }

  refreshState = oneAtATime(async () => {
    const serial = this.#serial;
    const world = await fetchState(this.me);
    await handsFree();
    if (serial !== this.#serial) return;
    const known = this.world?.clock;
    this.world = world;
    this.#takeClock(known, world.clock);
    this.tell("world");
  });

  refreshClock = oneAtATime(async () => {
    const clock = await fetchClock();
    await handsFree();
    this.#takeClock(this.world.clock, clock);
    this.tell("clock");
  });

  // The clock comes by two ways, and one may overtake the other: what was read later stands.
  #takeClock(known, clock) {
    const isNews = !known || clock.read >= known.read;
    this.world.clock = isNews ? clock : known;
    if (isNews) this.clockRead = performance.now();
  }

  refreshMessages(channel, thread = null) {
    const name = listName(channel, thread);
    if (!this.#refreshers.has(name)) this.#refreshers.set(name, oneAtATime(() => this.#load(channel, thread)));
    return this.#refreshers.get(name)();
  }

  async #load(channel, thread) {
    const serial = this.#serial;
    const known = this.list(channel, thread)?.messages.length ?? 0;
    const limit = thread ? MOST : Math.min(Math.max(PAGE, known), MOST);
    const answer = await fetchMessages(this.me, channel, { thread, limit });
    await handsFree();
    // What is not looked at any more may have changed unheard.
    if (serial !== this.#serial || channel !== this.place.channel) return;
    const before = this.list(channel, thread);
    this.lists.set(listName(channel, thread), withOlder(before, answer));
    this.tell("messages", { channel, thread, fresh: newcomers(before, answer) });
  }

  async loadOlder(channel) {
    const list = this.list(channel);
    if (!list?.more || list.loading) return;
    list.loading = true;
    const serial = this.#serial;
    const older = await fetchMessages(this.me, channel, { before: list.messages[0].ts, limit: PAGE });
    await handsFree();
    // Others may have written meanwhile: what they wrote is in the list of now.
    const now = this.list(channel);
    if (serial !== this.#serial || !now) return;
    const first = Number(now.messages[0]?.ts ?? Infinity);
    const before = older.messages.filter((message) => Number(message.ts) < first);
    this.lists.set(listName(channel, null), { messages: [...before, ...now.messages], more: older.more });
    this.tell("messages", { channel, thread: null, fresh: [], older: true });
  }

  async refreshAll() {
    await this.refreshState();
    this.tell("returned");
    this.#refreshOpen();
    this.tell("log");
  }

  #refreshOpen() {
    const open = [];
    if (this.place.tab === "messages" && this.place.channel) open.push(this.refreshMessages(this.place.channel));
    if (this.thread) open.push(this.refreshMessages(this.place.channel, this.thread));
    return Promise.all(open);
  }

  #take(change) {
    if (change.kind === "told") return this.#seen(change.count);
    const refreshed = this.#refreshFor(change);
    this.#refreshing.add(refreshed);
    return refreshed.finally(() => this.#refreshing.delete(refreshed));
  }

  async #refreshFor(change) {
    if (!this.world) return this.refreshState();
    if (change.kind === "messages" && change.channel === this.place.channel) return this.#refreshOpen();
    if (change.kind === "messages") return this.lists.delete(listName(change.channel, null));
    if (change.kind === "clock") return this.refreshClock();
    if (change.kind === "log" || change.kind === "notice") return this.tell(change.kind, change);
    return this.refreshState();
  }

  /** Says on the page up to which change everything is drawn, for those who look at it without eyes. */
  async #seen(count) {
    await Promise.all(this.#refreshing);
    document.documentElement.dataset.seen = count;
  }

  /** Does what a person can do; what goes wrong is shown, never thrown at the caller. */
  async act(what, details = {}) {
    try {
      const answer = await perform(this.me, what, details);
      if (answer.notice) this.tell("notice", { text: answer.notice, tone: answer.tone ?? "danger" });
      return answer;
    } catch (error) {
      this.tell("notice", { text: error.message, tone: "danger" });
      return { failed: true };
    }
  }
}

function listName(channel, thread) {
  return thread ? `${channel}/${thread}` : channel;
}

/** What was loaded from before the newest page stays loaded. */
function withOlder(before, answer) {
  const first = Number(answer.messages[0]?.ts ?? 0);
  const older = answer.more ? (before?.messages ?? []).filter((message) => Number(message.ts) < first) : [];
  return older.length ? { messages: [...older, ...answer.messages], more: before.more } : answer;
}

function newcomers(before, after) {
  if (!before) return [];
  const last = before.messages.at(-1)?.ts ?? "0";
  return after.messages.filter((message) => Number(message.ts) > Number(last));
}

export const store = new Store();
