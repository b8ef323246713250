import type { Invocation } from './command.ts';
export async function runExplain(_i: Invocation): Promise<number> {
  return 2;
}
export async function runSchema(_i: Invocation): Promise<number> {
  return 2;
}
export async function runTypes(_i: Invocation): Promise<number> {
  return 2;
}
export async function runList(_i: Invocation): Promise<number> {
  return 2;
}
