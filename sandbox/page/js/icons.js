// Icons drawn for this page: 24 by 24, one stroke.
import { svg } from "./dom.js";

const STROKES = {
  hash: ["M9 4 7 20", "M17 4l-2 16", "M4 9h16", "M4 15h16"],
  lock: ["M6 11h12v9H6z", "M8.5 11V8a3.5 3.5 0 0 1 7 0v3"],
  home: ["M4 11l8-7 8 7", "M6 10v10h12V10"],
  thread: ["M4 5h16v10H11l-4 4v-4H4z", "M8 9h8", "M8 12h5"],
  dots: ["M5 12h.01", "M12 12h.01", "M19 12h.01"],
  close: ["M6 6l12 12", "M18 6L6 18"],
  down: ["M6 9l6 6 6-6"],
  up: ["M6 15l6-6 6 6"],
  right: ["M9 6l6 6-6 6"],
  left: ["M15 6l-6 6 6 6"],
  check: ["M5 12.5l4.5 4.5L19 7.5"],
  send: ["M4 12l16-8-6 16-3-6.5z", "M11 13.5L20 4"],
  bolt: ["M13 3L5 14h6l-1 7 8-11h-6z"],
  clock: ["M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z", "M12 8v4.5l3 2"],
  sun: ["M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8z", "M12 2.5v2", "M12 19.5v2", "M2.5 12h2", "M19.5 12h2", "M5.3 5.3l1.4 1.4", "M17.3 17.3l1.4 1.4", "M5.3 18.7l1.4-1.4", "M17.3 6.7l1.4-1.4"],
  moon: ["M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z"],
  menu: ["M4 7h16", "M4 12h16", "M4 17h16"],
  eye: ["M3 12s3.5-6 9-6 9 6 9 6-3.5 6-9 6-9-6-9-6z", "M12 9.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4z"],
  warn: ["M12 4l9 16H3z", "M12 10v4.5", "M12 17.2v.01"],
  info: ["M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z", "M12 11v5", "M12 8v.01"],
  search: ["M11 5a6 6 0 1 0 0 12 6 6 0 0 0 0-12z", "M15.5 15.5L20 20"],
  play: ["M8 5l11 7-11 7z"],
  pause: ["M8 5v14", "M16 5v14"],
  trash: ["M5 7h14", "M9 7V4h6v3", "M7 7l1 13h8l1-13"],
  thumbUp: ["M8 11v9H4v-9z", "M8 11l4-7c2 0 2.5 1.5 2 3.5L13.5 10H19c1 0 1.6 1 1.4 2l-1.2 6c-.2 1.2-1 2-2.2 2H8"],
  thumbDown: ["M16 13V4h4v9z", "M16 13l-4 7c-2 0-2.5-1.5-2-3.5l.5-2.5H5c-1 0-1.6-1-1.4-2l1.2-6C5 4.8 5.8 4 7 4h9"],
  bold: ["M7 5h6a3.5 3.5 0 0 1 0 7H7z", "M7 12h7a3.5 3.5 0 0 1 0 7H7z"],
  external: ["M13 5h6v6", "M19 5l-8 8", "M17 14v5H5V7h5"],
};

export function icon(name, size = 18) {
  const strokes = STROKES[name].map((d) => svg("path", { d }));
  return svg("svg", {
    class: "icon", viewBox: "0 0 24 24", width: size, height: size, fill: "none", stroke: "currentColor",
    "stroke-width": name === "dots" ? 2.6 : 1.7, "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true",
  }, strokes);
}
