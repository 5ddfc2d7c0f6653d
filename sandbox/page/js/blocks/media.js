// Pictures, videos and files. A video is a link: playing it would load something from elsewhere.
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { link, plainText } from "../mrkdwn.js";

function missing(alt) {
  return h("div", { class: "image-missing-box", role: "img", "aria-label": alt }, icon("eye", 18), h("span", {}, alt || "Image"));
}

function picture(address, alt) {
  const shown = h("img", { src: address, alt, loading: "lazy" });
  shown.addEventListener("error", () => shown.replaceWith(missing(alt)));
  return shown;
}

export function image(block) {
  const address = block.image_url ?? block.slack_file?.url;
  return h("figure", {}, block.title ? h("figcaption", {}, plainText(block.title)) : null,
    address ? picture(address, block.alt_text) : missing(block.alt_text));
}

export function video(block) {
  const by = [block.author_name, block.provider_name].filter(Boolean).join(" · ");
  const title = plainText(block.title) || block.alt_text;
  return h("div", { class: "card" },
    h("div", { class: "card-content" },
      by ? h("div", { class: "card-subtitle" }, by) : null,
      h("div", { class: "card-title" }, icon("play", 16), " ", link(block.title_url ?? block.video_url, title)),
      block.description ? h("div", { class: "card-body" }, plainText(block.description)) : null));
}

export function file(block) {
  return h("div", { class: "card" }, h("div", { class: "card-content" }, `File ${block.external_id ?? ""}`));
}
