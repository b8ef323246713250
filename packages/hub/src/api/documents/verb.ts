import type { Operation } from '@specwright/core/operations/operation.ts';
import type { OperationName } from '@specwright/core/operations/operations.ts';
import { z } from 'zod';

/** A verb of core as a route answers it. */
export interface Verb<Context, Output> {
  readonly name: OperationName;
  readonly summary: string;
  /** Core's input; what else is asked for the route adds. */
  readonly input: z.ZodObject;
  run(context: Context, input: object): Promise<Output>;
}

export function verb<Input, Output, Context>(
  name: OperationName,
  summary: string,
  operation: Operation<Input, Output, Context>,
): Verb<Context, Output> {
  const input = operation.input(z) as unknown as z.ZodObject;
  return { name, summary, input, run: async (context, given) => operation.run(context, given as Input) };
}
