import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assign } from '@specwright/core/operations/assign.ts';
import { technicalSpecText } from '@specwright/core/template/builtin/technical-spec.ts';
import { program } from '../playground.ts';
import { addressOf, type Person, people, policyText, specText } from './cast.ts';
import { Clock } from './clock.ts';
import { Clone } from './clone.ts';
import { Gate } from './gate.ts';
import { Ledger } from './ledger.ts';
import { Random } from './random.ts';

const driver = `"${process.execPath}" "${program}" merge-file %O %A %B %P`;

/** Ten people with a clone each of one repository, and what they know of one another. */
export class World {
  readonly random: Random;
  readonly clock = new Clock();
  readonly ledger = new Ledger();
  readonly gate: Gate;
  readonly clones: ReadonlyMap<string, Clone>;
  readonly #folder: string;

  constructor(seed: string) {
    this.random = new Random(seed);
    this.#folder = realpathSync(mkdtempSync(join(tmpdir(), 'simulation-')));
    const origin = join(this.#folder, 'origin.git');
    execFileSync('git', ['init', '-q', '--bare', '-b', 'main', origin]);
    for (const { name } of people) this.#makeKey(name);
    this.#agree(origin);
    this.clones = new Map(
      people.map(({ name }) => {
        // Not everybody has the merge driver.
        const clone = this.#clone(name).cloneFrom(origin, this.random.once(3) ? null : driver);
        clone.git('checkout', '-q', '-b', branchOf(name));
        return [name, clone];
      }),
    );
    const clone = new Clone(join(this.#folder, 'gate'), 'gate', this.clock, null);
    this.gate = new Gate(clone.cloneFrom(origin, this.random.once(2) ? null : driver), this.ledger);
  }

  cloneOf({ name }: Person): Clone {
    const clone = this.clones.get(name);
    if (clone === undefined) throw new Error(`${name} has no clone`);
    return clone;
  }

  /** The public key of somebody, as a line of the allowed signers. */
  signerLine(principal: string, holder: string): string {
    const key = readFileSync(`${this.keyOf(holder)}.pub`, 'utf8').trim();
    return `${addressOf(principal)} namespaces="specwright" ${key}\n`;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** A file with somebody's private key. */
  keyOf(name: string): string {
    return join(this.#folder, 'keys', name);
  }

  #makeKey(name: string): void {
    mkdirSync(join(this.#folder, 'keys'), { recursive: true });
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', this.keyOf(name)]);
  }

  #clone(name: string): Clone {
    return new Clone(join(this.#folder, name), name, this.clock, this.keyOf(name));
  }

  /** Begins the histories, one after the other. */
  async begin(): Promise<this> {
    const clone = this.cloneOf(people[0] as Person);
    for (const file of clone.documents()) {
      const owner = addressOf(clone.name);
      await clone.act(file, (context) =>
        assign.run(context, { owner, team: undefined, decideBy: undefined, dryRun: false }),
      );
    }
    clone.commit('Begin');
    clone.git('push', '-q', 'origin', 'HEAD:main');
    for (const other of this.clones.values()) other.git('pull', '-q', 'origin', 'main');
    return this;
  }

  /** The rules, and a document by each of two authors. */
  #agree(origin: string): void {
    const clone = new Clone(join(this.#folder, 'first'), 'ada', this.clock, null);
    clone.git('init', '-q', '-b', 'main');
    clone.configure(null);
    clone.write('.gitattributes', 'specs/0*.md merge=specwright\n');
    clone.write('specwright.yaml', policyText);
    clone.write('specs/template.md', technicalSpecText);
    clone.write('.specwright/allowed_signers', people.map(({ name }) => this.signerLine(name, name)).join(''));
    clone.commit('Agree on the rules');
    for (const [place, author] of ['ada', 'ben'].entries()) {
      clone.write(`specs/000${place + 1}-plan.md`, specText(`Plan ${place + 1}`, author));
      clone.commit(`Write plan ${place + 1}`, `--author=${author} <${addressOf(author)}>`);
    }
    clone.git('push', '-q', origin, 'main');
  }
}

/** The branch that somebody works on. */
export function branchOf(name: string): string {
  return `work/${name}`;
}
