/** A tag found in HTML. Offsets are UTF-16 units of the HTML. */
export interface HtmlTag {
  /** Lower case. */
  readonly name: string;
  readonly closing: boolean;
  readonly start: number;
  /** Just after `>`. */
  readonly end: number;
  /** Values of its `id` and `name`, as written, in order; empty ones left out. */
  readonly anchors: readonly string[];
}

const TAG_NAME = /[A-Za-z][A-Za-z0-9-]*/uy;
const ATTRIBUTE_NAME = /[^\s"'<>/=]+/uy;
const SPACE = /[\s/]*/uy;
const EQUALS = /\s*=\s*/uy;
const UNQUOTED = /[^\s"'=<>`]+/uy;

/** The tags of HTML from `from` on, comments left out. A tag that is not closed ends the reading. Linear: never goes back. */
export function* htmlTags(html: string, from = 0): Generator<HtmlTag> {
  let at = html.indexOf('<', from);
  while (at !== -1) {
    if (html.startsWith('<!--', at)) {
      const close = html.indexOf('-->', at + 2);
      if (close === -1) return;
      at = html.indexOf('<', close + 3);
      continue;
    }
    const closing = html[at + 1] === '/';
    const name = match(TAG_NAME, html, closing ? at + 2 : at + 1);
    if (name === '') {
      at = html.indexOf('<', at + 1);
      continue;
    }
    const tag = readAttributes(html, at, closing, name);
    if (tag === null) return;
    yield tag;
    at = html.indexOf('<', tag.end);
  }
}

function readAttributes(html: string, start: number, closing: boolean, name: string): HtmlTag | null {
  const anchors: string[] = [];
  let at = start + (closing ? 2 : 1) + name.length;
  while (at < html.length) {
    at += match(SPACE, html, at).length;
    if (html[at] === '>') return { name: name.toLowerCase(), closing, start, end: at + 1, anchors };
    const attribute = match(ATTRIBUTE_NAME, html, at);
    if (attribute === '') {
      at += 1;
      continue;
    }
    at += attribute.length;
    const equals = match(EQUALS, html, at);
    if (equals === '') continue;
    at += equals.length;
    const value = readValue(html, at);
    if (value === null) return null;
    at = value.end;
    if (/^(?:id|name)$/iu.test(attribute) && value.text !== '') anchors.push(value.text);
  }
  return null;
}

function readValue(html: string, at: number): { text: string; end: number } | null {
  const quote = html[at];
  if (quote !== '"' && quote !== "'") {
    const text = match(UNQUOTED, html, at);
    return { text, end: at + text.length };
  }
  const close = html.indexOf(quote, at + 1);
  return close === -1 ? null : { text: html.slice(at + 1, close), end: close + 1 };
}

function match(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}
