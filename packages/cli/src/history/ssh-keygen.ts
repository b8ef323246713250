import { spawn } from 'node:child_process';
import { codeOf, Failure } from '../failure.ts';

/** What ssh-keygen said. */
export interface KeygenAnswer {
  /** True for exit code 0. */
  readonly ok: boolean;
  readonly stdout: string;
  /** The first line of the error stream. */
  readonly reason: string;
}

/** More than any signature or message of the program takes. */
const MOST_OUTPUT = 64 * 1024;

/**
 * Runs OpenSSH's `ssh-keygen` on an input, for at most `timeout` ms. A question for a passphrase or a touch goes to the
 * terminal, not through here.
 *
 * @throws {Failure} when the program is not there, or does not end in time
 */
export function sshKeygen(words: readonly string[], input: string, timeout: number): Promise<KeygenAnswer> {
  return new Promise((resolve, reject) => {
    // Times in a file of allowed signers are those of the reader's zone unless one is set.
    const env = { ...process.env, TZ: 'UTC', LC_ALL: 'C' };
    const child = spawn('ssh-keygen', [...words], { env, timeout, windowsHide: true, stdio: 'pipe' });
    let [stdout, stderr] = ['', ''];
    const add = (text: string, piece: Buffer): string => {
      if (text.length + piece.length > MOST_OUTPUT) child.kill();
      return text.length > MOST_OUTPUT ? text : text + piece.toString('utf8');
    };
    child.stdout.on('data', (piece: Buffer) => {
      stdout = add(stdout, piece);
    });
    child.stderr.on('data', (piece: Buffer) => {
      stderr = add(stderr, piece);
    });
    child.on('error', (error) => {
      const absent = codeOf(error) === 'ENOENT';
      reject(absent ? new Failure(needed, 'Install OpenSSH 8.2 or newer') : error);
    });
    child.on('close', (code, signal) => {
      if (signal !== null) {
        reject(new Failure(`ssh-keygen was given up after ${Math.round(timeout / 1000)} s`, 'Run the command again'));
        return;
      }
      const said = `${stderr}${code === 0 ? '' : stdout}`.trim().split('\n')[0] ?? '';
      resolve({ ok: code === 0, stdout, reason: said === '' ? 'ssh-keygen did not say why' : said });
    });
    // It may end before it has read everything; what went wrong it says itself.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

const needed = 'The program ssh-keygen is needed for signatures and was not found';
