import { connect, createServer, type Socket } from 'node:net';

/** Where the connection of a commit is lost: on the way to the database, or on the way back. */
export type Cut = 'there' | 'back';

/** Stands between a hub and its database, and loses the connection of the next commit. */
export interface CuttingProxy {
  /** The address of the same database by way of the proxy. */
  readonly url: string;
  cutNextCommit(cut: Cut): void;
  close(): void;
}

export async function proxyFor(database: string): Promise<CuttingProxy> {
  const address = new URL(database);
  const folder = address.searchParams.get('host');
  const port = address.port || '5432';
  const { hostname } = address;
  const upstream = (): Socket =>
    folder === null ? connect(Number(port), hostname) : connect(`${folder}/.s.PGSQL.${port}`);
  let next: Cut | null = null;
  const server = createServer((client) => {
    const real = upstream();
    let cut: Cut | null = null;
    const lose = (): void => {
      client.destroy();
      real.destroy();
    };
    client.on('data', (data) => {
      if (next !== null && data.includes('commit\0')) {
        cut = next;
        next = null;
      }
      if (cut === 'there') lose();
      else real.write(data);
    });
    real.on('data', (data) => (cut === 'back' ? lose() : client.write(data)));
    for (const socket of [client, real]) socket.on('error', lose).on('close', lose);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const own = server.address();
  address.searchParams.delete('host');
  address.hostname = '127.0.0.1';
  address.port = String(typeof own === 'object' ? own?.port : '');
  return {
    url: address.href,
    cutNextCommit: (cut) => {
      next = cut;
    },
    close: () => server.close(),
  };
}
