// data_visualization: bars, lines, areas and pies, always with their numbers as text.
import { freshId, h, svg } from "../dom.js";

const WIDE = 560;
const NARROW = 220;
const HARDLY = 8;
const HEIGHT = 240;
const EDGE = { left: 44, right: 12, top: 12, bottom: 44 };
const COLOURS = 6;
const colour = (index) => `var(--chart-${(index % COLOURS) + 1})`;
// Lines differ in their dashes as well: colours alone tell some people nothing.
const DASHES = ["none", "7 4", "2 4", "11 4 2 4", "5 2", "1 3"];
const dashes = (index) => DASHES[index % DASHES.length];

/** A step of 1, 2 or 5 times a power of ten, so that the axis carries round numbers. */
function niceStep(span) {
  const rough = span / 4 || 1;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough);
}

function scaleOf(values) {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const step = niceStep(high - low);
  const from = Math.floor(low / step) * step;
  const to = Math.max(Math.ceil(high / step) * step, from + step);
  const ticks = Array.from({ length: Math.round((to - from) / step) + 1 }, (_, index) => from + index * step);
  const inner = HEIGHT - EDGE.top - EDGE.bottom;
  return { ticks, y: (value) => EDGE.top + inner * (1 - (value - from) / (to - from)) };
}

const short = (number) => new Intl.NumberFormat("en", { maximumFractionDigits: 2, notation: Math.abs(number) >= 10_000 ? "compact" : "standard" }).format(number);

/** Where each category stands on a sheet of this width. */
function sheetFor(count, width) {
  const slot = (width - EDGE.left - EDGE.right) / count;
  return { width, slot, centre: (index) => EDGE.left + slot * (index + 0.5) };
}

function axes(chart, categories, scale, { width, centre }) {
  const grid = scale.ticks.map((tick) => [
    svg("line", { x1: EDGE.left, x2: width - EDGE.right, y1: scale.y(tick), y2: scale.y(tick), class: tick === 0 ? "axis" : "grid" }),
    svg("text", { x: EDGE.left - 8, y: scale.y(tick) + 4, "text-anchor": "end" }, short(tick)),
  ]);
  const every = Math.ceil(categories.length / (width / 56));
  const most = Math.max(4, Math.floor(((width / categories.length) * every) / 7));
  const clip = (text) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
  const labels = categories.map((label, index) =>
    index % every ? null : svg("text", { x: centre(index), y: HEIGHT - EDGE.bottom + 18, "text-anchor": "middle" }, svg("title", {}, label), clip(label)));
  const { x_label: below, y_label: beside } = chart.axis_config ?? {};
  return [grid, labels,
    below ? svg("text", { x: width / 2, y: HEIGHT - 6, "text-anchor": "middle", class: "axis-label" }, below) : null,
    beside ? svg("text", { x: 11, y: HEIGHT / 2 - 10, "text-anchor": "middle", class: "axis-label", transform: `rotate(-90 11 ${HEIGHT / 2 - 10})` }, beside) : null];
}

const valueAt = (series, category) => series.data.find((point) => point.label === category)?.value ?? 0;

function bars(chart, categories, scale, { slot, centre }) {
  const width = Math.min(48, (slot * 0.72) / chart.series.length);
  const start = (index) => centre(index) - (width * chart.series.length) / 2;
  return categories.flatMap((category, index) => chart.series.map((series, nth) => {
    const value = valueAt(series, category);
    const [top, bottom] = [scale.y(Math.max(0, value)), scale.y(Math.min(0, value))];
    return svg("rect", { x: start(index) + nth * width + 1, y: top, width: width - 2, height: Math.max(bottom - top, 1), rx: 2, fill: colour(nth) },
      svg("title", {}, `${series.name}, ${category}: ${short(value)}`));
  }));
}

