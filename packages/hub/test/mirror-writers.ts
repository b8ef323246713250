import { closeSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../src/rights/problem.ts';
import type { MirrorWorld } from './mirror-world.ts';
import { RoomClient } from './room-client.ts';

/** Draws a whole number below another one, the same in every run with a seed. */
export type Draw = (below: number) => number;

/** Where a word may be put into a text: at the ends of words and lines of its prose, never within a word. */
function places(text: string): number[] {
  const start = text.indexOf('## Why\n\n') + '## Why\n\n'.length;
  return [...text.matchAll(/(?<=\S)(?=\s)/gu)]
    .map(({ index }) => index)
    .filter((index) => index > start && isProse(text, index));
}

function isProse(text: string, at: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  return !line.startsWith('#') && !line.startsWith('**');
}

/** An edit that puts one word in; it may begin a line, and a word of the beginning may go. */
export function edit(
  text: string,
  word: string,
  draw: Draw,
): { readonly at: number; readonly gone: number; readonly put: string } {
  const all = places(text);
  const at = all[draw(all.length)] ?? text.length;
  const put = draw(4) === 0 ? `\n\n${word}` : draw(3) === 0 ? `\n${word}` : ` ${word}`;
  const next = /^ (?:lamp|night|parcel|shift|way|wall)\b/u.exec(text.slice(at));
  return { at, gone: next !== null && draw(3) === 0 ? next[0].length : 0, put };
}

function edited(text: string, word: string, draw: Draw): string {
  const { at, gone, put } = edit(text, word, draw);
  return text.slice(0, at) + put + text.slice(at + gone);
}

/** Somebody with an editor on the file. */
export class Editor {
  readonly #path: string;
  readonly #draw: Draw;
  /** What it read; null while it is closed. */
  #read: string | null = null;
  #words: string[] = [];
  #buffer = '';

  constructor(path: string, draw: Draw) {
    this.#path = path;
    this.#draw = draw;
  }

  type(word: string): void {
    if (this.#read === null) this.#open();
    this.#buffer = edited(this.#buffer, word, this.#draw);
    this.#words.push(word);
  }

  /** Saves what was typed: whole in place, in pieces, or by another file that takes its place. */
  async save(): Promise<void> {
    if (this.#words.length === 0) return;
    // Most editors look whether the file was written by somebody else, and read it again then; scripts do not.
    const isCareful = this.#draw(4) !== 0;
    if (isCareful && readFileSync(this.#path, 'utf8') !== this.#read) {
      const words = this.#words;
      this.#open();
      for (const word of words) this.type(word);
    }
    const text = this.#buffer;
    const how = this.#draw(3);
    if (how === 0) writeFileSync(this.#path, text);
    else if (how === 1) {
      writeFileSync(`${this.#path}~`, text);
      renameSync(`${this.#path}~`, this.#path);
    } else await writeInPieces(this.#path, text);
    this.#read = null;
    this.#words = [];
  }

  #open(): void {
    this.#read = readFileSync(this.#path, 'utf8');
    this.#buffer = this.#read;
    this.#words = [];
  }
}

async function writeInPieces(path: string, text: string): Promise<void> {
  const handle = openSync(path, 'w');
  const half = Math.floor(text.length / 2);
  for (const piece of [text.slice(0, half), text.slice(half)]) {
    await sleep(3);
    writeSync(handle, piece);
  }
  closeSync(handle);
}

/** Somebody who types in the document's room. */
export class Typist {
  readonly client = new RoomClient();
  readonly #world: MirrorWorld;
  readonly #document: string;

  constructor(world: MirrorWorld, document: string) {
    this.#world = world;
    this.#document = document;
  }

  async join(): Promise<void> {
    await this.client.connect(this.#world.roomUrl(this.#document), 'typist');
    while (!this.client.isIn) await sleep(5);
  }

  type(word: string, draw: Draw): void {
    const { at, gone, put } = edit(this.client.text, word, draw);
    if (gone > 0) this.client.delete(at, gone);
    this.client.insert(at, put);
  }

  async saved(): Promise<void> {
    while (!this.client.isSaved) await sleep(5);
  }
}

/** A program that edits over the API: it reads, thinks for a while, and puts a text in the place of the revision that it read. */
export class Program {
  readonly #world: MirrorWorld;
  readonly #document: string;
  #read: { readonly base: string; readonly text: string } | null = null;

  constructor(world: MirrorWorld, document: string) {
    this.#world = world;
    this.#document = document;
  }

  async open(): Promise<void> {
    const stored = await this.#world.stored(this.#document);
    this.#read = { base: stored.row.revision, text: stored.text };
  }

  async put(word: string, draw: Draw): Promise<void> {
    if (this.#read === null) await this.open();
    let { base, text } = this.#read as { base: string; text: string };
    text = edited(text, word, draw);
    for (;;) {
      try {
        await this.#world.path.replace({ ...this.#world.caller, via: 'token' }, this.#document, {
          base,
          text,
          via: 'api',
        });
        break;
      } catch (error) {
        if (!(error instanceof Problem) || error.kind !== 'stale-base') throw error;
        const { revision, current, merged } = error.members as unknown as Stale;
        base = revision;
        text = merged !== null && merged.conflicts === 0 ? merged.text : edited(current, word, draw);
      }
    }
    this.#read = null;
  }
}

interface Stale {
  readonly revision: string;
  readonly current: string;
  readonly merged: { readonly text: string; readonly conflicts: number } | null;
}
