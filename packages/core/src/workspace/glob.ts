/**
 * Matches paths (forward slashes, relative to the configuration's folder) against glob patterns: `specs/**`,
 * `docs/{rfcs,adrs}/*.md`, `0???-*.md`, `[a-c]*.md`; a backslash takes a sign's meaning away. A pattern that starts with
 * `!` takes paths out again; the last pattern that matches decides. Unlike a regular expression made of a pattern, a
 * match takes at most the product of both lengths, whatever the pattern: it may come from a stranger's change.
 */
export function matcher(patterns: readonly string[]): (path: string) => boolean {
  const steps = patterns.map((pattern) => {
    const out = pattern.startsWith('!');
    const glob = (out ? pattern.slice(1) : pattern).replace(/^\.\//u, '').replace(/\/$/u, '/**');
    const alternatives = (expandBraces(glob) ?? []).map((alternative) => readPattern(alternative));
    return { out, alternatives };
  });
  return (path) => {
    const names = path.split('/');
    for (let index = steps.length - 1; index >= 0; index -= 1) {
      const step = steps[index] as (typeof steps)[number];
      if (step.alternatives.some((segments) => matchesPath(segments, names))) return !step.out;
    }
    return false;
  };
}

/** Writes `{a,b}` out: every pattern without braces that is meant. Null when that would be more than 1000. */
export function expandBraces(pattern: string): readonly string[] | null {
  const done: string[] = [];
  const pending = [pattern];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const brace = firstBrace(next);
    if (brace === null) done.push(next);
    else {
      const { start, end, parts } = brace;
      for (const part of parts) pending.push(next.slice(0, start) + part + next.slice(end));
    }
    if (done.length + pending.length > mostAlternatives) return null;
  }
  return done;
}

const mostAlternatives = 1000;

interface Brace {
  readonly start: number;
  readonly end: number;
  readonly parts: readonly string[];
}

/** The first `{…}` that is closed and holds a comma of its own. */
function firstBrace(pattern: string): Brace | null {
  const open: { start: number; commas: number[] }[] = [];
  let found: Brace | null = null;
  for (let at = 0; at < pattern.length; at += 1) {
    const sign = pattern[at];
    if (sign === '\\') at += 1;
    else if (sign === '{') open.push({ start: at, commas: [] });
    else if (sign === ',') open.at(-1)?.commas.push(at);
    else if (sign === '}') {
      const brace = open.pop();
      if (brace === undefined || brace.commas.length === 0) continue;
      const bounds = [brace.start, ...brace.commas, at];
      const parts = bounds.slice(1).map((bound, index) => pattern.slice((bounds[index] as number) + 1, bound));
      if (found === null || brace.start < found.start) found = { start: brace.start, end: at + 1, parts };
      if (open.length === 0) return found;
    }
  }
  return found;
}

/** One name of a path: `deep` stands for any number of names, a text for itself, a list for names like it. */
type Segment = 'deep' | { readonly text: string } | { readonly signs: readonly Sign[] };

/** What one character may be; `any` stands for any number of characters. */
type Sign =
  | 'any'
  | 'one'
  | { readonly text: string }
  | { readonly except: boolean; readonly ranges: readonly [string, string][] };

/** `specs/**` means everything in the folder, not the folder itself. */
function readPattern(pattern: string): Segment[] {
  const segments = pattern.split('/').map(readSegment);
  return segments.at(-1) === 'deep' ? [...segments, { signs: ['any'] }] : segments;
}

function readSegment(pattern: string): Segment {
  if (pattern === '**') return 'deep';
  if (!/[*?[\\]/u.test(pattern)) return { text: pattern };
  const signs: Sign[] = [];
  const letters = [...pattern];
  for (let at = 0; at < letters.length; at += 1) {
    const letter = letters[at] as string;
    const set = letter === '[' ? readSet(letters, at) : null;
    if (set !== null) {
      signs.push(set.sign);
      at = set.last;
    } else if (letter === '*') {
      if (signs.at(-1) !== 'any') signs.push('any');
    } else if (letter === '?') signs.push('one');
    else if (letter === '\\' && at + 1 < letters.length) {
      at += 1;
      signs.push({ text: letters[at] as string });
    } else signs.push({ text: letter });
  }
  return { signs };
}

/** `[abc]`, `[a-z]`, `[!a]`; null when the bracket is not closed. */
function readSet(letters: readonly string[], open: number): { readonly sign: Sign; readonly last: number } | null {
  const except = letters[open + 1] === '!' || letters[open + 1] === '^';
  const first = open + (except ? 2 : 1);
  const last = letters.indexOf(']', first + 1);
  if (last === -1) return null;
  const ranges: [string, string][] = [];
  for (let at = first; at < last; at += 1) {
    const from = letters[at] as string;
    const span = letters[at + 1] === '-' && at + 2 < last;
    ranges.push([from, span ? (letters[at + 2] as string) : from]);
    if (span) at += 2;
  }
  return { sign: { except, ranges }, last };
}

function matchesPath(segments: readonly Segment[], names: readonly string[]): boolean {
  return matchesAll(segments, names, 'deep', (segment, name) => {
    if (segment === 'deep') return false;
    return 'text' in segment ? segment.text === name : matchesAll(segment.signs, [...name], 'any', matchesSign);
  });
}

function matchesSign(sign: Sign, letter: string): boolean {
  if (sign === 'any') return false;
  if (sign === 'one') return true;
  if ('text' in sign) return sign.text === letter;
  return sign.except !== sign.ranges.some(([from, to]) => from <= letter && letter <= to);
}

/**
 * Matches a list against a pattern in which `many` stands for any number of items. Only the latest `many` can still have
 * to take more, so one place to come back to is enough and time stays within the product of both lengths.
 */
function matchesAll<Part, Item>(
  pattern: readonly Part[],
  items: readonly Item[],
  many: Part,
  matches: (part: Part, item: Item) => boolean,
): boolean {
  let part = 0;
  let item = 0;
  let lastMany = -1;
  let taken = 0;
  while (item < items.length) {
    const next = pattern[part];
    if (part < pattern.length && next === many) {
      lastMany = part;
      taken = item;
      part += 1;
    } else if (part < pattern.length && matches(next as Part, items[item] as Item)) {
      part += 1;
      item += 1;
    } else if (lastMany !== -1) {
      taken += 1;
      item = taken;
      part = lastMany + 1;
    } else return false;
  }
  while (part < pattern.length && pattern[part] === many) part += 1;
  return part === pattern.length;
}

/** The folders of a glob before the first that holds a sign; empty for the root. */
export function fixedFolder(glob: string): string {
  const steps = glob.split('/').slice(0, -1);
  const sign = steps.findIndex((step) => /[*?[\]{}!]/.test(step));
  return (sign === -1 ? steps : steps.slice(0, sign)).join('/');
}
