import type { z } from 'zod';
import type { OperationContext } from './context.ts';

/** The library of shapes, handed in so that it is loaded only where input comes from outside. */
export type Zod = typeof z;

/** What a verb does. Verbs that need more of the place they run in say so by their `Context`. */
export interface Operation<Input, Output, Context = OperationContext> {
  /** The shape of its input, for surfaces that receive it as data. */
  input(zod: Zod): z.ZodType<Input>;
  run(context: Context, input: Input): Promise<Output>;
}

/** What every surface knows of a verb before it is used. */
export interface OperationEntry {
  /** As it is typed: `template explain`. */
  readonly name: string;
  /** One line for lists of verbs, without a full stop. */
  readonly summary: string;
  /** `reads` changes nothing; `edits` changes documents; `appends` adds to histories. */
  readonly effect: 'reads' | 'edits' | 'appends';
  /** What its user must be allowed to do. */
  readonly right: 'read' | 'write';
  /** Where it may appear; none unless listed. Verbs that take a path appear in the terminal only. */
  readonly surfaces: readonly Surface[];
}

export type Surface = 'terminal' | 'http' | 'mcp';
