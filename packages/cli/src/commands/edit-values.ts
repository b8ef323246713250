import { readFileSync } from 'node:fs';
import type { EditTerms } from '@specwright/core/operations/edit-document.ts';
import { resolve } from '@specwright/core/operations/edit-resolve.ts';
import { type AddressedValue, set } from '@specwright/core/operations/edit-set.ts';
import { tick, untick } from '@specwright/core/operations/edit-tick.ts';
import { Failure } from '../failure.ts';
import { type Invocation, isSet } from './command.ts';
import { runEdit } from './edit-session.ts';

/** `specwright set PATH ADDRESS VALUE [ADDRESS VALUE …]`. */
export async function runSet(invocation: Invocation): Promise<number> {
  const words = restOf(invocation);
  if (words.length % 2 === 1) {
    const last = JSON.stringify(words.at(-1));
    throw new Failure(
      `There is no value for the address ${last}`,
      'Addresses and values come in pairs; "" empties one',
    );
  }
  const values: AddressedValue[] = [];
  for (let at = 0; at < words.length; at += 2) {
    values.push({ address: words[at] as string, value: typedValue(words[at + 1] as string) });
  }
  return runEdit(invocation, (context) => set.run(context, { values, ...termsOf(invocation) }));
}

/** `specwright tick PATH ADDRESS…`. */
export function runTick(invocation: Invocation): Promise<number> {
  return runEdit(invocation, (context) => tick.run(context, { addresses: restOf(invocation), ...termsOf(invocation) }));
}

/** `specwright untick PATH ADDRESS…`. */
export function runUntick(invocation: Invocation): Promise<number> {
  return runEdit(invocation, (context) =>
    untick.run(context, { addresses: restOf(invocation), ...termsOf(invocation) }),
  );
}

/** The words after the path. */
export function restOf(invocation: Invocation): readonly string[] {
  return (invocation.arguments[1] ?? []) as readonly string[];
}

export function termsOf(invocation: Invocation): EditTerms {
  return { force: isSet(invocation, 'force'), keepDate: isSet(invocation, 'keepDate') };
}

/** A value as typed; `-` stands for what comes on the standard input, its last line end left out. */
export function typedValue(word: string): string {
  return word === '-' ? readFileSync(0, 'utf8').replace(/\r?\n$/u, '') : word;
}

/** `specwright resolve PATH ADDRESS ANSWER`. */
export function runResolve(invocation: Invocation): Promise<number> {
  const [, address, answer] = invocation.arguments as readonly string[];
  const input = { address: address as string, answer: typedValue(answer as string), ...termsOf(invocation) };
  return runEdit(invocation, (context) => resolve.run(context, input));
}