function curves(chart, categories, scale, { centre }, filled) {
  return chart.series.map((series, nth) => {
    const points = categories.map((category, index) => [centre(index), scale.y(valueAt(series, category))]);
    const path = points.map(([x, y], index) => `${index ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
    const area = `${path}L${points.at(-1)[0]} ${scale.y(0)}L${points[0][0]} ${scale.y(0)}Z`;
    const dots = points.map(([cx, cy], index) => svg("circle", { cx, cy, r: 3.5, fill: colour(nth) },
      svg("title", {}, `${series.name}, ${categories[index]}: ${short(valueAt(series, categories[index]))}`)));
    return svg("g", {}, filled ? svg("path", { d: area, fill: colour(nth), opacity: 0.22 }) : null,
      svg("path", { d: path, fill: "none", stroke: colour(nth), "stroke-width": 2.2, "stroke-linejoin": "round", "stroke-dasharray": dashes(nth) }), dots);
  });
}

/** The numbers of a picture, named by the same words, for whoever reads them aloud. */
function table(labelId, ...parts) {
  return h("table", { class: "data", "aria-labelledby": labelId }, ...parts);
}

/** Beside a name: a piece of the line itself, or its colour. */
function mark(kind, index) {
  if (kind !== "line" && kind !== "area") return h("span", { class: "legend-mark", style: { background: colour(index) } });
  return svg("svg", { viewBox: "0 0 26 10", class: "legend-line", "aria-hidden": "true" },
    svg("path", { d: "M0 5H26", stroke: colour(index), "stroke-width": 2.4, "stroke-dasharray": dashes(index) }),
    svg("circle", { cx: 13, cy: 5, r: 3.5, fill: colour(index) }));
}

function cartesian(chart, labelId) {
  const categories = chart.axis_config?.categories ?? chart.series[0].data.map((point) => point.label);
  const scale = scaleOf(chart.series.flatMap((series) => series.data.map((point) => point.value)));
  const draw = (width) => {
    const sheet = sheetFor(categories.length, width);
    const drawing = chart.type === "bar" ? bars(chart, categories, scale, sheet) : curves(chart, categories, scale, sheet, chart.type === "area");
    return svg("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, role: "img", "aria-labelledby": labelId, class: "chart" }, axes(chart, categories, scale, sheet), drawing);
  };
  const numbers = table(labelId,
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, ""), chart.series.map((series) => h("th", { scope: "col", class: "align-right" }, series.name)))),
    h("tbody", {}, categories.map((category) => h("tr", {}, h("th", { scope: "row" }, category),
      chart.series.map((series) => h("td", { class: "align-right" }, short(valueAt(series, category))))))));
  return {
    draw, legend: chart.series.map((series) => series.name), numbers,
  };
}

function slice(from, to) {
  const point = (turn) => `${(110 + 100 * Math.sin(turn * 2 * Math.PI)).toFixed(2)} ${(110 - 100 * Math.cos(turn * 2 * Math.PI)).toFixed(2)}`;
  if (to - from > 0.9999) return "M110 10A100 100 0 1 1 109.99 10Z";
  return `M110 110L${point(from)}A100 100 0 ${to - from > 0.5 ? 1 : 0} 1 ${point(to)}Z`;
}

function pie(chart, labelId) {
  const total = chart.segments.reduce((sum, segment) => sum + segment.value, 0);
  let turned = 0;
  const slices = chart.segments.map((segment, index) => {
    const from = turned;
    turned += segment.value / total;
    return svg("path", { d: slice(from, turned), fill: colour(index), class: "slice" }, svg("title", {}, `${segment.label}: ${short(segment.value)}`));
  });
  const percent = (value) => `${Math.round((value / total) * 100)} %`;
  const numbers = table(labelId, h("tbody", {}, chart.segments.map((segment) => h("tr", {},
    h("th", { scope: "row" }, segment.label), h("td", { class: "align-right" }, short(segment.value)), h("td", { class: "align-right" }, percent(segment.value))))));
  return {
    draw: () => svg("svg", { viewBox: "0 0 220 220", role: "img", "aria-labelledby": labelId, class: "chart chart-pie" }, slices),
    legend: chart.segments.map((segment) => `${segment.label} · ${percent(segment.value)}`), numbers,
  };
}

/** Keep a picture as wide as its place, wherever it stands: scaled down, its letters could not be read. */
function fitted(root, picture, draw) {
  let [shown, width] = [picture, WIDE];
  new ResizeObserver(([{ contentRect }]) => {
    const room = Math.min(WIDE, Math.max(NARROW, Math.round(contentRect.width)));
    if (!contentRect.width || Math.abs(room - width) < HARDLY) return;
    const fresh = draw(room);
    shown.replaceWith(fresh);
    [shown, width] = [fresh, room];
  }).observe(root);
  return root;
}

export function chart(block) {
  const labelId = freshId("chart");
  const { draw, legend, numbers } = block.chart.type === "pie" ? pie(block.chart, labelId) : cartesian(block.chart, labelId);
  const picture = draw(WIDE);
  const root = h("figure", {}, h("figcaption", { id: labelId }, block.title), picture,
    h("ul", { class: "legend" }, legend.map((name, index) => h("li", {}, mark(block.chart.type, index), name))),
    h("details", {}, h("summary", {}, "Numbers"), h("div", { class: "table-frame", tabindex: "0", role: "region", "aria-labelledby": labelId }, numbers)));
  return fitted(root, picture, draw);
}
