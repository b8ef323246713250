import type { Json } from '../document/document.ts';
import { foldKey } from '../template/names.ts';
import { nearest } from '../text/nearest.ts';

/** A condition on a document's typed data: `status=Draft`, `risks.impact=High`, `created>2026-01-01`, `owner~ada`, `owner`. */
export interface Condition {
  /** The names of the field's path, as typed. */
  readonly path: readonly string[];
  /** `present` when there is no operator. */
  readonly operator: Operator | 'present';
  readonly value: string;
}

export type Operator = '=' | '!=' | '<' | '>' | '<=' | '>=' | '~';

const condition = /^\s*([^=!<>~]+?)\s*(?:(!=|<=|>=|=|<|>|~)\s*(.*?))?\s*$/su;

/** Reads a condition as typed; null when it has no field name. */
export function parseCondition(text: string): Condition | null {
  const match = condition.exec(text);
  const path = parsePath(match?.[1] ?? '');
  if (match === null || path.length === 0) return null;
  return { path, operator: (match[2] as Operator | undefined) ?? 'present', value: unquote(match[3] ?? '') };
}

export function parsePath(text: string): string[] {
  return text
    .split('.')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function unquote(text: string): string {
  return /^"(.*)"$|^'(.*)'$/su.test(text) ? text.slice(1, -1) : text;
}

/**
 * The values at a path of typed data, those of every entry of a list. Names are compared without case and marks; a name
 * may be the beginning or one word of the key (`risks` for `risksAndMitigations`), and the path may begin at any depth.
 * Null when the data has no such field at all.
 */
export function valuesAt(data: Json, path: readonly string[]): Json[] | null {
  let level: Json[] = [data];
  while (level.length > 0) {
    const found = level.flatMap((node) => follow(node, path) ?? []);
    if (found.length > 0 || level.some((node) => follow(node, path) !== null)) return found;
    level = level.flatMap(childrenOf);
  }
  return null;
}

function childrenOf(node: Json): Json[] {
  if (Array.isArray(node)) return [...(node as readonly Json[])];
  return typeof node === 'object' && node !== null ? Object.values(node) : [];
}

/** Null when the first name is no key here. */
function follow(node: Json, path: readonly string[]): Json[] | null {
  const [name, ...rest] = path;
  if (name === undefined) return Array.isArray(node) ? [...(node as readonly Json[])] : [node];
  if (Array.isArray(node)) {
    const results = (node as readonly Json[]).map((entry) => follow(entry, path));
    return results.every((result) => result === null) ? null : results.flatMap((result) => result ?? []);
  }
  if (typeof node !== 'object' || node === null) return null;
  const object = node as { readonly [key: string]: Json };
  const key = keyFor(name, Object.keys(object));
  return key === null ? null : follow(object[key] ?? null, rest);
}

/** The key that a name means: the same, else the only one that begins with it, else the only one with it as a word. */
export function keyFor(name: string, keys: readonly string[]): string | null {
  const wanted = foldKey(name);
  const exact = keys.find((key) => foldKey(key) === wanted);
  if (exact !== undefined) return exact;
  const begins = keys.filter((key) => foldKey(key).startsWith(wanted));
  if (begins.length === 1) return begins[0] ?? null;
  const words = keys.filter((key) => wordsOf(key).includes(wanted));
  return words.length === 1 ? (words[0] ?? null) : null;
}

function wordsOf(key: string): string[] {
  return key.split(/(?=\p{Lu})/u).map((word) => foldKey(word));
}

/** The key that was probably meant by a name that no document has. */
export function suggestKey(name: string, datas: Iterable<Json>): string | null {
  const keys = new Set<string>();
  for (const data of datas) collectKeys(data, keys, 0);
  return nearest(name, [...keys].sort());
}

const deepestKey = 6;

function collectKeys(node: Json, keys: Set<string>, depth: number): void {
  if (depth > deepestKey) return;
  if (typeof node === 'object' && node !== null && !Array.isArray(node)) {
    for (const key of Object.keys(node)) keys.add(key);
  }
  for (const child of childrenOf(node)) collectKeys(child, keys, depth + 1);
}

/** True when one of the values meets the condition; `!=` when none equals. Empty values meet nothing but `!=`. */
export function meets(values: readonly Json[], { operator, value }: Condition): boolean {
  const present = values.filter((each) => !isEmpty(each));
  if (operator === 'present') return present.length > 0;
  if (operator === '!=') return !present.some((each) => isEqual(each, value));
  return present.some((each) => compares(each, operator, value));
}

function isEmpty(value: Json): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function compares(each: Json, operator: Exclude<Operator, '!='>, value: string): boolean {
  switch (operator) {
    case '=':
      return isEqual(each, value);
    case '~':
      return textOf(each).toLowerCase().includes(value.toLowerCase());
    case '<':
      return compareValues(each, value) < 0;
    case '>':
      return compareValues(each, value) > 0;
    case '<=':
      return compareValues(each, value) <= 0;
    case '>=':
      return compareValues(each, value) >= 0;
  }
}

function isEqual(each: Json, value: string): boolean {
  if (typeof each === 'number') return each === Number(value);
  return foldKey(textOf(each)) === foldKey(value);
}

/** As numbers where both begin with one (`350 ms`), else as text, in which dates have their order. */
export function compareValues(a: Json, b: Json): number {
  const one = textOf(a);
  const other = textOf(b);
  const bothDates = isoDate.test(one) && isoDate.test(other);
  const first = Number.parseFloat(one);
  const second = Number.parseFloat(other);
  if (!bothDates && !Number.isNaN(first) && !Number.isNaN(second) && first !== second) return first - second;
  const lower = one.toLowerCase();
  const higher = other.toLowerCase();
  return lower < higher ? -1 : lower > higher ? 1 : 0;
}

const isoDate = /^\d{4}-\d{2}/;

/** A value in one line for people. */
export function textOf(value: Json): string {
  if (value === null) return '';
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return (value as readonly Json[]).map(textOf).join(', ');
  return Object.values(value).map(textOf).join(' · ');
}
