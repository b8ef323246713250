import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type HistoryEvent, signedForm } from '@specwright/core/lifecycle/event.ts';
import type { Assurance } from '@specwright/core/lifecycle/policy.ts';
import { sha256Of } from '@specwright/core/text/hash.ts';
import { Failure } from '../failure.ts';
import type { FolderGit } from '../workspace/folder-git.ts';
import { readText } from '../workspace/read-file.ts';
import { sshKeygen } from './ssh-keygen.ts';

/** What an event's signature proves, read with one file of allowed signers. */
export type SignatureState =
  /** Made over this event with a key that is allowed for its author, who is the principal. */
  | { readonly kind: 'key'; readonly principal: string }
  /** Nothing is proved; `reason` says why a signature that is there was not looked at. */
  | { readonly kind: 'claimed'; readonly reason: string | null }
  /** A signature of another content, by another key than the author's, or none at all by its form. */
  | { readonly kind: 'bad'; readonly reason: string };

/** Says what is signed, so that a signature made for another purpose is none here: PROTOCOL.sshsig of OpenSSH. */
const NAMESPACE = 'specwright';

const VERIFY_WITHIN = 10_000;
/** Signing may wait for a passphrase, or a touch of the key. */
const SIGN_WITHIN = 120_000;
/** Programs at once. */
const AT_ONCE = 4;

const states = new Map<string, SignatureState>();

/** Signs events with a key of SSH, and tells what the signatures of others prove. */
export class SshSignatures {
  readonly #signers: string | null;
  readonly #key: string | null;

  /**
   * `signers` is the text of a file of allowed signers (ssh-keygen(1), ALLOWED SIGNERS), from wherever it may be trusted;
   * null when there is none. `key` is a file with a private or public key, or `key::` and a public key that the agent
   * holds; null to sign nothing.
   */
  constructor(signers: string | null, key: string | null) {
    this.#signers = signers;
    this.#key = key;
  }

  /** What events that are signed here will be proved by. */
  get ownAssurance(): Assurance {
    return this.#key === null || this.#signers === null ? 'claimed' : 'key';
  }

  /**
   * The event with its signature; as it is without a key.
   *
   * @throws {Failure} when it cannot be signed, or when the key is not allowed for the event's author
   */
  async sign(event: HistoryEvent): Promise<HistoryEvent> {
    if (this.#key === null) return event;
    const signature = await signatureOf(signedForm(event), this.#key);
    const signed = { ...event, signature };
    const state = await this.stateOf(signed);
    if (state.kind !== 'bad') return signed;
    throw new Failure(
      `The key ${this.#key} is not one of ${event.by.id}: ${state.reason}`,
      `Have a line \`${event.by.id} namespaces="${NAMESPACE}" <public key>\` added to the allowed signers, or sign with another key`,
    );
  }

  /** What the signature of one event proves. */
  async stateOf(event: HistoryEvent): Promise<SignatureState> {
    const { signature } = event;
    if (signature === undefined) return { kind: 'claimed', reason: null };
    if (this.#signers === null) return { kind: 'claimed', reason: 'There is no file of allowed signers' };
    const key = `${event.id} ${sha256Of(signature)} ${sha256Of(this.#signers)}`;
    const known = states.get(key);
    if (known !== undefined) return known;
    const state = await verify(event, signature, this.#signers);
    // What could not be looked at now may be later.
    if (state.kind !== 'claimed') states.set(key, state);
    return state;
  }

  /** What the signatures of many events prove, by the event's id; a few are looked at at once. */
  async statesOf(events: readonly HistoryEvent[]): Promise<ReadonlyMap<string, SignatureState>> {
    const found = new Map<string, SignatureState>();
    const pending = [...events];
    const work = async (): Promise<void> => {
      for (let event = pending.pop(); event !== undefined; event = pending.pop()) {
        found.set(event.id, await this.stateOf(event));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return found;
  }

  /** How surely the authors of events are known. A bad signature proves no more than none. */
  async assurances(events: readonly HistoryEvent[]): Promise<(event: HistoryEvent) => Assurance> {
    const found = await this.statesOf(events);
    return ({ id }) => (found.get(id)?.kind === 'key' ? 'key' : 'claimed');
  }
}

async function verify(event: HistoryEvent, signature: string, signers: string): Promise<SignatureState> {
  const folder = mkdtempSync(join(tmpdir(), 'specwright-signature-'));
  try {
    const [signersFile, signatureFile] = [join(folder, 'signers'), join(folder, 'signature')];
    writeFileSync(signersFile, signers, { mode: 0o600 });
    writeFileSync(signatureFile, signature, { mode: 0o600 });
    const principal = event.by.id;
    if (principal.includes('\0')) return { kind: 'bad', reason: 'The name of its author is none' };
    const common = ['-n', NAMESPACE, '-s', signatureFile];
    const at = event.at.replace(/\.\d+/u, '').replace(/[^\d]/gu, '');
    const allowed = ['-Y', 'verify', '-f', signersFile, '-I', principal, '-O', `verify-time=${at}`, ...common];
    const answer = await sshKeygen(allowed, signedForm(event), VERIFY_WITHIN);
    if (answer.ok) return { kind: 'key', principal };
    const form = await sshKeygen(['-Y', 'check-novalidate', ...common], signedForm(event), VERIFY_WITHIN);
    const reason = form.ok ? `It was made with a key that is not allowed for ${principal}` : form.reason;
    return { kind: 'bad', reason };
  } catch (error) {
    if (error instanceof Failure) return { kind: 'claimed', reason: error.message };
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function signatureOf(form: string, key: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'specwright-key-'));
  try {
    const words = ['-Y', 'sign', '-n', NAMESPACE, '-f'];
    const literal = literalKey(key);
    if (literal === null) words.push(withHome(key));
    else {
      writeFileSync(join(folder, 'key.pub'), `${literal}\n`, { mode: 0o600 });
      words.push(join(folder, 'key.pub'), '-U');
    }
    const answer = await sshKeygen(words, form, SIGN_WITHIN);
    if (answer.ok) return answer.stdout;
    throw new Failure(
      `Nothing was signed with ${key}: ${answer.reason}`,
      'Nothing was recorded; name a key with --key',
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A public key in place of its file, as git allows in `user.signingkey`; null for a file. */
function literalKey(key: string): string | null {
  if (key.startsWith('key::')) return key.slice('key::'.length);
  return key.startsWith('ssh-') ? key : null;
}

function withHome(path: string): string {
  return path.startsWith('~/') ? join(homedir(), path.slice(2)) : path;
}

/** The key to sign with: the one that is asked for, else git's where git signs with SSH; null when there is none. */
export async function signingKey(git: FolderGit | null, asked: string | null): Promise<string | null> {
  if (asked !== null || git === null) return asked;
  const [format, key] = [await git.setting('gpg.format'), await git.setting('user.signingkey')];
  return format === 'ssh' && key !== null && key !== '' ? key : null;
}

/**
 * The text of the allowed signers of a folder: the workspace's own file where it is there, else git's
 * `gpg.ssh.allowedSignersFile`; null when there is neither. `file` is a name of the workspace.
 */
export async function allowedSigners(root: string, file: string, git: FolderGit | null): Promise<string | null> {
  const own = readText(join(root, file));
  if (own.kind === 'text') return own.text;
  const named = git === null ? null : await git.setting('gpg.ssh.allowedSignersFile');
  if (named === null || named === '') return null;
  const reading = readText(resolve(root, withHome(named)));
  return reading.kind === 'text' ? reading.text : null;
}
