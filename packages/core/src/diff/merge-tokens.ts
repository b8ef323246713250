import { type Segment, settled } from './merged-text.ts';
import { stretchesOf, tokensOf } from './words.ts';

/** A text as tokens and what stands before, between and behind them: one gap more than there are tokens. */
export interface Tokens {
  readonly tokens: readonly string[];
  readonly gaps: readonly string[];
}

/** Words, with the white space between them as gaps. */
export function wordsIn(text: string): Tokens {
  const tokens: string[] = [];
  const gaps: string[] = [''];
  for (const token of tokensOf(text)) {
    if (/^\s/u.test(token)) gaps[gaps.length - 1] += token;
    else {
      tokens.push(token);
      gaps.push('');
    }
  }
  return { tokens, gaps };
}

/** Lines, with their ends as gaps. */
export function linesIn(text: string): Tokens {
  const parts = text.split(/(\r\n?|\n)/u);
  const tokens = parts.filter((_, index) => index % 2 === 0);
  return { tokens, gaps: ['', ...parts.filter((_, index) => index % 2 === 1), ''] };
}

/** A stretch of a three-way merge: what each of the three texts has there, as half-open ranges of tokens. */
interface Chunk {
  readonly base: readonly [number, number];
  readonly left: readonly [number, number];
  readonly right: readonly [number, number];
  state: 'same' | 'left' | 'right' | 'both' | 'clash';
}

/** The places of one token in the three texts; NaN where it has none, so that it is next to nothing there. */
interface Placed {
  readonly token: string;
  readonly at: readonly [base: number, left: number, right: number];
}

/**
 * Merges two changed versions of a text token by token (diff3, Khanna, Kunal and Pierce 2007). White space follows
 * whichever side changed it. Changes of both sides with fewer than `apart` unchanged tokens between them clash. Each
 * clash is a segment of its own. The sides can be exchanged.
 */
export function mergeTokens(base: Tokens, left: Tokens, right: Tokens, apart: number): Segment[] {
  const chunks = joinNear(chunksOf(base, left, right), apart);
  const versions = [base, left, right] as const;
  return segmentsOf(chunks, versions);
}

/** Both sides of a merge as whole texts: each with the other's changes where these do not clash. */
export function mergeWhole(base: Tokens, left: Tokens, right: Tokens, apart: number): Segment {
  const chunks = joinNear(chunksOf(base, left, right), apart);
  const versions = [base, left, right] as const;
  const side = (which: 1 | 2): string =>
    woven(
      chunks.flatMap((chunk) => placedOf(chunk, versions, which)),
      versions,
    );
  if (chunks.every(({ state }) => state !== 'clash')) return settled(side(1));
  return { kind: 'clash', left: side(1), right: side(2), base: joined(base), address: '' };
}

type Versions = readonly [Tokens, Tokens, Tokens];

function joined({ tokens, gaps }: Tokens): string {
  return (gaps[0] ?? '') + tokens.map((token, index) => token + (gaps[index + 1] ?? '')).join('');
}

function chunksOf(base: Tokens, left: Tokens, right: Tokens): Chunk[] {
  const inLeft = placesIn(base.tokens, left.tokens);
  const inRight = placesIn(base.tokens, right.tokens);
  const chunks: Chunk[] = [];
  let from: [number, number, number] = [0, 0, 0];
  const close = (until: [number, number, number]): void => {
    const ranges = [0, 1, 2].map((side) => [from[side] as number, until[side] as number] as const);
    const [inBase, onLeft, onRight] = ranges as [Chunk['base'], Chunk['left'], Chunk['right']];
    const [o, a, b] = [base.tokens.slice(...inBase), left.tokens.slice(...onLeft), right.tokens.slice(...onRight)];
    if (o.length + a.length + b.length === 0) return;
    const state = equal(a, b) ? 'both' : equal(o, a) ? 'right' : equal(o, b) ? 'left' : 'clash';
    chunks.push({ base: inBase, left: onLeft, right: onRight, state });
  };
  for (const place of base.tokens.keys()) {
    const [one, other] = [inLeft[place] as number, inRight[place] as number];
    if (one === -1 || other === -1) continue;
    close([place, one, other]);
    const last = chunks.at(-1);
    const next: Chunk = { base: [place, place + 1], left: [one, one + 1], right: [other, other + 1], state: 'same' };
    if (last?.state === 'same') chunks[chunks.length - 1] = spanning(last, next, 'same');
    else chunks.push(next);
    from = [place + 1, one + 1, other + 1];
  }
  close([base.tokens.length, left.tokens.length, right.tokens.length]);
  return chunks;
}

function spanning(first: Chunk, last: Chunk, state: Chunk['state']): Chunk {
  return {
    base: [first.base[0], last.base[1]],
    left: [first.left[0], last.left[1]],
    right: [first.right[0], last.right[1]],
    state,
  };
}

/** For each token of `before` its place in `after`; -1 when it is gone. */
function placesIn(before: readonly string[], after: readonly string[]): number[] {
  const places: number[] = [];
  let at = 0;
  for (const { kept, before: gone, after: come } of stretchesOf(before, after)) {
    for (let index = 0; index < gone.length; index += 1) places.push(kept ? at + index : -1);
    at += come.length;
  }
  return places;
}

