import { foldSpace } from '../markdown/plain.ts';
import { isBarePlaceholder, stripBrackets } from './placeholder.ts';

/** The values a template offers, as it spells them. `open`: it shows that others may be used too. */
export interface Choices {
  readonly choices: readonly string[];
  readonly open: boolean;
}

const MAX_CHOICES = 24;
const MORE = /^(?:…|\.{3}|etc\.?|others?|and so on|и т\. ?д\.|usw\.?|等)$/iu;

/**
 * Reads a whole value as a list of choices: `A | B | C`, `A/B/C`, `<A, B, or C>`. Null when it is not one. Bars are a
 * choice anywhere; slashes only between short parts; commas only with an "or", as both stand in prose too.
 */
export function readChoices(value: string): Choices | null {
  const bracketed = /^["'`*_]*[[{<]/u.test(value.trim());
  const prefixed = /^([\p{L}]{1,8})[[{<]([^\][{}<>]+\|[^\][{}<>]+)[\]}>]$/u.exec(value.trim());
  if (prefixed !== null)
    return choicesFrom(
      (prefixed[2] as string).split('|').map((part) => `${prefixed[1]}${part.trim()}`),
      3,
    );
  const text = stripBrackets(leadingBracket(unquote(value.trim())));
  if (text === '' || text.length > 400 || /:\/\//u.test(text)) return null;
  return barChoices(text) ?? slashChoices(text, bracketed) ?? orChoices(text, bracketed) ?? markedChoices(value.trim());
}

/** `**Awaiting review** or **Accepted**`: two values are enough when each is set off by itself. */
function markedChoices(text: string): Choices | null {
  const parts = text.split(OR);
  const marked = parts.every((part) => /^(?:\*\*[^*]+\*\*|`[^`]+`|"[^"]+")$/u.test(part.trim()));
  return marked ? choicesFrom(parts, 4) : null;
}

/** `{DRAFT | PROPOSED} Not Implemented` offers what its bracket holds. */
function leadingBracket(text: string): string {
  return /^([[{<][^\][{}<>]*[|][^\][{}<>]*[\]}>])\s+\S/u.exec(text)?.[1] ?? text;
}

/** Reads a value as `readChoices` does, and plain commas too: for a place that is known to hold a state. */
export function readStates(value: string): Choices | null {
  const found = readChoices(value);
  if (found !== null) return found;
  const text = stripBrackets(unquote(value.trim()));
  if (/[.?!。]$/u.test(text) || /\b(?:such as|like|e\.g\.)/iu.test(text)) return readChoicesIn(text);
  const parts = text.split(/\s*[,、，]\s*/u);
  return parts.length >= 3 ? choicesFrom(parts, 3) : null;
}

/** States in which a document has only begun, in many languages. */
const BEGINNING =
  /^(?:\W*(?:work in progress|wip|new|idea|draft(?:ing)?|propos(?:ed|al)|pre-?discussion|ideation|discussion|pending|submitted|open|planned|awaiting .*|in (?:review|discussion|progress)|under (?:review|discussion)|ready for review|review|entwurf|in (?:arbeit|prüfung)|brouillon|en relecture|borrador|en revisión|rascunho|em revisão|bozza|черновик|на согласовании|в работе|草稿|评审中|下書き|作成中|レビュー中|초안|검토 중))\W*$/iu;

/** A template may show only the states that a new document can have; then others follow. */
export function showsOnlyBeginnings(choices: readonly string[]): boolean {
  return choices.every((choice) => BEGINNING.test(choice));
}

/** Reads choices out of help text beside a value: a comment such as `# draft | accepted` or `one of: a, b`. */
export function readChoicesInHelp(help: string): Choices | null {
  const text = foldSpace(help).replace(/\s*(?:→|->)\s*/gu, ' | ');
  const named =
    /(?:one of|choose from|options|possible values|allowed values|valid values|values|choices|можно|eine von)\b\s*(?:are|is)?\s*:?\s*(.+)$/iu.exec(
      text,
    )?.[1];
  return named === undefined ? readChoices(text) : readStates(`<${named.replace(/[.;]$/u, '')}>`);
}

/** Choices named within a sentence: `What is the status, such as proposed, accepted, rejected, etc.?`. */
export function readChoicesIn(sentence: string): Choices | null {
  const text = foldSpace(sentence);
  const listed =
    /(?:such as|e\.g\.,?|one of|either|for example,?|например,?|wie|z\. ?B\.)[:\s]+([^?.;()]+)/iu.exec(text)?.[1] ??
    text;
  const parts = listed
    .split(/\s*,\s*|\s+(?:or|oder|или|ou)\s+/iu)
    .flatMap((part) => part.replace(/^(?:or|oder|или|ou)\s+/iu, '').trim());
  const isList = parts.length >= 3 && parts.every((part) => wordCount(part) <= 3);
  const found = isList
    ? choicesFrom(
        parts.filter((part) => part !== ''),
        3,
      )
    : null;
  return found === null ? null : { ...found, open: found.open || listed !== text };
}

function unquote(text: string): string {
  const quote = text[0];
  if (quote !== undefined && /["'`]/u.test(quote)) return text.endsWith(quote) ? text.slice(1, -1) : text.slice(1);
  return text;
}

/** Kinds of content rather than values: `[description | ticket URL]` asks for either. */
const CONTENT =
  /^(?:an? |the )?(?:[\p{L}/ ]{0,20}\b)?(?:urls?|links?|people|teams?|persons?|descriptions?|tickets?|names?|text|examples?|pointers?|titles?|paths?|files?|numbers?|dates?)(?: (?:to|of|for)\b.{0,40})?$/iu;

/** `People | Team`, `description | ticket URL`: kinds of content between bars. */
export function asksForEither(text: string): boolean {
  const parts = stripBrackets(text).split('|');
  return parts.length > 1 && parts.some((part) => CONTENT.test(part.trim()));
}

function barChoices(text: string): Choices | null {
  if (!/[|｜]/u.test(text)) return null;
  const parts = text.split(/\\?[|｜]/u);
  const lead = /^[^:|]{1,40}[:：]\s+(?=\S)/u.exec(parts[0] ?? '');
  if (lead !== null) parts[0] = (parts[0] as string).slice(lead[0].length);
  if (parts.some((part) => CONTENT.test(part.trim()))) return null;
  return choicesFrom(parts, 8);
}

function slashChoices(text: string, bracketed: boolean): Choices | null {
  if (isBarePlaceholder(text) || !/[/／]/u.test(text) || /[.;:?!]\s|[?？。！；]/u.test(text)) return null;
  const tail = /^[^/／]{0,40}(?:\s[–—-]|[:：])\s+([^/／\s]+(?:\s?[/／]\s?[^/／]+){2,})$/u.exec(text)?.[1];
  const listed = tail ?? text;
  // `✅ / ❌ / N/A`: where slashes stand apart, the others are part of a value.
  const apart = listed.split(/\s+[/／]\s+/u);
  const parts = apart.length > 1 ? apart : listed.split(/\s*[/／]\s*/u);
  if (parts.length < 3 && !isPair(parts) && (bracketed || !/^\p{Lu}\p{L}{2,}\s?[/／]\s?\p{Lu}\p{L}{2,}$/u.test(text)))
    return null;
  if (parts.some((part) => /[.@#~]/u.test(part) || (part.length > 14 && !/\s/u.test(part)))) return null;
  const spaced = parts.length >= 3 && text.split(/\s[/／]\s/u).length === parts.length;
  return choicesFrom(parts, spaced && !/[—:：]/u.test(text) ? 6 : 3);
}

/** Two values by slash are a choice only when they are opposites; `Team/System` is a name. */
function isPair(parts: readonly string[]): boolean {
  const pair = parts.map((part) => part.trim().toLowerCase());
  return OPPOSITES.has(pair.join('/'));
}

const OPPOSITES = new Set([
  'yes/no',
  'y/n',
  'true/false',
  'on/off',
  'pass/fail',
  'passed/failed',
  'done/pending',
  'open/closed',
  'да/нет',
  'ja/nein',
  'oui/non',
  'sí/no',
  'si/no',
  'sim/não',
  '是/否',
  '有/無',
  'enabled/disabled',
  'approved/rejected',
  'accept/reject',
  'approve/reject',
  'go/no-go',
  'go/no go',
  'in/out',
  'pro/con',
  'draft/final',
  'public/private',
  'internal/external',
]);

const OR = /(?:,|\s)\s*(?:or|oder|ou|или)\s+(?=\S)/iu;

function orChoices(text: string, bracketed: boolean): Choices | null {
  if (!OR.test(text) || /[.;:?!]\s|\be\.g\.|\bi\.e\./u.test(text)) return null;
  const parts = text
    .split(/\s*[,、，]\s*/u)
    .flatMap((part) => part.split(/^(?:or|oder|ou|или)\s+|\s+(?:or|oder|ou|или)\s+/iu));
  const filled = parts.filter((part) => part.trim() !== '');
  if (filled.length < 3 && !bracketed) return null;
  const maxWords = filled.length < 3 ? 1 : 3;
  const plain = filled.every((part) => !/\s/u.test(part.trim())) && (filled.length >= 3 || isPair(filled));
  return filled.every((part) => /^\W*\p{Lu}/u.test(part)) || plain ? choicesFrom(filled, maxWords) : null;
}

function choicesFrom(parts: readonly string[], maxWords: number): Choices | null {
  const choices: string[] = [];
  let open = false;
  for (const part of parts) {
    const choice = cleanChoice(part);
    if (choice === '') continue;
    if (MORE.test(choice)) open = true;
    else if (choice.length > 60 || wordCount(choice) > maxWords) return null;
    else if (!choices.includes(choice)) choices.push(choice);
  }
  const enough = choices.length >= 2 && choices.length <= MAX_CHOICES;
  return enough ? { choices, open } : null;
}

/** Marks around one choice go: emphasis, code, quotes, brackets, a box. */
function cleanChoice(part: string): string {
  const bare = part
    .trim()
    .replace(/\[([^\][]{1,80})\]\([^()\s]{0,300}\)/gu, '$1')
    .replace(/^[-*]?\s*\[[ xX]\]\s*/u, '')
    .replace(/(\S)\s+\([^()]{0,60},[^()]{0,60}\)$/u, '$1')
    .replace(/^[*_`[{<(]+|[*_`\]}>)]+$/gu, '')
    .replace(/^["'“‘](.*)["'”’]$/u, '$1')
    .replace(/^["'“‘](?=[^"'”’]*$)|(?<=^[^"'“‘]*)["'”’]$/gu, '');
  return foldSpace(bare.replace(/[[\]{}<>]/gu, ''));
}

function wordCount(text: string): number {
  return text.trim().split(/\s+/u).length;
}
