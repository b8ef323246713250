import { readChoices, readChoicesInHelp, readStates, showsOnlyBeginnings } from './choice.ts';
import type { RawField } from './field-lines.ts';
import { fieldRole, guessType } from './field-type.ts';
import { camelName, cleanName, kebabName, stripOptionalMark } from './names.ts';
import { optionalityOf } from './optional.ts';
import type { Pins } from './pins.ts';
import { readPins } from './pins.ts';
import { stripBrackets } from './placeholder.ts';
import type { FieldCondition, FieldSchema, TemplateProblem } from './schema.ts';
import { isStandIn } from './stand-in.ts';

/** What a field's surroundings say of it. */
export interface FieldSurroundings {
  /** Address of what holds the field; empty at the top. */
  readonly parent: string;
  /** False where a comment frees the whole block. */
  readonly required: boolean;
  readonly pins: Pins;
}

/** A remark behind a name: `category (*only required for Core)`. */
const REMARK = /^(\S.{0,60}?)\s*\(\*?\s*([^()]{0,80}\b(?:required|optional|only|if|when)\b[^()]{0,80})\)$/iu;

/** Types a raw field. */
export function fieldSchema(raw: RawField, around: FieldSurroundings): FieldSchema {
  const pins = (raw.help === null ? null : readPins(raw.help)) ?? around.pins;
  const remark = REMARK.exec(raw.name);
  const help = remark?.[2] ?? (raw.help === null || readPins(raw.help) !== null ? null : raw.help);
  const mark = stripOptionalMark((remark?.[1] ?? raw.name).replace(/^[[{<]([^\][{}<>]+)[\]}>]$/u, '$1'));
  const role = fieldRole(mark.name);
  const reading = readValue(mark.name, raw.value, help, pins, role === 'status');
  const said = optionalityOf(`${stripBrackets(raw.value)}`) ?? (help === null ? null : optionalityOf(help));
  const freed =
    mark.optional || said === 'optional' || /^\(\s*(?:leave|optional|will|.{0,60}\blater\b)/iu.test(raw.value);
  const required = pins.optional === null ? mark.mandatory || (around.required && !freed) : !pins.optional;
  return {
    kind: 'field',
    key: camelName(mark.name),
    name: cleanName(mark.name),
    address: joinAddress(around.parent, kebabName(mark.name)),
    range: raw.range,
    required,
    where: raw.where,
    ...reading,
    valueRange: raw.valueRange,
    condition: null,
    role,
    living: pins.living || role === 'status' || role === 'updated',
    help,
  };
}

/** `[Team/System]` may offer two values or name one thing: it is read as text, and both readings are said. */
export function ambiguitiesOf(field: FieldSchema): readonly TemplateProblem[] {
  const pair = /^[[{<]+(\p{Lu}\p{L}{1,20})\/(\p{Lu}\p{L}{1,20})[\]}>]+$/u.exec(field.placeholder ?? '');
  if (pair === null || field.choices !== null) return [];
  const [, one = '', two = ''] = pair;
  const message =
    `"${field.placeholder}" of ${field.name} reads as text to replace, and could be a choice of ${one} and ${two}; ` +
    `write <!-- spec: choices ${one} | ${two} --> behind it if it is one`;
  return [{ kind: 'ambiguous-reading', message, range: field.valueRange, other: null }];
}

export function joinAddress(parent: string, segment: string): string {
  return parent === '' ? segment : `${parent}.${segment}`;
}

type ValueReading = Pick<FieldSchema, 'type' | 'choices' | 'open' | 'default' | 'placeholder' | 'why' | 'confidence'>;

/** Reads what stands as a value: choices, a placeholder, a default, or nothing. */
export function readValue(
  name: string,
  value: string,
  help: string | null,
  pins: Pins,
  isStatus: boolean,
): ValueReading {
  const bare = unquoted(value);
  const offered =
    pins.choices === null
      ? isStatus
        ? readStates(value)
        : readChoices(value)
      : { choices: pins.choices, open: false };
  if (offered !== null) {
    const open = offered.open || (isStatus && pins.choices === null && showsOnlyBeginnings(offered.choices));
    const why = pins.choices === null ? 'its value lists the choices' : 'a comment in the template pins the choices';
    return {
      type: 'choice',
      choices: offered.choices,
      open,
      default: null,
      placeholder: value === '' ? null : value,
      why,
      confidence: 0.95,
    };
  }
  const waits = isStandIn(bare, name) || isQuestion(bare);
  const settled = waits || bare === '' ? null : bare;
  const named = help === null ? null : readChoicesInHelp(help);
  if (
    named !== null &&
    (settled === null || named.choices.some((choice) => choice.toLowerCase() === settled.toLowerCase()))
  ) {
    const placeholder = waits ? value : null;
    return {
      type: 'choice',
      choices: named.choices,
      open: named.open || (isStatus && showsOnlyBeginnings(named.choices)),
      default: settled,
      placeholder,
      why: 'the remark beside it lists the choices',
      confidence: 0.85,
    };
  }
  if (isStatus && settled !== null && settled.split(/\s+/u).length <= 3) {
    const why = 'a status with one default value; others are not shown';
    return {
      type: 'choice',
      choices: [settled],
      open: true,
      default: settled,
      placeholder: null,
      why,
      confidence: 0.6,
    };
  }
  const guess = guessType(name, bare === '' && help !== null && help.length <= 80 ? help : stripBrackets(bare));
  return { ...guess, choices: null, open: false, default: settled, placeholder: waits ? value : null };
}

/** `What did you decide?` asks for the value. */
function isQuestion(value: string): boolean {
  return /[?？]$/u.test(value) && /\S\s+\S+\s+\S|[\p{sc=Han}\p{sc=Hiragana}]{4}/u.test(value);
}

function unquoted(value: string): string {
  return value
    .trim()
    .replace(/^(["'`])([\s\S]*)\1$/u, '$2')
    .trim();
}

/** Finds "Only required for X" among the fields' help and turns it into a condition on the field that offers X. */
export function linkConditions(fields: readonly FieldSchema[]): FieldSchema[] {
  return fields.map((field) => {
    const condition = field.help === null ? null : conditionIn(field.help, field, fields);
    return condition === null ? field : { ...field, required: false, condition };
  });
}

const ONLY = /\b(?:only )?(?:required|needed|applicable|used|if|when|for)\b/iu;

function conditionIn(help: string, field: FieldSchema, fields: readonly FieldSchema[]): FieldCondition | null {
  if (!/\bonly\b/iu.test(help) || !ONLY.test(help)) return null;
  for (const other of fields) {
    if (other === field || other.choices === null) continue;
    const values = other.choices.filter((choice) => containsWords(help, choice));
    if (values.length > 0 && values.length < other.choices.length) return { field: other.key, values };
  }
  return null;
}

function containsWords(text: string, words: string): boolean {
  const at = text.toLowerCase().indexOf(words.toLowerCase());
  return (
    at !== -1 && words.length > 2 && !/\p{L}/u.test(text[at - 1] ?? '') && !/\p{L}/u.test(text[at + words.length] ?? '')
  );
}
