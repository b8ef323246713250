import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, inject } from 'vitest';
import { type Database, openDatabase } from '../src/database/database.ts';
import { migrate } from '../src/database/migrate.ts';
import { openCluster } from '../src/postgres/cluster.ts';
import { startServer } from '../src/postgres/server.ts';
import { type PostgresOfTheRun, watchOver } from './postgres-of-the-run.ts';

/**
 * A fresh database with every table and no row, for the tests of one file; it is dropped after them. It is on the PostgreSQL that the
 * run's tests share, or on the one that `SPECWRIGHT_TEST_DATABASE_URL` names, whose user must be allowed to create databases.
 */
export async function testDatabase(): Promise<Database> {
  const server = process.env.SPECWRIGHT_TEST_DATABASE_URL ?? (await serverOfTheRun());
  const name = `specwright_${randomBytes(8).toString('hex')}`;
  const database = openDatabase(named(server, name));
  if (process.env.SPECWRIGHT_TEST_DATABASE_URL === undefined) await ask(server, `create database ${name} template hub`);
  else {
    await ask(server, `create database ${name}`);
    await migrate(database);
  }
  afterAll(async () => {
    await database.close();
    await ask(server, `drop database if exists ${name} with (force)`);
  });
  return database;
}

/** The address of the shared PostgreSQL, with a migrated database `hub` to copy; the first test of the run that asks starts it. */
async function serverOfTheRun(): Promise<string> {
  const run = inject('postgresOfTheRun');
  const ready = join(run.folder, 'ready');
  if (claim(run.folder)) {
    watchOver(run);
    const server = await startServerOfTheRun(run).catch((error: unknown) => `not started: ${error}`);
    writeFileSync(`${ready}.new`, server);
    renameSync(`${ready}.new`, ready);
  }
  while (!existsSync(ready)) await sleep(20);
  const server = readFileSync(ready, 'utf8');
  if (!server.startsWith('postgresql:')) throw new Error(`PostgreSQL was ${server}`);
  return server;
}

async function startServerOfTheRun({ folder }: PostgresOfTheRun): Promise<string> {
  const cluster = await openCluster(folder, { fsync: 'off', full_page_writes: 'off', max_connections: '200' });
  await startServer(cluster);
  const server = cluster.reach.url('postgres');
  await ask(server, 'create database hub');
  const template = openDatabase(named(server, 'hub'));
  await migrate(template);
  await template.close();
  return server;
}

function claim(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

function named(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}

async function ask(server: string, question: string): Promise<void> {
  const client = new Client({ connectionString: server });
  await client.connect();
  await client.query(question);
  await client.end();
}
