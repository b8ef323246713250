import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { RoomClient } from './room-client.ts';
import { design } from './team-hub.ts';

/** Something that a hub said it has done; the mark is found where it was written, and nowhere else. */
export interface Acknowledged {
  readonly document: string;
  readonly mark: string;
  readonly as: 'text' | 'comment' | 'typed';
}

export interface Load {
  readonly acknowledged: readonly Acknowledged[];
  /** Answers that nobody had reason to give. */
  readonly surprises: readonly string[];
  /** Ends it, once what was asked is answered or given up. */
  stop(): Promise<void>;
}

export interface LoadInput {
  /** The hubs that can be asked; each client goes to the next one when its own does not answer. */
  readonly ports: readonly number[];
  /** By which a person is known to the hub. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bearer: string;
  readonly writers: number;
  readonly typists: number;
}

/** What a hub answered; null when it did not, or could not. */
interface Answered {
  readonly status: number;
  readonly body: string;
  readonly tag: string;
}

/** Writes over HTTP and types in rooms until it is stopped, and keeps what was acknowledged. */
export function startLoad(input: LoadInput): Load {
  const acknowledged: Acknowledged[] = [];
  const surprises: string[] = [];
  const state = { stopped: false, acknowledged, surprises };
  const ends = [
    ...Array.from({ length: input.writers }, (_, place) => new Writer(input, state, place).run()),
    ...Array.from({ length: input.typists }, (_, place) => new Typist(input, state, place).run()),
  ];
  return {
    acknowledged,
    surprises,
    stop: async () => {
      state.stopped = true;
      await Promise.all(ends);
    },
  };
}

interface LoadState {
  stopped: boolean;
  readonly acknowledged: Acknowledged[];
  readonly surprises: string[];
}

class Asker {
  protected readonly input: LoadInput;
  protected readonly state: LoadState;
  protected place: number;

  constructor(input: LoadInput, state: LoadState, place: number) {
    this.input = input;
    this.state = state;
    this.place = place;
  }

  protected get port(): number {
    return this.input.ports[this.place % this.input.ports.length] ?? 0;
  }

  /** Asks until there is an answer, of the next hub when one has none; null once the load is stopped. With a key, what is sent twice is done once. */
  protected async ask(method: string, path: string, body?: object, more: object = {}): Promise<Answered | null> {
    const headers = { ...this.input.headers, 'content-type': 'application/json', ...more };
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${this.port}/api/v1${path}`, {
        ...{ method, headers, signal: AbortSignal.timeout(20_000) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }).then(
        async (one) => ({ status: one.status, body: await one.text(), tag: one.headers.get('etag') ?? '' }),
        () => null,
      );
      const isAway = answer === null || answer.status === 503;
      if (!isAway && answer.status >= 400 && answer.status !== 409)
        this.state.surprises.push(`${method} ${path}: ${answer.status} ${answer.body.slice(0, 300)}`);
      if (!isAway) return answer;
      if (this.state.stopped) return null;
      this.place += 1;
      await sleep(25);
    }
  }

  protected async begin(): Promise<string | null> {
    const mark = randomUUID();
    const made = { file: `${mark}.md`, text: `${design('Plan')}\n` };
    const answer = await this.ask('POST', '/workspaces/specs/documents', made, { 'idempotency-key': mark });
    if (answer === null || answer.status !== 201) return null;
    const { id } = JSON.parse(answer.body) as { id: string };
    this.state.acknowledged.push({ document: id, mark: 'Parcels are lost', as: 'text' });
    return id;
  }
}

/** Begins documents, appends to them and talks about them. */
class Writer extends Asker {
  async run(): Promise<void> {
    while (!this.state.stopped) {
      const document = await this.begin();
      for (let turn = 0; turn < 6 && document !== null && !this.state.stopped; turn += 1) {
        if (turn % 3 === 2) await this.comment(document);
        else await this.append(document);
      }
    }
  }

  async comment(document: string): Promise<void> {
    const mark = randomUUID();
    const said = { address: 'problem', quote: '', text: mark, blocking: false };
    const answer = await this.ask('POST', `/documents/${document}/comment`, said, { 'idempotency-key': mark });
    if (answer?.status === 200) this.state.acknowledged.push({ document, mark, as: 'comment' });
  }

  async append(document: string): Promise<void> {
    const mark = randomUUID();
    const now = await this.ask('GET', `/documents/${document}/text`);
    if (now === null || now.status !== 200) return;
    const text = `${now.body}\n${mark}\n`;
    const answer = await this.ask('PUT', `/documents/${document}/text`, { text }, { 'if-match': now.tag });
    // A conflict says that somebody was faster; an attempt before this one may have been that somebody.
    if (answer?.status === 200) this.state.acknowledged.push({ document, mark, as: 'text' });
  }
}

/** Types in the room of one document. */
class Typist extends Asker {
  async run(): Promise<void> {
    const document = await this.begin();
    if (document === null) return;
    const client = new RoomClient();
    while (!this.state.stopped) {
      if (!client.isIn && !(await this.isJoined(client, document))) continue;
      await sleep(10);
      const mark = `⟨${randomUUID()}⟩`;
      client.insert(client.text.length, mark);
      client.whenSaved(() => this.state.acknowledged.push({ document, mark, as: 'typed' }));
    }
    client.close();
  }

  async isJoined(client: RoomClient, document: string): Promise<boolean> {
    this.place += 1;
    const room = `ws://127.0.0.1:${this.port}/api/v1/documents/${document}/room`;
    await client.connect(room, this.input.bearer).catch(() => {});
    while (!client.isIn && client.closeCode === undefined && !this.state.stopped) await sleep(10);
    if (!client.isIn) await sleep(25);
    return client.isIn;
  }
}

/** What was acknowledged and is not there, as a hub answers it to somebody who comes anew. */
export async function lostAt({ ports, headers, bearer }: LoadInput, all: readonly Acknowledged[]): Promise<string[]> {
  const lost: string[] = [];
  const hub = `127.0.0.1:${ports[0]}/api/v1/documents`;
  const read = async (path: string): Promise<string> => {
    const answer = await fetch(`http://${hub}/${path}`, { headers });
    return `${answer.status} ${await answer.text()}`;
  };
  const documents = new Set(all.map((one) => one.document)).values();
  const look = async (document: string): Promise<void> => {
    const here = all.filter((one) => one.document === document);
    const places = {
      text: () => read(`${document}/text`),
      comment: () => read(`${document}/history`),
      typed: () => roomText(`ws://${hub}/${document}/room`, bearer),
    };
    for (const as of ['text', 'comment', 'typed'] as const) {
      const marks = here.filter((one) => one.as === as).map(({ mark }) => mark);
      if (marks.length === 0) continue;
      const found = await places[as]();
      lost.push(...marks.filter((mark) => !found.includes(mark)).map((mark) => `${as} ${mark} in ${document}`));
    }
  };
  const lookAtMany = async (): Promise<void> => {
    for (const document of documents) await look(document);
  };
  await Promise.all(Array.from({ length: 4 }, lookAtMany));
  return lost;
}

async function roomText(url: string, bearer: string): Promise<string> {
  const client = new RoomClient();
  const came = new Promise<void>((done) => {
    client.heard = done;
  });
  await client.connect(url, bearer);
  await came;
  const { text } = client;
  client.close();
  return text;
}
