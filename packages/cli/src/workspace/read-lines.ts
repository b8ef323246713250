import { createReadStream } from 'node:fs';
import { Failure, reasonOf } from '../failure.ts';

/**
 * The lines of a file of any size, one at a time, without their line feeds; of standard input for `-`. Throws a `Failure` when it
 * cannot be read, is no UTF-8, or has a line of more than `longest` bytes.
 */
export async function* readLines(path: string, longest: number): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const stream = path === '-' ? process.stdin : createReadStream(path);
  let count = 0;
  let pieces: Buffer[] = [];
  let bytes = 0;
  const take = (piece: Buffer): void => {
    bytes += piece.length;
    if (bytes > longest) throw new Failure(`${path} has a line of more than ${longest} bytes: line ${count + 1}`);
    pieces.push(piece);
  };
  const line = (): string => {
    const whole = Buffer.concat(pieces);
    pieces = [];
    bytes = 0;
    count += 1;
    try {
      return decoder.decode(whole);
    } catch {
      throw new Failure(`Line ${count} of ${path} is not UTF-8`);
    }
  };
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      let start = 0;
      for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
        take(chunk.subarray(start, end));
        yield line();
        start = end + 1;
      }
      if (start < chunk.length) take(chunk.subarray(start));
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`Cannot read ${path}: ${reasonOf(error)}`);
  }
  if (bytes > 0) yield line();
}
