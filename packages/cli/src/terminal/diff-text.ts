import { printable, widthOf } from '@specwright/core/diagnostic/render/cells.ts';
import { plainPalette } from '@specwright/core/diagnostic/render/palette.ts';
import type { Change } from '@specwright/core/diff/change.ts';
import { elidedWords } from '@specwright/core/diff/elided-words.ts';
import type { WordSegment } from '@specwright/core/diff/words.ts';
import type { DocumentDiff } from '@specwright/core/operations/diff.ts';
import { tableText } from './table.ts';
import type { Terminal } from './terminal.ts';

/** Documents one below the other: the headings that lead to each change, then what went and what came. */
export function diffText(
  diffs: readonly DocumentDiff[],
  display: (name: string) => string,
  terminal: Terminal,
): string {
  return `${diffs.map((diff) => documentLines(diff, display, terminal).join('\n')).join('\n\n')}\n`;
}

function documentLines(diff: DocumentDiff, display: (name: string) => string, terminal: Terminal): string[] {
  const { palette } = terminal;
  const renamed = diff.from === null ? '' : palette.dim(` (was ${printable(display(diff.from))})`);
  const lines = [palette.strong(printable(display(diff.file))) + renamed];
  if (diff.state === 'added') return [...lines, palette.added('  + new document')];
  if (diff.state === 'removed') return [...lines, palette.removed('  - document removed')];
  return [...lines, ...changesLines(diff.changes, terminal)];
}

/** The headings that lead to each change, then what went and what came. */
export function changesText(changes: readonly Change[], terminal: Terminal): string {
  return `${changesLines(changes, terminal).join('\n').trimStart()}\n`;
}

function changesLines(changes: readonly Change[], terminal: Terminal): string[] {
  const { palette } = terminal;
  const lines: string[] = [];
  let section: string | null = null;
  for (const change of changes) {
    const heading = headingOf(change);
    if (heading !== section) lines.push('', palette.accent(printable(heading)));
    section = heading;
    for (const line of changeLines(change, terminal)) lines.push(line);
  }
  return lines;
}

function headingOf({ section, path }: Change): string {
  if (section === '(title)') return 'Title';
  if (section === '(metadata)') return 'Metadata';
  return path.length === 0 ? 'Before the first section' : path.join(' › ');
}

const signs: Readonly<Record<Change['kind'], string>> = {
  added: '+',
  removed: '-',
  changed: '~',
  moved: '>',
  renamed: '~',
  renumbered: '~',
  ticked: 'x',
  unticked: 'o',
};

/** What a change is said to be of; what the eye sees anyway is not said. */
const silentParts: ReadonlySet<Change['what']> = new Set(['paragraph', 'title', 'item', 'cell', 'field', 'quote']);

function changeLines(change: Change, terminal: Terminal): string[] {
  const { palette } = terminal;
  const { kind, what } = change;
  const paint = kind === 'added' ? palette.added : kind === 'removed' ? palette.removed : palette.strong;
  const isWhole = kind === 'added' || kind === 'removed';
  const verb = kind === 'changed' || isWhole ? '' : kind;
  const noun = silentParts.has(what) && kind !== 'moved' ? '' : what;
  const lead = [verb, noun].filter((word) => word !== '').join(' ');
  const label = labelOf(change);
  const head = [lead, label].filter((word) => word !== '').join(' ');
  const indent = `  ${paint(signs[kind])} `;
  if (change.words.length === 0) return [`${indent}${printable(head || shortened(change.name))}`];
  return wrapped(
    [...(head === '' ? [] : [{ kind: 'kept' as const, text: `${head}: ` }]), ...elidedWords(change.words)],
    indent,
    isWhole,
    terminal,
  );
}

/** The name of what changed, where the words themselves do not tell. */
function labelOf({ kind, what, name, of }: Change): string {
  if (what === 'cell') return `${shortened(of)} · ${name}`;
  if (what === 'field') return name;
  if (kind === 'ticked' || kind === 'unticked' || kind === 'moved') return shortened(name);
  return '';
}

const longestName = 60;

function shortened(name: string): string {
  return name.length <= longestName ? name : `${name.slice(0, longestName).replace(/\s+\S*$/u, '')} …`;
}

/** Segments in lines as wide as the terminal, each word in its colour; without colour, marked as word diffs mark them. */
function wrapped(segments: readonly WordSegment[], indent: string, isWhole: boolean, terminal: Terminal): string[] {
  const { palette } = terminal;
  // What is new or gone as a whole has its sign before it.
  const isMarked = palette === plainPalette && !isWhole;
  const lines: string[] = [];
  let line = indent;
  let used = 4;
  for (const segment of segments) {
    const paint = segment.kind === 'added' ? palette.added : segment.kind === 'removed' ? palette.removed : plainWord;
    const [open, close] = isMarked ? marks[segment.kind] : ['', ''];
    const words = printable(`${open}${segment.text.replace(/\s+/gu, ' ')}${close}`).match(/ |[^ ]+/gu) ?? [];
    for (const word of words) {
      const width = widthOf(word);
      if (used + width > terminal.width && used > 4 && word !== ' ') {
        lines.push(line.trimEnd());
        line = '    ';
        used = 4;
      }
      if (word === ' ' && used === 4 && lines.length > 0) continue;
      line += word === ' ' ? ' ' : paint(word);
      used += width;
    }
  }
  return [...lines, line.trimEnd()];
}

const plainWord = (word: string): string => word;

const marks: Readonly<Record<WordSegment['kind'], readonly [string, string]>> = {
  kept: ['', ''],
  removed: ['[-', '-]'],
  added: ['{+', '+}'],
};

/** One line for each document: how many changes of each sort. */
export function statText(
  diffs: readonly DocumentDiff[],
  display: (name: string) => string,
  terminal: Terminal,
): string {
  const rows = diffs.map((diff) => [display(diff.file), countsOf(diff)]);
  return tableText([{ title: 'DOCUMENT', least: 20 }, { title: 'CHANGES' }], rows, terminal);
}

function countsOf({ state, changes }: DocumentDiff): string {
  if (state === 'added') return 'new';
  if (state === 'removed') return 'removed';
  const counts = new Map<string, number>();
  for (const { kind } of changes) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => `${count} ${kind}`).join(', ') || 'renamed file';
}
