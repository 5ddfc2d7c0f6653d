// The only module that talks to the sandbox.

async function answerOf(response) {
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body;
  throw new Error(body.message ?? `The sandbox answered ${response.status}.`);
}

async function get(path, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return answerOf(await fetch(`/sandbox/${path}?${new URLSearchParams(given)}`));
}

async function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  return answerOf(await fetch(`/sandbox/${path}`, { method: "POST", headers, body: JSON.stringify(body) }));
}

export const fetchState = (me) => get("state", { as: me });
export const fetchMessages = (me, channel, { before, limit, thread } = {}) => get("messages", { as: me, channel, before, limit, thread });
export const fetchClock = () => get("clock");
export const fetchLog = (query) => get("log", query);
export const setClock = (change) => post("clock", change);
export const fetchOptions = (me, where, blockId, actionId, query) =>
  post("do", { as: me, what: "options", where, block_id: blockId, action_id: actionId, query });
export const perform = (me, what, details = {}) => post("do", { as: me, what, ...details });

/** Listens for changes until `stop()`; `opened` when it does. Comes back by itself, and says so, so that nothing missed
 *  stays missed. */
export function listen(me, { onChange, onReturn, onLoss }) {
  let socket = null;
  let stopped = false;
  let pause = 250;
  let wasOpen = false;
  let tried = () => {};
  const opened = new Promise((resolve) => {
    tried = resolve;
  });

  function connect() {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    socket = new WebSocket(`${scheme}://${location.host}/sandbox/changes?${new URLSearchParams({ as: me })}`);
    socket.addEventListener("open", () => {
      pause = 250;
      if (wasOpen) onReturn();
      wasOpen = true;
      tried();
    });
    socket.addEventListener("message", (event) => onChange(JSON.parse(event.data)));
    socket.addEventListener("close", () => {
      tried();
      if (stopped) return;
      onLoss();
      setTimeout(connect, pause);
      pause = Math.min(pause * 2, 4000);
    });
  }

  connect();
  const stop = () => {
    stopped = true;
    socket.close();
  };
  return { stop, opened };
}
