import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Hub, HubPorts } from '@specwright/hub/hub.ts';
import { CannotStart } from '@specwright/hub/postgres/cannot-start.ts';
import { codeOf, Failure } from '../failure.ts';
import type { Invocation } from './command.ts';

/** What of a hub's ports is the same for every command that starts one. */
type CommonPorts = Pick<HubPorts, 'version' | 'files' | 'lost'>;

/** Starts a hub, says where it is, and runs it until a signal comes or its database is lost; gives the exit code. */
export async function runHub(invocation: Invocation, start: (ports: CommonPorts) => Promise<Hub>): Promise<number> {
  const { terminal, version, worker } = invocation;
  const { promise: ended, resolve: end } = withEnd();
  const lost = (reason: unknown): void => {
    terminal.say(`error: The hub lost its database: ${reason instanceof Error ? reason.message : reason}\n`);
    end(2);
  };
  const interrupted = (): void => end(0);
  process.once('SIGINT', interrupted);
  process.once('SIGTERM', interrupted);
  try {
    const hub = await start({ version, files: filesBeside(worker), lost });
    terminal.write(`Specwright is at ${addressOf(hub.url)}\n`);
    const code = await ended;
    await hub.stop();
    return code;
  } catch (error) {
    throw asFailure(error);
  } finally {
    process.removeListener('SIGINT', interrupted);
    process.removeListener('SIGTERM', interrupted);
  }
}

function withEnd(): { readonly promise: Promise<number>; readonly resolve: (code: number) => void } {
  let resolve = (_code: number): void => {};
  const promise = new Promise<number>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** As people write it: without the slash that says nothing. */
function addressOf(url: URL): string {
  return url.search === '' ? url.href.replace(/\/$/u, '') : url.href;
}

/** The files of the hub as the build laid them beside the bundle. */
export function filesBeside(worker: URL): HubPorts['files'] {
  const at = (name: string): string => fileURLToPath(new URL(`./hub/${name}`, worker));
  const files = { migrations: at('migrations'), apiPage: at('api-page') };
  if (existsSync(files.migrations)) return files;
  throw new Failure('This build of Specwright is without the hub', 'Install it anew');
}

/** What stands in the hub's way as the command line says it; other errors as they are. */
export function asFailure(error: unknown): unknown {
  if (error instanceof CannotStart) return new Failure(error.message, error.hint);
  const missing = /Cannot find (?:package|module) '(@[^']+)'/u.exec(error instanceof Error ? error.message : '')?.[1];
  if (codeOf(error) !== 'ERR_MODULE_NOT_FOUND' || missing === undefined) return error;
  return new Failure(`The hub needs the npm package ${missing}`, `Install it with npm install ${missing}`);
}
