import { clip, printable } from '@specwright/core/diagnostic/render/cells.ts';
import { wrap } from '@specwright/core/diagnostic/render/code-frame.ts';
import type { Json } from '@specwright/core/document/document.ts';
import type { Terminal } from './terminal.ts';

/** Lines of prose shown of one value; the rest is behind its address. */
const shownLines = 4;
const deepest = 12;

/** Typed data as an outline for reading: keys, short values beside them, long ones below. */
export function dataText(data: { readonly [key: string]: Json }, terminal: Terminal): string {
  return membersText(data, 0, terminal).join('\n').concat('\n');
}

function membersText(data: { readonly [key: string]: Json }, depth: number, terminal: Terminal): string[] {
  return Object.entries(data).flatMap(([key, value]) => valueText(key, value, depth, terminal));
}

function valueText(key: string, value: Json, depth: number, terminal: Terminal): string[] {
  const { palette } = terminal;
  const indent = '  '.repeat(depth);
  const name = palette.accent(printable(key));
  if (value === null) return [`${indent}${name} ${palette.dim('—')}`];
  if (typeof value !== 'object') return scalarText(name, key, String(value), indent, terminal);
  if (depth >= deepest) return [`${indent}${name} …`];
  if (Array.isArray(value)) return listText(name, value as readonly Json[], depth, terminal);
  const members = value as { readonly [key: string]: Json };
  if (Object.keys(members).length === 0) return [`${indent}${name} ${palette.dim('—')}`];
  return [`${indent}${name}`, ...membersText(members, depth + 1, terminal)];
}

function scalarText(name: string, key: string, value: string, indent: string, { palette, width }: Terminal): string[] {
  const text = printable(value).trim();
  const room = Math.max(30, width - indent.length - key.length - 1);
  if (text.length <= room) return [`${indent}${name} ${text}`];
  const lines = wrap(text.slice(0, 2000), Math.max(30, width - indent.length - 2));
  const shown = lines.slice(0, shownLines).map((line) => `${indent}  ${line}`);
  const more = lines.length > shownLines || text.length > 2000 ? [`${indent}  ${palette.dim('…')}`] : [];
  return [`${indent}${name}`, ...shown, ...more];
}

function listText(name: string, values: readonly Json[], depth: number, terminal: Terminal): string[] {
  const indent = '  '.repeat(depth);
  if (values.length === 0) return [`${indent}${name} ${terminal.palette.dim('none')}`];
  const lines = values.flatMap((value, index) => {
    const number = terminal.palette.dim(`${index + 1}.`);
    if (typeof value !== 'object' || value === null) {
      const room = Math.max(30, terminal.width - indent.length - 6);
      return [`${indent}  ${number} ${clip(printable(String(value ?? '—')), room)}`];
    }
    const members = Array.isArray(value) ? { items: value } : (value as { readonly [key: string]: Json });
    const [first = '', ...rest] = membersText(members, 0, terminal);
    return [`${indent}  ${number} ${first}`, ...rest.map((line) => `${indent}     ${line}`)];
  });
  return [`${indent}${name}`, ...lines];
}
