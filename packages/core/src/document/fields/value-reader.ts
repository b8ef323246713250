import type { FieldRole, FieldType } from '../../template/schema.ts';
import type { BoundValue, Json } from '../document.ts';

/** A value as a document writes it. */
export interface ValueText {
  /** Trimmed, Markdown included. */
  readonly raw: string;
  /** Without Markdown marks, white space folded. */
  readonly plain: string;
  /** What YAML makes of it; undefined for a value written in Markdown. */
  readonly data: Json | undefined;
}

/** What a schema says of a value. Field and column schemas are both such. */
export interface ValueSpec {
  readonly type: FieldType;
  readonly choices: readonly string[] | null;
  readonly open: boolean;
  readonly default: string | null;
  readonly placeholder: string | null;
  readonly role?: FieldRole | null;
}

export type ValueReading = Pick<BoundValue, 'json' | 'state' | 'choice'>;

/** Reads a value that is neither empty nor the template's placeholder. One for each field type. Never throws. */
export type ValueReader = (text: ValueText, spec: ValueSpec) => ValueReading;

export function valid(json: Json): ValueReading {
  return { json, state: 'valid', choice: null };
}

export const INVALID: ValueReading = { json: null, state: 'invalid', choice: null };
