/** The name of a new document's file, and its number; null in folders whose files carry none. */
export interface FreshName {
  /** Without extension: `0006-offline-maps`. */
  readonly stem: string;
  /** As the file name writes it: `0006`. */
  readonly number: string | null;
}

const NUMBERED = /^((?:\p{L}{1,12}[-_ ])?)(\d{1,6})([-_. ]|$)/u;
const DATED = /^\d{4}-\d{2}-\d{2}[-_ ]/u;

/**
 * Names a document like the files that stand beside it: the next number in the same width behind the same prefix, or the
 * day where most are named by one (`2026-03-31-title`), then the words of the title. The first file of a folder is 0001.
 * `names` are the folder's Markdown files and folders, `today` is `YYYY-MM-DD`. Null for a title without words.
 */
export function freshName(title: string, names: readonly string[], today: string): FreshName | null {
  const slug = slugOfTitle(title);
  if (slug === '') return null;
  const dated = names.filter((name) => DATED.test(name)).length;
  if (dated * 2 > names.length) return { stem: `${today}-${slug}`, number: null };
  const highest = names
    .flatMap(numberOf)
    .reduce<Numbered | null>((most, each) => (most === null || each.value > most.value ? each : most), null);
  const width = highest?.digits.length ?? 4;
  const number = String((highest?.value ?? 0) + 1).padStart(width, '0');
  return { stem: `${highest?.prefix ?? ''}${number}${highest?.separator || '-'}${slug}`, number };
}

interface Numbered {
  readonly prefix: string;
  readonly digits: string;
  readonly separator: string;
  readonly value: number;
}

function numberOf(name: string): Numbered[] {
  const found = NUMBERED.exec(name.replace(/\.(?:md|markdown)$/iu, ''));
  if (found === null || DATED.test(name)) return [];
  const digits = found[2] as string;
  return [{ prefix: found[1] as string, digits, separator: found[3] as string, value: Number(digits) }];
}

const LONGEST = 60;

/** The words of a title as a file name: letters and digits of any language in lower case, dashes between them. */
function slugOfTitle(title: string): string {
  const words = title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’`´]/gu, '')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-|-$/gu, '');
  const units = [...words];
  if (units.length <= LONGEST) return words;
  const cut = units.slice(0, LONGEST).join('');
  return cut.slice(0, Math.max(cut.lastIndexOf('-'), LONGEST / 2)).replace(/-$/u, '');
}
