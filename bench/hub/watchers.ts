import { Agent, type ClientRequest, request } from 'node:http';

/** Somebody who is told of changes as they come. */
export interface Watcher {
  /** The moment at which a change of a document is heard of next, by `performance.now()`; NaN once the hub has let go of who watches. */
  heardOf(document: string): Promise<number>;
  close(): void;
}

/** So many who watch everything, all of them told from now on. */
export function watchChanges(
  url: URL,
  headers: Readonly<Record<string, string>>,
  watchers: number,
): Promise<Watcher[]> {
  const agent = new Agent({ maxSockets: watchers });
  return Promise.all(Array.from({ length: watchers }, () => watchOnce(url, headers, agent)));
}

function watchOnce(url: URL, headers: Readonly<Record<string, string>>, agent: Agent): Promise<Watcher> {
  const waiting = new Map<string, (at: number) => void>();
  let asked: ClientRequest;
  let isOver = false;
  const hear = (line: string): void => {
    if (!line.startsWith('data: ')) return;
    const { document } = JSON.parse(line.slice('data: '.length));
    waiting.get(document)?.(performance.now());
    waiting.delete(document);
  };
  return new Promise((done, failed) => {
    asked = request(url, { agent, headers: { ...headers } }, (answer) => {
      let rest = '';
      answer.setEncoding('utf8').on('data', (part: string) => {
        const lines = `${rest}${part}`.split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) hear(line);
        done({
          heardOf: (document) => new Promise((heard) => (isOver ? heard(Number.NaN) : waiting.set(document, heard))),
          close: () => asked.destroy(),
        });
      });
      answer.on('error', () => {});
      answer.on('close', () => {
        isOver = true;
        for (const heard of waiting.values()) heard(Number.NaN);
      });
    });
    asked.on('error', failed);
    asked.end();
  });
}
