import { printable } from '@specwright/core/diagnostic/render/cells.ts';
import { counted } from '@specwright/core/diagnostic/summary.ts';
import type { Digest, DigestTurn, StuckDocument } from './digest.ts';

/** Where the hub is, and where its mail leads. */
export interface Links {
  /** Address of the hub without a slash at its end. */
  readonly hub: string;
  /** Ends the digest, without a sign-in. */
  readonly unsubscribe: string;
}

export interface DigestText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** A digest as a mail says it; null when there is nothing to tell. Nothing that people wrote is markup in it, or acts on a reader. */
export function digestText(digest: Digest, links: Links): DigestText | null {
  const { needsMe, allNeedsMe, stuck } = digest;
  if (allNeedsMe === 0 && stuck.length === 0) return null;
  const first = allNeedsMe === 0 ? null : `${counted(allNeedsMe, 'thing')} ${allNeedsMe === 1 ? 'needs' : 'need'} you`;
  const second =
    stuck.length === 0 ? null : `${counted(stuck.length, 'document')} ${stuck.length === 1 ? 'is' : 'are'} stuck`;
  const more = allNeedsMe - needsMe.length;
  const sections: Section[] = [
    {
      title: 'Needs you',
      lines: needsMe.map((one) => turnLine(one, links)),
      more: more > 0 ? `and ${more} more` : null,
    },
    { title: 'Stuck', lines: stuck.map((one) => stuckLine(one, links)), more: null },
  ].filter(({ lines }) => lines.length > 0);
  return {
    subject: [first, second].filter((one) => one !== null).join(', '),
    text: `${sections.map(plainSection).join('\n\n')}\n\n-- \n${links.hub}\nNo more of these: ${links.unsubscribe}\n`,
    html: page(sections.map(htmlSection).join(''), links),
  };
}

interface Section {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly more: string | null;
}

interface Line {
  readonly title: string;
  readonly url: string;
  readonly words: string;
  readonly why: string;
}

function turnLine({ document, workspace, title, what, address, why }: DigestTurn, links: Links): Line {
  const fragment = address === '' ? '' : `#${encodeURIComponent(address)}`;
  return line(title, `${urlOf(workspace, document, links)}${fragment}`, what, why);
}

function stuckLine(
  { document, workspace, title, status, since, decideBy, waitsFor }: StuckDocument,
  links: Links,
): Line {
  const days = [
    since === null ? null : `since ${since.toISOString().slice(0, 10)}`,
    decideBy === null ? null : `to be decided by ${decideBy}`,
  ].filter((one) => one !== null);
  const waits = waitsFor === null ? 'nobody must act' : `waits for ${waitsFor}`;
  return line(title, urlOf(workspace, document, links), [status ?? 'no status', ...days].join(', '), waits);
}

function line(title: string, url: string, words: string, why: string): Line {
  return { title: short(title), url, words: short(words), why: short(why) };
}

function urlOf(workspace: string, document: string, { hub }: Links): string {
  return `${hub}/${encodeURIComponent(workspace)}/documents/${encodeURIComponent(document)}`;
}

/** Characters of a text that somebody wrote, in a mail. */
const longest = 300;

/** On one line, marks of direction and other controls made visible. */
function short(text: string): string {
  const shown = printable(text.toWellFormed().slice(0, longest * 2)).trim();
  return shown.length > longest ? `${shown.slice(0, longest).toWellFormed()}…` : shown;
}

function plainSection({ title, lines, more }: Section): string {
  const items = lines.map(({ title: name, url, words, why }) => `* ${name}: ${words}\n  ${why}\n  ${url}`);
  return [title, ...items, ...(more === null ? [] : [more])].join('\n\n');
}

function htmlSection({ title, lines, more }: Section): string {
  const items = lines.map(
    ({ title: name, url, words, why }) =>
      `<li style="margin:0 0 12px"><a href="${escaped(url)}">${escaped(name)}</a>: ${escaped(words)}<br>` +
      `<span style="color:#555">${escaped(why)}</span></li>`,
  );
  const rest = more === null ? '' : `<p>${escaped(more)}</p>`;
  return `<h2 style="font-size:16px">${escaped(title)}</h2><ul style="padding-left:18px">${items.join('')}</ul>${rest}`;
}

function page(body: string, { hub, unsubscribe }: Links): string {
  const foot = `<p style="color:#555"><a href="${escaped(hub)}">${escaped(hub)}</a> · <a href="${escaped(unsubscribe)}">no more of these</a></p>`;
  const style = 'font-family:system-ui,sans-serif;font-size:14px;line-height:1.45;max-width:640px';
  return `<!doctype html><html lang="en"><meta charset="utf-8"><body style="${style}">${body}${foot}</body></html>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/gu, (character) => entities[character] ?? '');
}
