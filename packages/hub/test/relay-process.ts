import { openDatabase } from '../src/database/database.ts';
import { openListener } from '../src/database/listen.ts';
import { post } from '../src/telling/post.ts';
import { blockList } from '../src/telling/public-address.ts';
import { startRelay } from '../src/telling/relay.ts';

/** A relay in a process of its own, which tests kill: `relay-process.mjs DATABASE RECEIVER`. It posts the id of what it tells. */
const [url = '', receiver = ''] = process.argv.slice(2);
const database = openDatabase(url);
const outside = { allowed: blockList(['127.0.0.0/8']), timeout: 5_000 };
await startRelay({
  database,
  listener: await openListener(database),
  lease: 400,
  poll: 100,
  failed: () => {},
  deliveries: {
    webhook: async ({ id }) => {
      await post(new URL(receiver), { 'webhook-id': id }, '{}', outside);
    },
  },
});
