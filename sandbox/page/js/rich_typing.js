// Between what is typed in a rich text field and the rich_text block that Slack sends.

const PIECE = /`([^`\n]+)`|(?<!\w)\*(?=\S)([^*\n]*\S)\*(?!\w)|(?<!\w)_(?=\S)([^_\n]*\S)_(?!\w)|(?<!\w)~(?=\S)([^~\n]*\S)~(?!\w)|(https?:\/\/[^\s<>]+)|<@([UW]\w+)>/g;
const STYLE_NAMES = ["code", "bold", "italic", "strike"];
const QUOTE = /^> ?/;
const BULLET = /^[•*-] +/;
const NUMBER = /^\d+[.)] +/;

const textPiece = (text, style) => ({ type: "text", text, ...(style ? { style: { [style]: true } } : {}) });

function pieces(text) {
  const found = [];
  let end = 0;
  for (const match of text.matchAll(PIECE)) {
    if (match.index > end) found.push(textPiece(text.slice(end, match.index)));
    end = match.index + match[0].length;
    const [address, person] = match.slice(5);
    const style = match.slice(1, 5).findIndex((each) => each !== undefined);
    if (address) found.push({ type: "link", url: address });
    else if (person) found.push({ type: "user", user_id: person });
    else found.push(textPiece(match[style + 1], STYLE_NAMES[style]));
  }
  if (end < text.length) found.push(textPiece(text.slice(end)));
  return found;
}

function kindOf(line) {
  if (QUOTE.test(line)) return "quote";
  if (BULLET.test(line)) return "bullet";
  return NUMBER.test(line) ? "ordered" : "text";
}

function groupLines(text) {
  const groups = [];
  for (const line of text.split("\n")) {
    const kind = kindOf(line);
    if (groups.at(-1)?.kind === kind) groups.at(-1).lines.push(line);
    else groups.push({ kind, lines: [line] });
  }
  return groups;
}

function elementOf({ kind, lines }) {
  if (kind === "text") return { type: "rich_text_section", elements: pieces(lines.join("\n")) };
  if (kind === "quote") return { type: "rich_text_quote", elements: pieces(lines.map((line) => line.replace(QUOTE, "")).join("\n")) };
  const marker = kind === "bullet" ? BULLET : NUMBER;
  const items = lines.map((line) => ({ type: "rich_text_section", elements: pieces(line.replace(marker, "")) }));
  return { type: "rich_text_list", style: kind, indent: 0, border: 0, elements: items };
}

/** Null for nothing, as an untouched field has. */
export function fromTyped(text) {
  if (text.trim() === "") return null;
  return { type: "rich_text", elements: groupLines(text).map(elementOf).filter((element) => element.elements.length) };
}

const MARKS = { code: "`", bold: "*", italic: "_", strike: "~" };

function typedPiece(piece) {
  if (piece.type === "link") return piece.url;
  if (piece.type === "user") return `<@${piece.user_id}>`;
  if (piece.type === "emoji") return `:${piece.name}:`;
  const marks = Object.keys(MARKS).filter((name) => piece.style?.[name]).map((name) => MARKS[name]);
  return marks.join("") + (piece.text ?? "") + marks.reverse().join("");
}

function typedElement(element) {
  const text = (holder) => holder.elements.map(typedPiece).join("");
  if (element.type === "rich_text_list") {
    return element.elements.map((item, index) => (element.style === "ordered" ? `${index + 1}. ` : "• ") + text(item)).join("\n");
  }
  return element.type === "rich_text_quote" ? text(element).replace(/^/gm, "> ") : text(element);
}

export function toTyped(richText) {
  return richText ? richText.elements.map(typedElement).join("\n") : "";
}
