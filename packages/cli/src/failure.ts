import { dirname } from 'node:path';

/** A reason to stop that the user can do something about. Shown as it is, without a stack. */
export class Failure extends Error {
  /** What to do next; null when the message says it. */
  readonly hint: string | null;

  constructor(message: string, hint: string | null = null) {
    super(message);
    this.name = 'Failure';
    this.hint = hint;
  }
}

/** The reason in an error of Node's file system or child process, in words; other errors as they are. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  const known = code === null ? undefined : reasons[code];
  if (known !== undefined) return known;
  return error instanceof Error ? error.message : String(error);
}

/** Node's name of a system error (`ENOENT`); null for other errors. */
export function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}

/** Why a file could not be written, and what to do; nothing of it was. */
export function cannotWrite(path: string, error: unknown): Failure {
  return new Failure(`Cannot write ${path}: ${reasonOf(error)}`, hintOnWriting(codeOf(error), dirname(path)));
}

function hintOnWriting(code: string | null, folder: string): string | null {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `Make ${folder} writable; nothing was changed`;
    case 'ENOSPC':
      return 'Make room and run the command again; nothing was changed';
    default:
      return null;
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EISDIR: 'it is a folder, not a file',
  ENOTDIR: 'a part of the path is a file, not a folder',
  ELOOP: 'the symbolic links lead in a circle',
  EMFILE: 'too many open files',
  ENOSPC: 'no space left on the disk',
  EROFS: 'the file system is read-only',
  ENAMETOOLONG: 'the path is too long',
  EEXIST: 'something with this name is there already',
  ETIMEDOUT: 'it took too long',
};

/** A mistake of ours in one line, with the way to report it; the stack only for who asks. */
export function bugText(error: { readonly message: string; readonly stack?: string | undefined }): string {
  const line = `error: Specwright itself failed: ${error.message.split('\n')[0]}\n`;
  if (process.env.SPECWRIGHT_DEBUG) return `${line}${error.stack ?? ''}\n`;
  return `${line}  Please report it with the output of the same command under SPECWRIGHT_DEBUG=1\n`;
}
