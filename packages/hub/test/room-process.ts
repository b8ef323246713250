import { openDatabase } from '../src/database/database.ts';
import { serveRooms } from './room-server.ts';

// A process of a hub, as far as rooms go, for tests that kill one. The database and the settings come as arguments.
const [url = '', settings = '{}'] = process.argv.slice(2);
const server = await serveRooms(openDatabase(url), { settings: JSON.parse(settings) });
process.stdout.write(`${server.urlOf('')}\n`);
process.on('SIGTERM', () => void server.close().then(() => process.exit(0)));
