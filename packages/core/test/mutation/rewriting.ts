import type { Nodes } from 'mdast';
import type { Range } from '../../src/text/range.ts';
import { type Draw, pick } from './fault.ts';
import type { Places } from './places.ts';
import { lineAround, spanOf } from './places.ts';

/** Every line outside fenced code and front matter through a function. */
export function outsideCode({ text }: Places, change: (line: string, number: number) => string): string {
  const head = text.startsWith('---\n') ? text.indexOf('\n---\n', 4) + 5 : 0;
  let fenced = false;
  const lines = text
    .slice(head)
    .split('\n')
    .map((line, number) => {
      if (/^\s*(?:```|~~~)/u.test(line)) fenced = !fenced;
      return fenced || /^\s*(?:```|~~~)/u.test(line) ? line : change(line, number);
    });
  return text.slice(0, head) + lines.join('\n');
}

function spliced(text: string, range: Range, words: string): string {
  return text.slice(0, range.start) + words + text.slice(range.end);
}

export function onParagraph(places: Places, draw: Draw, change: (words: string) => string): string | null {
  const plain = places.paragraphs.filter((node) =>
    node.children.every(({ type }) => ['text', 'emphasis', 'strong'].includes(type)),
  );
  const paragraph = pick(plain, draw);
  if (paragraph === null) return null;
  const range = spanOf(paragraph);
  return spliced(places.text, range, change(places.text.slice(range.start, range.end)));
}

export function afterParagraph(places: Places, draw: Draw, words: string): string | null {
  const paragraph = pick(places.paragraphs, draw);
  if (paragraph === null) return null;
  const { end } = spanOf(paragraph);
  return spliced(places.text, { start: end, end }, words);
}

/** Breaks lines at spaces; never where the next line would open a list, a heading, a quote or a table. */
export function wrapped(words: string, width: number): string {
  const lines: string[] = [''];
  for (const word of words.split(/\s+/u)) {
    const line = lines.at(-1) as string;
    const opens = /^(?:[-+*#>|=~]|\d+[.)]$)/u.test(word);
    if (line !== '' && line.length + word.length >= width && !opens) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join('\n');
}

/** The first line of every item of the document through a function. */
export function onItems(places: Places, change: (line: string) => string): string {
  return backwards(places, places.items, (_words, node) => lineAround(places.text, spanOf(node).start), change);
}

export function onOneList(places: Places, draw: Draw, change: (list: string) => string): string | null {
  const list = pick(places.lists, draw);
  return list === null ? null : backwards(places, [list], (_words, node) => spanOf(node), change);
}

export function onTables(places: Places, change: (cells: string[]) => string[], glue = ' | '): string {
  return backwards(
    places,
    places.tables,
    (_words, node) => spanOf(node),
    (table) =>
      table
        .split('\n')
        .map((line) =>
          change(
            line
              .trim()
              .replace(/^\||\|$/gu, '')
              .split(/(?<!\\)\|/u)
              .map((cell) => cell.trim()),
          ),
        )
        .map((cells) => `|${glue === '|' ? '' : ' '}${cells.join(glue)}${glue === '|' ? '' : ' '}|`)
        .join('\n'),
  );
}

export function bare(places: Places): string {
  const full = places.tables.filter(
    (node) => !/\|\s*\|\s*$|^\|\s*[|#>+-]/mu.test(places.text.slice(spanOf(node).start, spanOf(node).end)),
  );
  return backwards(
    places,
    full,
    (_words, node) => spanOf(node),
    (table) => table.replaceAll(/^\| ?| ?\|$/gmu, ''),
  );
}

function backwards<N extends Nodes>(
  places: Places,
  nodes: readonly N[],
  where: (words: string, node: N) => Range,
  change: (words: string) => string,
): string {
  const ranges = nodes.map((node) => where(places.text, node)).sort((a, b) => b.start - a.start);
  return ranges.reduce((text, range) => spliced(text, range, change(text.slice(range.start, range.end))), places.text);
}

/** Headings through a function; null leaves one as it is. `known` headings are the template's own. */
export function onHeadings(
  places: Places,
  change: (words: string, depth: number, known: boolean) => string | null,
  linked = true,
): string | null {
  if (!linked && places.text.includes('](#')) return null;
  return [...places.headings].reverse().reduce((text, { range, words, depth, schema }) => {
    const heading = change(words, depth, schema !== null);
    return heading === null ? text : spliced(text, range, heading);
  }, places.text);
}

export function nested(places: Places, draw: Draw): string | null {
  const plain = places.items.filter((item) => item.children.length === 1);
  const item = pick(plain, draw);
  if (item === null) return null;
  const line = lineAround(places.text, spanOf(item).start);
  const numbered = /^\d/u.test(places.text.slice(line.start));
  const { end } = spanOf(item);
  return spliced(places.text, { start: end, end }, `\n${numbered ? '   ' : '  '}- in more words`);
}

export function referenced(text: string): string | null {
  const targets: string[] = [];
  const changed = text.replaceAll(/(?<!!)\[([^\]\n]+)\]\(([^)\s]+)\)/gu, (_link, words: string, target: string) => {
    targets.push(target);
    return `[${words}][link-${targets.length}]`;
  });
  if (targets.length === 0) return null;
  return `${changed.trimEnd()}\n\n${targets.map((target, index) => `[link-${index + 1}]: ${target}`).join('\n')}\n`;
}

export function extraSection(places: Places, draw: Draw): string | null {
  const heading = pick(
    places.headings.filter(({ schema, depth }) => schema !== null && depth > 1),
    draw,
  );
  if (heading === null) return null;
  const { end } = heading.section;
  const before = places.text.slice(0, end).trimEnd();
  return `${before}\n\n${'#'.repeat(heading.depth)} Remarks from the workshop\n\nNothing was left to add.\n\n${places.text.slice(end)}`;
}

export function decorated(places: Places, draw: Draw): string | null {
  const { lifecycle } = places.specimen.schema;
  const field = places.fields.find(({ value }) =>
    lifecycle?.states.includes(places.text.slice(value.start, value.end)),
  );
  if (field === undefined || places.text.startsWith('---\n')) return null;
  const value = places.text.slice(field.value.start, field.value.end);
  const forms = [
    `**${value}**`,
    `\`${value}\``,
    `✅ ${value}`,
    `[${value}](https://example.org/minutes)`,
    `**${value} (v2)**`,
    `*${value}*`,
  ];
  return spliced(places.text, field.value, pick(forms, draw) ?? value);
}

export function footnote(places: Places, draw: Draw): string | null {
  const text = afterParagraph(places, draw, ' See the [report](https://example.org/report)[^r].');
  return text === null ? null : `${text.trimEnd()}\n\n[^r]: Printed on request.\n`;
}

/** Bold fields under the title in another notation. */
export function onFields(
  places: Places,
  change: (field: readonly [name: string, value: string]) => string,
  head = '',
): string | null {
  const block = boldFields(places.text);
  return block === null ? null : spliced(places.text, block.range, head + block.fields.map(change).join('\n'));
}

export function inFrontMatter(places: Places): string | null {
  const block = boldFields(places.text);
  if (block === null) return null;
  const lines = block.fields.map(
    ([name, value]) => `${name.toLowerCase().replaceAll(' ', '-')}: ${JSON.stringify(value)}`,
  );
  return `---\n${lines.join('\n')}\n---\n\n${spliced(places.text, block.range, '').replaceAll(/\n{3,}/gu, '\n\n')}`;
}

function boldFields(text: string): { range: Range; fields: [string, string][] } | null {
  const match = /(?<=^# .*\n\n)(?:\*\*[^*\n]+\*\*: .*\n)+/u.exec(text);
  if (match === null) return null;
  const fields = match[0]
    .trimEnd()
    .split('\n')
    .map((line): [string, string] => {
      const [, name, value] = /^\*\*([^*]+)\*\*: (.*)$/u.exec(line) ?? [];
      return [name ?? '', value ?? ''];
    });
  return { range: { start: match.index, end: match.index + match[0].length - 1 }, fields };
}
