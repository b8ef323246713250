import type { YamlEntry } from '../markdown/front-matter.ts';
import { readYaml } from '../markdown/front-matter.ts';
import { foldSpace } from '../markdown/plain.ts';
import { camelName, foldKey } from '../template/names.ts';
import type { Range } from '../text/range.ts';
import type { AddressPool } from './address-pool.ts';
import { fieldSegment } from './bound-fields.ts';
import type { BindProblem, BoundField, Json } from './document.ts';
import { readValue } from './fields/read-value.ts';
import type { KnownFields } from './written-fields.ts';

/** A block of YAML that holds fields: front matter, or the whole companion file. */
export interface YamlInput {
  readonly text: string;
  readonly range: Range;
  readonly known: KnownFields;
  readonly inCompanion: boolean;
  readonly pool: AddressPool;
}

/** Fields of a YAML mapping; keys of mappings within it are joined by dots, unless the schema knows the outer key. */
export function yamlFields(input: YamlInput): { readonly fields: BoundField[]; readonly problems: BindProblem[] } {
  const reading = readYaml(input.text, input.range);
  const fields: BoundField[] = [];
  collect(reading.entries, '', input, fields);
  const problems = reading.problems.map(
    (problem): BindProblem => ({
      kind: input.inCompanion ? 'companion' : 'yaml',
      message: problem.message,
      range: problem.range,
    }),
  );
  return { fields, problems };
}

const MAX_DEPTH = 8;

function collect(
  entries: readonly YamlEntry[],
  prefix: string,
  input: YamlInput,
  fields: BoundField[],
  depth = 0,
): void {
  for (const entry of entries) {
    const name = prefix === '' ? entry.key : `${prefix}.${entry.key}`;
    const schema = input.known.get(name) ?? input.known.get(foldKey(name)) ?? null;
    if (schema === null && entry.children.length > 0 && depth < MAX_DEPTH) {
      collect(entry.children, name, input, fields, depth + 1);
      continue;
    }
    const { start, end } = entry.valueRange;
    const raw = input.text.slice(start, end);
    const data = jsonOf(entry.value, 0);
    fields.push({
      schema,
      name,
      address: input.pool.claim(fieldSegment(schema, name)),
      key: schema?.key ?? camelName(name),
      where: 'frontmatter',
      inCompanion: input.inCompanion,
      range: { start: entry.keyRange.start, end: Math.max(entry.keyRange.end, end) },
      nameRange: entry.keyRange,
      value: readValue({ raw, plain: plainOfData(data, raw), data }, entry.valueRange, schema),
    });
  }
}

/** YAML values as JSON. Dates come as text in their ISO form; anything else that JSON lacks as its text. */
function jsonOf(value: unknown, depth: number): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString().slice(0, 10);
  if (depth >= MAX_DEPTH) return null;
  if (Array.isArray(value)) return value.map((item) => jsonOf(item, depth + 1));
  if (typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, jsonOf(item, depth + 1)]));
  }
  return String(value);
}

function plainOfData(data: Json, raw: string): string {
  if (typeof data === 'string') return foldSpace(data);
  if (Array.isArray(data))
    return foldSpace(data.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))).join(', '));
  return foldSpace(raw);
}
