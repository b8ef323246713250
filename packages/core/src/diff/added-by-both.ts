import type { PartMatches } from './match.ts';
import type { Trio } from './merge-children.ts';
import { type Part, sortOf, textOf } from './part.ts';

/** Parts of which a holder has one with a given name, so that two of one name are the same. */
const NAMED: ReadonlySet<string> = new Set(['section', 'field', 'definition', 'footnote', 'title', 'table', 'cell']);
/** Parts that are the same when both sides have just one. */
const ALONE: ReadonlySet<string> = new Set(['heading', 'list', 'box', 'front-matter']);

/**
 * What both sides added in a holder and is the same thing: equal parts, sections and fields of one name, the only list.
 * Rows and items that differ are two. From the left part to the right one.
 */
export function addedByBoth(holder: Trio, left: PartMatches, right: PartMatches): Map<Part, Part> {
  const pairs = new Map<Part, Part>();
  const taken = new Set<Part>();
  const ours = (holder.left?.parts ?? []).filter((part) => left.beforeOf(part) === null);
  const theirs = (holder.right?.parts ?? []).filter((part) => right.beforeOf(part) === null);
  if (ours.length === 0 || theirs.length === 0) return pairs;
  const pairBy = (nameOf: (part: Part) => string | null, unique: boolean): void => {
    const open = groups(
      theirs.filter((part) => !taken.has(part)),
      nameOf,
    );
    const rivals = groups(
      ours.filter((part) => !pairs.has(part)),
      nameOf,
    );
    for (const [name, parts] of rivals) {
      const others = open.get(name) ?? [];
      if (unique && (parts.length !== 1 || others.length !== 1)) continue;
      for (const [index, part] of parts.entries()) {
        const other = others[index];
        if (other === undefined) break;
        pairs.set(part, other);
        taken.add(other);
      }
    }
  };
  pairBy((part) => `${sortOf(part)} ${textOf(part)}`, false);
  pairBy((part) => (part.silent ? null : part.print), false);
  pairBy(nameOfPart, true);
  pairBy((part) => (ALONE.has(part.kind) || isFields(part) ? part.kind : null), true);
  return pairs;
}

/** A paragraph that writes fields. */
function isFields({ kind, parts }: Part): boolean {
  return kind === 'paragraph' && parts.length > 0;
}

function nameOfPart(part: Part): string | null {
  const [key] = part.keys;
  if (key === undefined || !(NAMED.has(sortOf(part)) || key.startsWith('('))) return null;
  return `${sortOf(part)} ${key}`;
}

function groups(parts: readonly Part[], nameOf: (part: Part) => string | null): Map<string, Part[]> {
  const found = new Map<string, Part[]>();
  for (const part of parts) {
    const name = nameOf(part);
    if (name === null) continue;
    const group = found.get(name);
    if (group === undefined) found.set(name, [part]);
    else group.push(part);
  }
  return found;
}
