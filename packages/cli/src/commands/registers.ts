import type { RunCommand } from './command.ts';
export function runRegister(_name: string): RunCommand {
  return async () => 2;
}
