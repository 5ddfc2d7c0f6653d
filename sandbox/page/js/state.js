// What the page knows: one store, filled from the sandbox and watched by the parts of the page.
import { fetchClock, fetchMessages, fetchState, listen, perform } from "./api.js";

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
    await this.refreshState();
    this.#stop = listen(this.me, {
      onChange: (change) => this.#take(change),
      onReturn: () => this.refreshAll(),
      onLoss: () => this.tell("lost"),
    });
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
    if (serial !== this.#serial) return;
    this.world = world;
    this.clockRead = performance.now();
    this.tell("world");
  });

  refreshClock = oneAtATime(async () => {
    const clock = await fetchClock();
    this.world.clock = clock;
    this.clockRead = performance.now();
    this.tell("clock");
  });

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
    if (serial !== this.#serial) return;
    const before = this.list(channel, thread);
    this.lists.set(listName(channel, thread), withOlder(before, answer));
    this.tell("messages", { channel, thread, fresh: newcomers(before, answer) });
  }

  async loadOlder(channel) {
    const list = this.list(channel);
    if (!list?.more || list.loading) return;
    list.loading = true;
    const older = await fetchMessages(this.me, channel, { before: list.messages[0].ts, limit: PAGE });
    this.lists.set(listName(channel, null), { messages: [...older.messages, ...list.messages], more: older.more });
    this.tell("messages", { channel, thread: null, fresh: [], older: true });
  }

  async refreshAll() {
    await this.refreshState();
    this.tell("returned");
    this.#refreshOpen();
    this.tell("log");
  }

  #refreshOpen() {
    if (this.place.tab === "messages" && this.place.channel) this.refreshMessages(this.place.channel);
    if (this.thread) this.refreshMessages(this.place.channel, this.thread);
  }

  #take(change) {
    if (change.kind === "messages") {
      if (change.channel === this.place.channel) this.#refreshOpen();
      else this.lists.delete(listName(change.channel, null));
    } else if (change.kind === "clock") this.refreshClock();
    else if (change.kind === "log") this.tell("log");
    else if (change.kind === "notice") this.tell("notice", change);
    else this.refreshState();
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
