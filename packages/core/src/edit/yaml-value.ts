import { readYaml } from '../markdown/front-matter.ts';
import type { YamlValue } from '../markdown/yaml.ts';

/**
 * A value as YAML that means exactly it: in the notation of `old`, the value as it is written now (plain, either kind of
 * quotes, a list in brackets or on lines), as far as that can hold it; else in double quotes, which hold everything.
 * `asList` says that the schema wants a list, which a value in brackets then is; where a list stands, words between commas
 * are its items. `margin` is what stands before
 * the lines of a list, `end` the line end.
 */
export function yamlValue(value: string, old: string, asList: boolean, margin: string, end: string): string {
  const listed = itemsOf(value);
  if (/^(?:\[|-[ \t])/u.test(old) || (asList && listed !== null)) {
    const items = listed ?? value.split(',').map((item) => item.trim());
    return yamlList(
      items.filter((item) => item !== ''),
      old,
      margin,
      end,
    );
  }
  return value === '' ? '' : yamlScalar(value, old);
}

/** The items of a list in brackets; null for other text. */
function itemsOf(value: string): string[] | null {
  if (!/^\[.*\]$/su.test(value)) return null;
  const parsed = readOne(value);
  return Array.isArray(parsed) && parsed.every((item) => typeof item !== 'object') ? parsed.map(String) : null;
}

function yamlList(items: readonly string[], old: string, margin: string, end: string): string {
  if (!old.startsWith('-') || items.length === 0)
    return `[${items.map((item) => yamlScalar(item, '', ',[]{}')).join(', ')}]`;
  const marker = /^-[ \t]+/u.exec(old)?.[0] ?? '- ';
  return items.map((item) => `${marker}${yamlScalar(item, '')}`).join(`${end}${margin}`);
}

/** `unsafe` are units that a plain scalar must not hold where it stands. */
function yamlScalar(value: string, old: string, unsafe = ''): string {
  const quoted = { "'": `'${value.replaceAll("'", "''")}'`, '"': JSON.stringify(value) };
  const asNow = old.startsWith("'") ? quoted["'"] : old.startsWith('"') ? quoted['"'] : value;
  const isSafe = asNow !== value || ![...unsafe].some((unit) => value.includes(unit));
  return isSafe && means(asNow, value) ? asNow : quoted['"'];
}

function means(written: string, value: string): boolean {
  if (/[\r\n]/u.test(written) || written.trim() !== written) return false;
  const read = readOne(written);
  return read !== null && typeof read !== 'object' && String(read) === value;
}

function readOne(written: string): YamlValue {
  const text = `key: ${written}\n`;
  const { entries, problems } = readYaml(text, { start: 0, end: text.length });
  const only = entries.length === 1 && problems.length === 0 ? entries[0] : undefined;
  return only === undefined || (typeof only.value === 'string' && only.comment !== null) ? null : only.value;
}
