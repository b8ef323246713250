import { isAtOrBelow } from '../document/address-pool.ts';
import { type AddressTarget, addressMap, resolveAddress } from '../document/addresses.ts';
import { documentData } from '../document/data.ts';
import type { BoundDocument, Json } from '../document/document.ts';
import { camelName } from '../template/names.ts';
import type { Range } from '../text/range.ts';
import type { OpenDocument, OperationContext, Skipped } from './context.ts';
import type { Operation } from './operation.ts';

export interface ShowInput {
  /** Null for the whole document. */
  readonly address: string | null;
}

export type ShowOutput =
  | ShownDocument
  | { readonly kind: 'skipped'; readonly skipped: Skipped }
  | { readonly kind: 'no-address'; readonly suggestions: readonly string[] }
  | { readonly kind: 'ambiguous-address'; readonly candidates: readonly string[] };

export interface ShownDocument {
  readonly kind: 'shown';
  readonly document: OpenDocument;
  readonly title: string | null;
  /** As the template spells it; as written when it is none of the template's. */
  readonly status: string | null;
  /** The document's typed data. */
  readonly data: Json;
  /** Every address, or those at and below the one asked for, with the place of its value. */
  readonly addresses: ReadonlyMap<string, Range>;
  /** The part asked for; null for the whole document. */
  readonly part: ShownPart | null;
}

export interface ShownPart {
  readonly address: string;
  /** The part's Markdown as written. */
  readonly text: string;
  /** The part's typed data; its text where the typed data has no such place. */
  readonly data: Json;
}

/** One document, or a part of it, as typed data. */
export const show: Operation<ShowInput, ShowOutput> = {
  input: (zod) =>
    zod.object({
      address: zod.string().nullable().describe('A part, such as risks[2].likelihood; the whole document when null'),
    }),

  async run(context: OperationContext, { address }: ShowInput): Promise<ShowOutput> {
    let skipped: Skipped | null = null;
    const documents = await context.documents.open((file) => {
      skipped = file;
    });
    for (const document of documents) return shown(document, address);
    return {
      kind: 'skipped',
      skipped: skipped ?? { kind: 'unreadable', file: '', reason: 'There is no document here' },
    };
  },
};

function shown(document: OpenDocument, address: string | null): ShowOutput {
  const { bound } = document;
  const all = addressMap(bound);
  const whole: ShownDocument = {
    kind: 'shown',
    document,
    title: bound.title?.text ?? titleField(bound),
    status: bound.status === null ? null : (bound.status.state ?? bound.status.raw),
    data: documentData(bound),
    addresses: all,
    part: null,
  };
  if (address === null) return whole;
  const resolution = resolveAddress(bound, address);
  if (resolution.kind === 'none') return { kind: 'no-address', suggestions: resolution.suggestions };
  if (resolution.kind === 'ambiguous') return { kind: 'ambiguous-address', candidates: resolution.candidates };
  const found = resolution.target;
  return {
    ...whole,
    addresses: new Map([...all].filter(([name]) => isAtOrBelow(name, found.address))),
    part: partAt(bound, whole.data, found),
  };
}

/** Documents without a heading for a title may hold it in their metadata. */
function titleField({ fields }: BoundDocument): string | null {
  return fields.find(({ schema, value }) => schema?.role === 'title' && value.plain !== '')?.value.plain ?? null;
}

function partAt(bound: BoundDocument, data: Json, { address, range, inCompanion }: AddressTarget): ShownPart {
  const text = textAt(bound, range, inCompanion);
  const typed = dataAt(data, address);
  return { address, text, data: typed === undefined ? text : typed };
}

/** Follows an address through typed data: segments are keys in camelCase, ordinals count from 1. */
function dataAt(data: Json, address: string): Json | undefined {
  let at: Json | undefined = data;
  for (const step of address.match(/[^.[\]]+/g) ?? []) {
    if (Array.isArray(at)) at = (at as readonly Json[])[Number(step) - 1];
    else if (typeof at === 'object' && at !== null) at = (at as { readonly [key: string]: Json })[camelName(step)];
    else return undefined;
  }
  return at;
}

function textAt(bound: BoundDocument, range: Range, inCompanion: boolean): string {
  const text = inCompanion ? (bound.companion?.text ?? '') : bound.source.text;
  return text.slice(range.start, range.end).trimEnd();
}
