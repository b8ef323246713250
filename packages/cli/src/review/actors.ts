import { userInfo } from 'node:os';
import type { Actor } from '@specwright/core/lifecycle/event.ts';
import { Failure } from '../failure.ts';
import type { FolderGit } from '../workspace/folder-git.ts';

/**
 * Who works here: the person that `SPECWRIGHT_ACTOR` names (`Ada <ada@example.org>`), else git's user. `agent:` or
 * `service:` before the name says that it is no person.
 */
export class Actors {
  readonly #git: FolderGit;
  #known: Promise<Actor> | null = null;

  /** Git knows people outside of repositories too. `known` acts whatever the environment and git say. */
  constructor(git: FolderGit, known?: Actor) {
    this.#git = git;
    if (known !== undefined) this.#known = Promise.resolve(known);
  }

  here(): Promise<Actor> {
    this.#known ??= this.#find();
    return this.#known;
  }

  async #find(): Promise<Actor> {
    const said = process.env.SPECWRIGHT_ACTOR;
    if (said !== undefined && said.trim() !== '') return readActor(said);
    const user = await this.#git.user().catch(() => null);
    if (user !== null) return { kind: 'person', id: user.email.toLowerCase(), name: user.name };
    const { username } = userInfo();
    return { kind: 'person', id: username.toLowerCase(), name: username };
  }
}

const WRITTEN = /^(?:(agent|service|person):)?\s*([^<>]{0,300}?)\s*(?:<([^<>\s]{1,300})>)?$/u;

function readActor(said: string): Actor {
  const [, kind, name = '', address] = WRITTEN.exec(said.trim()) ?? [];
  if (name === '' && address === undefined) {
    throw new Failure(
      `SPECWRIGHT_ACTOR names nobody: ${JSON.stringify(said)}`,
      'Write it as "Ada Lovelace <ada@example.org>", or "agent:NAME" for what is no person',
    );
  }
  const id = (address ?? name).toLowerCase();
  return { kind: (kind ?? 'person') as Actor['kind'], id, name: name === '' ? id : name };
}
