import { Client } from 'pg';
import type { Database } from './database.ts';

/** One connection that hears what other processes notify. */
export interface Listener {
  /**
   * Calls `hear` with each payload on `channel`, and `missed` each time after which some may have gone unheard: the connection
   * was lost and is back. What is heard names rows; whoever hears it reads them.
   */
  on(channel: string, hear: (payload: string) => void, missed: () => void): Promise<void>;
  close(): Promise<void>;
}

interface Ear {
  readonly channel: string;
  readonly hear: (payload: string) => void;
  readonly missed: () => void;
}

interface Connection {
  readonly client: Client;
  readonly ended: Promise<void>;
}

/** How long is waited before a lost connection is made again, ms. */
const PAUSE = 250;
/** How often the connection is asked whether it still lives, ms; a half-open one never says so by itself. */
const PULSE = 10_000;

/** Begins to listen. Throws when the database cannot be reached now; later it is tried again until the listener is closed. */
export async function openListener(database: Database): Promise<Listener> {
  const ears: Ear[] = [];
  let closed = false;
  let connection = await connect(database.url, ears);
  const pulse = setInterval(() => {
    const { client } = connection;
    client.query('select 1').catch(() => client.end());
  }, PULSE);
  pulse.unref();

  const keep = async (): Promise<void> => {
    for (;;) {
      await connection.ended;
      if (closed) return;
      const next = await connect(database.url, ears).catch(() => null);
      if (next === null) await new Promise((done) => setTimeout(done, PAUSE));
      else {
        connection = next;
        for (const ear of ears) ear.missed();
      }
    }
  };
  const kept = keep();

  return {
    on: async (channel, hear, missed) => {
      ears.push({ channel, hear, missed });
      await connection.client.query(listenTo(channel));
    },
    close: async () => {
      closed = true;
      clearInterval(pulse);
      await connection.client.end();
      await kept;
    },
  };
}

async function connect(url: string, ears: readonly Ear[]): Promise<Connection> {
  const client = new Client({ connectionString: url, keepAlive: true, query_timeout: PULSE });
  const ended = new Promise<void>((end) => {
    client.on('error', () => end());
    client.on('end', () => end());
  });
  client.on('notification', ({ channel, payload }) => {
    for (const ear of ears) if (ear.channel === channel) ear.hear(payload ?? '');
  });
  try {
    await client.connect();
    for (const channel of new Set(ears.map((ear) => ear.channel))) await client.query(listenTo(channel));
  } catch (error) {
    await client.end().catch(() => {});
    throw error;
  }
  return { client, ended };
}

function listenTo(channel: string): string {
  return `listen "${channel.replaceAll('"', '""')}"`;
}