function equal(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((token, index) => token === b[index]);
}

/** Changes of the two sides that stand too near to be made apart become one clash. */
function joinNear(chunks: readonly Chunk[], apart: number): Chunk[] {
  const result: Chunk[] = [];
  for (const chunk of chunks) {
    const kept = result.at(-1);
    const before = result.at(-2);
    const isNear = kept?.state === 'same' && kept.base[1] - kept.base[0] < apart;
    if (kept !== undefined && before !== undefined && isNear && areOfBothSides(before, chunk)) {
      result.splice(-2, 2, spanning(before, chunk, 'clash'));
    } else result.push(chunk);
  }
  return result;
}

function areOfBothSides(one: Chunk, other: Chunk): boolean {
  const states = new Set([one.state, other.state]);
  if (states.has('same') || states.has('both')) return false;
  return states.has('clash') || states.size === 2;
}

/** The tokens that a chunk gives; of a clash those of one side. */
function placedOf(chunk: Chunk, versions: Versions, side: 1 | 2): Placed[] {
  const taken = chunk.state === 'left' ? 1 : chunk.state === 'right' ? 2 : side;
  const [from, to] = taken === 1 ? chunk.left : chunk.right;
  const isEverywhere = chunk.state === 'same';
  return versions[taken].tokens.slice(from, to).map((token, index): Placed => {
    const at = from + index;
    if (isEverywhere) return { token, at: [chunk.base[0] + index, chunk.left[0] + index, chunk.right[0] + index] };
    if (chunk.state === 'both') return { token, at: [Number.NaN, chunk.left[0] + index, chunk.right[0] + index] };
    return { token, at: taken === 1 ? [Number.NaN, at, Number.NaN] : [Number.NaN, Number.NaN, at] };
  });
}

const START: Placed = { token: '', at: [-1, -1, -1] };

function endOf([base, left, right]: Versions): Placed {
  return { token: '', at: [base.tokens.length, left.tokens.length, right.tokens.length] };
}

/** Tokens with the gaps that belong between them. */
function woven(placed: readonly Placed[], versions: Versions): string {
  let text = '';
  let last = START;
  for (const next of [...placed, endOf(versions)]) {
    text += gapBetween(last, next, versions) + next.token;
    last = next;
  }
  return text;
}

function gapBetween(last: Placed, next: Placed, versions: Versions): string {
  const found = versions.map(({ gaps }, side) =>
    next.at[side] === (last.at[side] as number) + 1 ? gaps[next.at[side] as number] : undefined,
  );
  const chosen = chooseGap(found[0], found[1], found[2]);
  if (chosen !== null) return chosen;
  const near = versions.flatMap(({ gaps }, side) => [
    gaps[(last.at[side] as number) + 1],
    gaps[next.at[side] as number],
  ]);
  return largest(near.filter((gap) => gap !== undefined)) ?? '';
}

/**
 * The gap of the side that changed it. When both did, the longer one: between words it is white space, so nothing is
 * lost. Null when the neighbours are neighbours on neither side.
 */
export function chooseGap(
  base: string | undefined,
  left: string | undefined,
  right: string | undefined,
): string | null {
  if (left === undefined || right === undefined) return left ?? right ?? base ?? null;
  if (left === right || right === base) return left;
  if (left === base) return right;
  return largest([left, right]) ?? left;
}

/** The longest of some texts, of equally long ones the last in the order of code units; null of none. */
export function largest(texts: readonly string[]): string | null {
  let best: string | null = null;
  for (const text of texts) {
    if (best === null || text.length > best.length || (text.length === best.length && text > best)) best = text;
  }
  return best;
}

/** Chunks between clashes as text, with the gaps around a clash outside of it. */
function segmentsOf(chunks: readonly Chunk[], versions: Versions): Segment[] {
  const segments: Segment[] = [];
  let text = '';
  let last = START;
  const put = (next: Placed): void => {
    text += gapBetween(last, next, versions) + next.token;
    last = next;
  };
  for (const chunk of chunks) {
    if (chunk.state !== 'clash') {
      for (const next of placedOf(chunk, versions, 1)) put(next);
      continue;
    }
    const first: Placed = { token: '', at: [chunk.base[0], chunk.left[0], chunk.right[0]] };
    segments.push(settled(text + gapBetween(last, first, versions)), {
      kind: 'clash',
      left: stretch(versions[1], chunk.left),
      right: stretch(versions[2], chunk.right),
      base: stretch(versions[0], chunk.base),
      address: '',
    });
    text = '';
    last = { token: '', at: [chunk.base[1] - 1, chunk.left[1] - 1, chunk.right[1] - 1] };
  }
  put(endOf(versions));
  return [...segments, settled(text)];
}

function stretch({ tokens, gaps }: Tokens, [from, to]: readonly [number, number]): string {
  return tokens
    .slice(from, to)
    .map((token, index) => (index === 0 ? '' : (gaps[from + index] ?? '')) + token)
    .join('');
}
