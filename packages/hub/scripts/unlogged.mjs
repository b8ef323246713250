import { readFileSync, writeFileSync } from 'node:fs';

// drizzle has no words for a table that is not in the write-ahead log: its rows change with every move of a cursor, and
// nobody needs them after a crash.
for (const file of ['migrations/0000_first.sql', 'schema.sql']) {
  const sql = readFileSync(file, 'utf8');
  const logged = 'CREATE TABLE "room_presence"';
  if (!sql.includes(logged)) throw new Error(`${file} makes no table room_presence`);
  writeFileSync(file, sql.replace(logged, 'CREATE UNLOGGED TABLE "room_presence"'));
}
