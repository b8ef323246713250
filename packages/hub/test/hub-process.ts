import { CannotStart } from '../src/postgres/cannot-start.ts';
import { startPostgres } from '../src/postgres/embedded.ts';

/** As much of a hub as starts PostgreSQL, in a process of its own, which tests kill: `hub-process.mjs FOLDER`. */
const say = (what: Record<string, unknown>): void => console.log(JSON.stringify(what));
try {
  const postgres = await startPostgres({
    folder: process.argv[2] ?? '',
    settings: { fsync: 'off' },
    tell: (line) => console.error(line),
    lost: () => process.exit(1),
  });
  process.on('SIGTERM', () => postgres.stop().then(() => process.exit(0)));
  say({ url: postgres.url });
} catch (error) {
  if (!(error instanceof CannotStart)) throw error;
  say({ refused: error.message, hint: error.hint });
}
