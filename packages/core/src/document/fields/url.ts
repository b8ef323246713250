import type { ValueReading, ValueText } from './value-reader.ts';
import { INVALID, valid } from './value-reader.ts';

const ADDRESS = /(?:https?:\/\/|mailto:)[^\s<>"')\]]{1,2000}/u;
const TARGET = /\]\(\s{0,3}<?([^()\s<>]{1,2000})/u;
const REFERENCE = /^\[[^\]]{1,300}\]/u;

/** Words that point somewhere without an address of their own: an issue `#12`, `org/name#12`, a path, a host. */
const SHORT = /#\d|^[\w.-]+\/[\w./#-]+$|^(?:[\w-]+\.)+[a-z]{2,}|^\d+$|\.\w{1,5}$/u;

/** Says, with a reason behind it, that there is nothing to point to. */
const NONE = /^(?:n\/a|none|not applicable|no)(?![\p{L}\p{N}])/iu;

/** A link, an address, or a short reference such as `#12`; the JSON is the first target. */
export function readUrl(text: ValueText): ValueReading {
  const target = TARGET.exec(text.raw)?.[1] ?? ADDRESS.exec(text.raw)?.[0];
  if (target !== undefined) return valid(target);
  if (NONE.test(text.plain)) return valid(null);
  return SHORT.test(text.plain) || REFERENCE.test(text.raw) ? valid(text.plain) : INVALID;
}
