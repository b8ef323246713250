import type { Invocation } from './command.ts';
export async function run(_invocation: Invocation): Promise<number> {
  return 2;
}
