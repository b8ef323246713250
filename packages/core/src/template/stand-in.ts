import { asksForEither, readChoices } from './choice.ts';
import { foldName } from './names.ts';
import { isBarePlaceholder, isInItalics, scanBrackets } from './placeholder.ts';

/** Letters or digits that stand for others within a value: `RFC-NNNN`, `issues/0000`, `pull/?`, `$ARGUMENTS`. */
function holdsStandIn(value: string): boolean {
  return /(?<![\p{L}\p{N}])(?:N{3,}|X{3,}|0{4,}|#{3,})(?![\p{L}\p{N}])|^\p{Lu}{2,8}-0{3}$|:\/\/\S{1,200}\/\?$|\$\{?[A-Z][A-Z_]{2,}/u.test(
    value,
  );
}

/** `(fill me in …)`, `(leave this empty)`: a whole value in round brackets that speaks to the author. */
function isParenthesisedInstruction(value: string): boolean {
  return (
    /^[(（]/u.test(value) && /[)）]$/u.test(value) && value.length > 6 && value.search(/[)）]/u) >= value.length - 2
  );
}

/** A person who is nobody: `@handle`, `Your Name (@your-handle)`, `Author name`, `[Author 1](https://…)`, `Jane Doe`. */
const NOBODY = new RegExp(
  [
    String.raw`^\[?(?:your|author|reviewer|owner|first|full|last)(?:['’]s)?(?: (?:author|github|full|first|last))? ?(?:names?|handles?|usernames?|e-?mail)\b`,
    String.raw`^\[?(?:author|reviewer|owner|person|name) ?\d\b`,
    String.raw`^names? of\b`,
    String.raw`^@ ?mention\b`,
    String.raw`^type \S{1,4} to\b`,
    String.raw`^["']?@(?:your|my|author|github|user|handle|name|owner|reviewer|someone)(?:[-_]?(?:your|github|user|handle|name|id|here|\d)){0,4}["']?(?=$|[\s,;(])`,
    String.raw`^j(?:ohn|ane) (?:doe|smith)\b`,
  ].join('|'),
  'iu',
);

/** `link to discussion thread`, `path to the file`: names what is to be written instead of writing it. */
const NAMES_ITS_KIND =
  /^(?:an? |the )?(?:links?|urls?|path|pointer|reference)s? (?:to|of|for) (?!https?:)[^.:]{2,80}$/iu;

/** `*if applicable* [Name](…)`, `(optional) names, if any`: a sample behind a remark. */
const CONDITION =
  /^(?:[*_]{1,2}(?:optional|if|when|where)\b[^*_]{0,60}[*_]{1,2}|\((?:optional|if any|if applicable)\))\s/iu;

/**
 * True for a value that stands in for another one, in whichever notation: brackets, italics, an instruction, letters for
 * digits, nobody's name. The one notion of it for fields, cells and items. `name`: the field that has the value, which
 * may stand in its own place in capitals (`Date: DATE`).
 */
export function isStandIn(value: string, name = ''): boolean {
  const text = value.trim();
  if (text === '') return false;
  if (isBarePlaceholder(text) || isParenthesisedInstruction(text) || holdsStandIn(text) || asksForEither(text))
    return true;
  if (isInItalics(text) || CONDITION.test(text)) return true;
  if (NOBODY.test(text) || NAMES_ITS_KIND.test(text)) return true;
  if (isPlaceOfName(text, name)) return true;
  if (name !== '' && /\p{Lu}{2}/u.test(text) && text === text.toUpperCase() && foldName(text) === foldName(name))
    return true;
  return scanBrackets(text, { start: 0, end: text.length }).length > 0;
}

/** `Proposal date` as a `Date`: says again what the field is instead of giving it. */
function isPlaceOfName(text: string, name: string): boolean {
  if (name === '' || /[\d.,;:]/u.test(text) || text.split(' ').length > 4) return false;
  return foldName(text).endsWith(` ${foldName(name)}`) && !/\s\p{Lu}/u.test(text);
}

/** True for a value that waits for an author: empty, a stand-in, or a choice. */
export function isOpenValue(value: string, name = ''): boolean {
  return value.trim() === '' || isStandIn(value, name) || readChoices(value) !== null;
}

/** True for a stand-in that may stay: `(leave this empty)` asks for nothing. */
export function asksForNothing(placeholder: string): boolean {
  return /^[(（]\s*(?:leave|optional|laisse[rz]|dej(?:ar|e)|deix(?:ar|e)|lasciare|laat|оставь|留空|空欄|비워)|leer lassen/iu.test(
    placeholder,
  );
}
