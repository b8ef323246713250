import type { Invocation } from './command.ts';

export async function watchAndCheck(_invocation: Invocation, once: () => Promise<number>): Promise<number> {
  return once();
}
