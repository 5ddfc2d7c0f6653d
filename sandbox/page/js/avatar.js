// Faces made of initials, on a colour that stays with the person.
import { h } from "./dom.js";

// White stands on each of these with a contrast of at least 4.5.
const COLOURS = ["#8a3f5c", "#3d5a9c", "#2f6f4f", "#8a5a1c", "#6a4a9c", "#1f6a7a", "#9c4332", "#556b1f", "#7a3f8a", "#2d6296", "#6d5a3a", "#a03a6e"];

function initialsOf(name) {
  const words = name.replace(/[^\p{L}\p{N} ]/gu, " ").split(" ").filter(Boolean);
  const letters = words.length > 1 ? words[0][0] + words.at(-1)[0] : name.slice(0, 1);
  return letters.toUpperCase();
}

export function avatar(person, size = 36) {
  const name = person?.name ?? "?";
  const kind = person?.is_app ? " avatar-app" : "";
  const style = { "--size": `${size}px`, "--colour": person?.is_app ? "var(--app-colour)" : COLOURS[(person?.shade ?? 0) % COLOURS.length] };
  return h("span", { class: `avatar${kind}`, "aria-hidden": "true", style }, initialsOf(name));
}
