import type { List, Paragraph, RootContent } from 'mdast';
import { commentsIn } from '../markdown/comments.ts';
import { readPins } from './pins.ts';

/** Comments for tools rather than for people: `toc`, `/toc`, `markdownlint-disable …`. */
export const MARKER =
  /^\s*(?:\/?[a-z][\w-]*(?:[-:][\w-]+)*|(?:markdownlint|prettier|vale|cspell|textlint|eslint|toc|doctoc|tocstop|spell-?checker|begin|end|start|stop|more)\b[\s\S]{0,120})\s*$/iu;

/** True for the inner text of a short comment that states a licence or copyright; documents keep it. */
function isLicenceNote(inner: string): boolean {
  return inner.length <= 400 && /\bSPDX-|\bcopyright\b|©|\blicensed under\b/iu.test(inner);
}

const KEEP = String.raw`(?:\b(?:do not|don['’]t|never|must not)\b[^.\n]{0,20}\b(?:remove|delete|edit|change|touch)\b|\b(?:keep|leave|preserve)\b)`;
const KEPT_COMMENT = new RegExp(`${KEEP} (?:this|the following) (?:html )?(?:comments?|line|marker|block)\\b`, 'iu');
const KEPT_COMMENTS = new RegExp(
  `${KEEP} (?:the |these |all |any |those )?(?:html |template )?comments\\b|\\bcomments (?:can|may|should|must) (?:be kept|stay|remain)\\b`,
  'iu',
);

/** True for the inner text of a comment that says it is to stay. */
export function isKeptComment(inner: string): boolean {
  return isLicenceNote(inner) || KEPT_COMMENT.test(inner);
}

/** True for a template that says its comments are to stay in its documents. */
export function keepsComments(text: string): boolean {
  return KEPT_COMMENTS.test(text);
}

/** True for a paragraph that is wholly in italics. */
export function isAllEmphasis(block: Paragraph): boolean {
  const words = block.children.filter(
    (child) => child.type !== 'break' && !(child.type === 'text' && child.value.trim() === ''),
  );
  return words.length > 0 && words.every((child) => child.type === 'emphasis');
}

/** `N/A`, `None`: a first answer that may well stay. */
export function isNoAnswer(words: string): boolean {
  return /^(?:n\/?a|none|nothing|not applicable)\.?$/iu.test(words.trim());
}

/** Legal lines and statements of convention that documents carry as they are. */
export function isBoilerplate(words: string): boolean {
  return /\bunder (?:the |an? )?.{0,40}\blicen[cs]e\b|^(?:copyright\b|©|all rights reserved|licensed under|this work is licensed)|\bare to be interpreted as described in\b|\bwaived via\b/iu.test(
    words,
  );
}

/** Help text that is marked as such: a comment for people, a quote, italics, or a bracketed paragraph. */
export function isExplicitGuidance(text: string, block: RootContent): boolean {
  if (block.type === 'html') {
    return commentsIn(text, block).some(({ inner }) => !MARKER.test(inner) && readPins(inner) === null);
  }
  return block.type === 'blockquote' || (block.type === 'paragraph' && isAllEmphasis(block));
}

/** True for the words of a paragraph that a tool replaces by a table of contents: `[TOC]`, `[[_TOC_]]`, `{{toc}}`. */
export function isContentsMark(words: string): boolean {
  return /^[[{(<$:]{1,3}\s?_?toc_?\s?[\]})>]{1,2}$/iu.test(words.trim());
}

/** True for a list of links into the document, which tools write. */
export function isTableOfContents(list: List): boolean {
  let links = 0;
  const pending: List[] = [list];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const item of next.children) {
      const first = item.children[0];
      const link = first?.type === 'paragraph' ? first.children[0] : undefined;
      if (link?.type !== 'link' || !link.url.startsWith('#')) return false;
      links += 1;
      for (const child of item.children) if (child.type === 'list') pending.push(child);
    }
  }
  return links > 1;
}
