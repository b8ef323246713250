import { z } from 'zod';
import type { AgentWorkspace } from './agent-workspace.ts';

/** What a tool gives: data of its output shape, and a sentence on it. */
export interface Answer {
  readonly data: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** A verb as a model uses it. */
export interface Tool {
  /** What a model should know besides the verb's summary. */
  readonly about: string;
  readonly input: z.ZodObject;
  readonly output: z.ZodObject;
  run(workspace: AgentWorkspace, input: Readonly<Record<string, unknown>>): Promise<Answer>;
}

/** How a tool is written: its input is typed by its shape. */
export interface ToolPlan<Input extends z.ZodRawShape> {
  readonly about: string;
  readonly input: Input;
  readonly output: z.ZodRawShape;
  run(workspace: AgentWorkspace, input: z.output<z.ZodObject<Input>>): Promise<Answer>;
}

export function tool<Input extends z.ZodRawShape>({ about, input, output, run }: ToolPlan<Input>): Tool {
  return {
    about,
    input: z.strictObject(input),
    output: z.object(output),
    run: (workspace, given) => run(workspace, given as z.output<z.ZodObject<Input>>),
  };
}

export const documentInput = z
  .string()
  .min(1)
  .max(500)
  .describe('The document: its path in the workspace, file name, number, id or title');

export const oneDocument = { document: documentInput };
export const anyDocument = {
  document: documentInput.nullable().default(null).describe('One document; all when left out'),
};

/**
 * The input of an operation with everything that may be nothing left to be left out, so that a model says only what it
 * means. `usual` are values for what else may be left out.
 */
export function inputOf<Input>(
  operation: { input(zod: typeof z): z.ZodType<Input> },
  usual: { readonly [Name in keyof Input]?: Input[Name] } | null = null,
): InputShape<Input> {
  const { shape } = operation.input(z) as unknown as z.ZodObject<Record<string, z.ZodType>>;
  const entries = Object.entries(shape).map(([name, type]): [string, z.ZodType] => {
    const values = usual !== null && name in usual ? [usual[name as keyof Input]] : [null, false, []];
    const place = values.findIndex((value) => type.safeParse(value).success);
    return [name, place === -1 ? type : type.default(values[place])];
  });
  return Object.fromEntries(entries) as InputShape<Input>;
}

type InputShape<Input> = { readonly [Name in keyof Input]-?: z.ZodType<Exclude<Input[Name], undefined>> };

/** Longer answers are cut; as JSON, in UTF-16 units. */
const longest = 60_000;

export const paging = {
  limit: z.number().int().min(1).max(500).default(50).describe('The most entries to give'),
  cursor: z
    .string()
    .regex(/^\d{1,9}$/u)
    .nullable()
    .default(null)
    .describe('Where to go on: the `more` of the answer before'),
};

export interface Paging {
  readonly limit: number;
  readonly cursor: string | null;
}

/** What answers with many entries say of those that are not in it. */
export const pagedOutput = {
  total: z.number().int().describe('How many entries there are altogether'),
  more: z.string().nullable().describe('The cursor of the next entries; null at the end'),
};

/** A stretch of many entries, as many as one answer holds. */
export function page<Entry>(
  entries: readonly Entry[],
  { limit, cursor }: Paging,
): { readonly entries: readonly Entry[]; readonly total: number; readonly more: string | null } {
  const first = cursor === null ? 0 : Number(cursor);
  const shown: Entry[] = [];
  let size = 0;
  for (const entry of entries.slice(first, first + limit)) {
    const short = shortened(entry);
    size += JSON.stringify(short).length;
    if (size > longest && shown.length > 0) break;
    shown.push(short);
  }
  const end = first + shown.length;
  return { entries: shown, total: entries.length, more: end < entries.length ? String(end) : null };
}

/** Of a list, a longer text is told by its beginning; `show` gives all of it. */
const longestText = 4000;

function shortened<Entry>(entry: Entry): Entry {
  const cut = (_name: string, value: unknown): unknown =>
    typeof value === 'string' && value.length > longestText ? `${value.slice(0, longestText)}…` : value;
  const json = JSON.stringify(entry);
  return json.length <= longestText ? entry : JSON.parse(JSON.stringify(entry, cut));
}

/** Whether something is short enough to be given as a whole. */
export function fits(data: unknown): boolean {
  return (JSON.stringify(data)?.length ?? 0) <= longest;
}
