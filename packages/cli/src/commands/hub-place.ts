import { join } from 'node:path';
import { dataHome, readPlace } from '@specwright/hub/configuration.ts';
import type { UpkeepInput } from '@specwright/hub/upkeep.ts';
import type { Invocation } from './command.ts';
import { asFailure, filesBeside } from './run-hub.ts';

/** Where a team's hub keeps its data when nothing says where. */
export function dataOfHub(): string {
  return join(dataHome(process.env), 'hub');
}

/** Works on a hub without serving it. Throws a `Failure` for what stands in the way. */
export async function onHub<Result>(
  { options, worker }: Invocation,
  work: (input: UpkeepInput) => Promise<Result>,
): Promise<Result> {
  try {
    const place = readPlace(options, process.env, dataOfHub());
    return await work({ place, files: filesBeside(worker) });
  } catch (error) {
    throw asFailure(error);
  }
}
