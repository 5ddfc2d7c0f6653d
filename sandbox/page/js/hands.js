// While a button is held down nothing is drawn anew: what changed under a finger would swallow the click.

const LONGEST = 1000;

let held = null;
let waiting = [];

function letGo() {
  clearTimeout(held);
  held = null;
  const due = waiting;
  waiting = [];
  for (const free of due) free();
}

function hold() {
  clearTimeout(held);
  // Whoever drags, or lets go where the page cannot hear of it, does not stop the page.
  held = setTimeout(letGo, LONGEST);
}

// A click follows upon letting go, in the same breath: drawing comes after it.
const letGoSoon = () => held && setTimeout(letGo);

window.addEventListener("pointerdown", hold, true);
window.addEventListener("keydown", (event) => event.key === " " && hold(), true);
for (const end of ["pointerup", "pointercancel", "keyup"]) window.addEventListener(end, letGoSoon, true);

/** Resolves when no button is held down. */
export async function handsFree() {
  while (held !== null) await new Promise((free) => waiting.push(free));
}
