import type { BoundContent, BoundDocument, BoundField } from '@specwright/core/document/document.ts';
import { plainOfRange } from '@specwright/core/document/plain-range.ts';
import { allFields } from '@specwright/core/document/walk-document.ts';
import type { Actor } from '@specwright/core/lifecycle/event.ts';
import type { History, Thread } from '@specwright/core/lifecycle/fold.ts';
import { signOffClaims } from '@specwright/core/lifecycle/table-claims.ts';
import { rangeOf } from '@specwright/core/markdown/source.ts';
import { kebabName } from '@specwright/core/template/names.ts';
import { sha256Of } from '@specwright/core/text/hash.ts';
import { DocumentWords, PartWords, titleSign, type Weight } from './word-vector.ts';
import { foldWord, storable, wordsOf } from './words.ts';

/** What of a document can be looked for. */
export interface SearchRows {
  readonly parts: readonly PartRow[];
  /** Every word of the document once; the caller adds what it can be chosen by. */
  readonly words: DocumentWords;
}

/** A part with what tells it from others, and from itself when it was another. */
export interface PartRow extends Part {
  /** Unique in the document. */
  readonly key: string;
  readonly digest: string;
}

/** A stretch of a document as a reader sees it. */
export interface Part {
  readonly kind: 'title' | 'metadata' | 'people' | 'section' | 'thread';
  readonly address: string;
  readonly thread: string | null;
  /** A section's heading; empty elsewhere. */
  readonly heading: string;
  /** Without Markdown's marks, a line for each block. */
  readonly text: string;
}

/** How many units of a text stand in one row, so that every word of it has a place of its own. */
const longestText = 12_000;
/** So many words of a title are told from those of the rest. */
const longestTitle = 200;
/** Changes with what is made of a part, so that rows of an older program are written anew. */
const made = '2';

/** Everything of a document that can be looked for, its threads and people included. */
export function searchRows(bound: BoundDocument, history: History | null): SearchRows {
  return rowsOf(partsOf(bound, history));
}

/** The rows of a document's parts. */
export function rowsOf(whole: readonly Part[]): SearchRows {
  const parts = whole.flatMap(cutLong);
  const words = new DocumentWords();
  for (const { kind, heading, text } of parts) {
    words.addText(wordsOf(heading));
    const inText = wordsOf(text);
    words.addText(inText);
    if (kind === 'title') for (const { lexeme } of inText.slice(0, longestTitle)) words.addSign(titleSign(lexeme));
  }
  const seen = new Map<string, number>();
  return { parts: parts.map((part) => rowOf(part, seen)), words };
}

/** The words of a part with their places, and the sections that it stands in, as a `tsvector`. */
export function wordsOfPart(part: Part): string {
  const [heading, body] = weightsOf(part);
  const words = new PartWords();
  words.addText(wordsOf(part.heading), heading);
  words.addText(wordsOf(part.text), body);
  for (const sign of sectionSigns(part)) words.addSign(sign);
  return words.toString();
}

function partsOf(bound: BoundDocument, history: History | null): Part[] {
  const { title, fields, preamble, allSections } = bound;
  const part = (kind: Part['kind'], address: string, heading: string, text: string): Part => {
    return { kind, address, thread: null, heading: storable(heading), text: storable(text) };
  };
  const named = title?.text ?? fields.find(({ schema }) => schema?.role === 'title')?.value.plain ?? '';
  return [
    part('title', '(title)', '', `${named}\n${bound.file}`),
    part('metadata', '(metadata)', '', fields.map(({ name, value }) => `${name}: ${value.plain}`).join('\n')),
    part('people', '(people)', '', peopleOf(bound, history).join('\n')),
    ...(preamble === null ? [] : [part('section', '(preamble)', '', plainOf(bound, preamble))]),
    ...allSections.map((section) =>
      part('section', section.address, section.outline.title, plainOf(bound, section.content)),
    ),
    ...(history?.threads ?? []).map((thread) => ({
      ...part('thread', thread.opened.address, '', wordsOfThread(thread)),
      thread: thread.opened.id,
    })),
  ].filter(({ heading, text }) => heading !== '' || text !== '');
}

function plainOf({ source }: BoundDocument, { blocks }: BoundContent): string {
  return blocks
    .map((block) => plainOfRange(source.text, rangeOf(block), [block]))
    .filter((line) => line !== '')
    .join('\n');
}

/** Everybody that a document names or that did something to it, each once. */
function peopleOf(bound: BoundDocument, history: History | null): string[] {
  const isPerson = ({ schema }: BoundField): boolean => schema?.role === 'author';
  const named = [...bound.fields, ...allFields(bound)].filter(isPerson).map(({ value }) => value.plain);
  const signers = signOffClaims(bound).map(({ name }) => name);
  const actors: Actor[] = (history?.order.events ?? []).map(({ by }) => by);
  const assigned = [history?.assigned.owner ?? '', history?.assigned.team ?? ''];
  const acted = actors.flatMap(({ name, id }) => [name, id]);
  return [...new Set([...named, ...signers, ...assigned, ...acted])].filter((name) => name !== '');
}

function wordsOfThread({ opened, replies, resolutions }: Thread): string {
  const said = [
    opened.quote,
    opened.text,
    ...replies.map(({ text }) => text),
    ...resolutions.map(({ text }) => text ?? ''),
  ];
  return said.filter((text) => text !== '').join('\n');
}

/** Text that is too long for one row in several, each with the last words of the one before. */
function cutLong(part: Part): Part[] {
  if (part.text.length <= longestText) return [part];
  const pieces: Part[] = [];
  for (let start = 0; start < part.text.length; ) {
    let end = Math.min(part.text.length, start + longestText);
    const space = part.text.lastIndexOf(' ', end);
    if (end < part.text.length && space > end - 1000) end = space;
    pieces.push({
      ...part,
      heading: start === 0 ? part.heading : '',
      text: part.text.slice(start, end).toWellFormed(),
    });
    start = end === part.text.length ? end : end - 100;
  }
  return pieces;
}

function weightsOf({ kind }: Part): readonly [Weight, Weight] {
  if (kind === 'title') return ['A', 'A'];
  return kind === 'metadata' || kind === 'people' ? ['C', 'C'] : ['B', 'D'];
}

function rowOf(part: Part, seen: Map<string, number>): PartRow {
  const name = JSON.stringify([part.kind, part.address, part.thread]);
  const before = seen.get(name) ?? 0;
  seen.set(name, before + 1);
  const digest = sha256Of(JSON.stringify([made, part]));
  return { ...part, key: sha256Of(`${name}${before}`).slice(0, 32), digest };
}

/** The sections that a part stands in, by name and by each later word of the name: `§risks-and-mitigations`, `§mitigations`. */
export function sectionSigns({ kind, address }: Part): Set<string> {
  const segments = [...(kind === 'section' ? [] : [kind]), ...address.replace(/\[[^\]]*\]/gu, '').split('.')];
  const signs = segments.flatMap((segment) => {
    const words = sectionName(segment).split('-');
    return words.slice(0, 12).map((_, place) => `§${words.slice(place).join('-')}`);
  });
  return new Set(signs);
}

/** A section's name as it is looked up, however it was typed. */
export function sectionName(name: string): string {
  return kebabName(name).split('-').map(foldWord).join('-');
}
