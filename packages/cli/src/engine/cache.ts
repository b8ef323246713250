import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { homedir, platform } from 'node:os';
import { join } from 'node:path';
import { type FileStamp, hashOf, readText } from '../workspace/read-file.ts';
import { readShard, type ShardEntry, ShardWriter } from './cache-shard.ts';
import type { CheckedText, Job, JobSetting, Outcome } from './check-one.ts';

/** A document that was checked before, in the state it has now. */
export interface CacheHit {
  readonly job: Job;
  readonly outcome: Exclude<Outcome, { kind: 'broken' }>;
}

/** Few enough files to read quickly, small enough to write one anew when a document changes. */
const shardCount = 16;

/** Caches that nobody used for this long are removed. */
const keptFor = 14 * 24 * 3600 * 1000;

/** A file written so shortly before it was read may be written again within the same tick of the clock. */
const clockTick = 2000;

/**
 * Reports of documents by content, kept between runs. Everything else they depend on (templates, settings, this very
 * build) is in the folder's name, so that nothing stale can be found. Shards are replaced whole, so that runs beside
 * each other and runs that are killed leave a cache that is right, at worst without the newest entries.
 */
export class Cache {
  /** Where this cache stands. */
  readonly folder: string;
  readonly #writers = new Map<number, ShardWriter>();
  #writable = true;

  /** `build` names the program's own code. */
  constructor(setting: Omit<JobSetting, 'kept'>, build: string) {
    const identity = JSON.stringify([build, setting.root, setting.templates, setting.check]);
    this.folder = join(cacheHome(), createHash('sha256').update(identity).digest('hex').slice(0, 32));
  }

  /** Gives the documents that were checked before to `hit`, shard by shard, and returns the others. */
  take(jobs: readonly Job[], hit: (hit: CacheHit) => void): Job[] {
    const byShard = new Map<number, Job[]>();
    const others: Job[] = [];
    for (const job of jobs) {
      if (!isCacheable(job)) others.push(job);
      else {
        const shard = shardOf(job.name);
        const list = byShard.get(shard);
        if (list === undefined) byShard.set(shard, [job]);
        else list.push(job);
      }
    }
    for (const [shard, list] of byShard) for (const job of this.#takeShard(shard, list, hit)) others.push(job);
    return others;
  }

  #takeShard(shard: number, jobs: readonly Job[], hit: (hit: CacheHit) => void): Job[] {
    const entries = readShard(this.#pathOf(shard));
    if (entries.size === 0) return [...jobs];
    const others: Job[] = [];
    for (const job of jobs) {
      const entry = entries.get(job.name);
      const current = entry === undefined ? null : currentEntry(job, entry);
      const outcome = current === null ? null : parsedOutcome(current.outcome);
      if (current === null || outcome === null) others.push(job);
      else {
        if (current !== entry) this.#remember(current);
        hit({ job, outcome });
      }
    }
    return others;
  }

  /** Keeps a report for the next run. `outcome` is its JSON. */
  put(checked: CheckedText, outcome: string): void {
    this.#remember({ ...checked, outcome });
  }

  /** New entries go to the disk as they come, beside the shard, so that they need not be held. */
  #remember(entry: ShardEntry): void {
    if (!this.#writable) return;
    const shard = shardOf(entry.name);
    try {
      let writer = this.#writers.get(shard);
      if (writer === undefined) {
        mkdirSync(this.folder, { recursive: true });
        writer = new ShardWriter(this.#pathOf(shard));
        this.#writers.set(shard, writer);
      }
      writer.add(entry);
    } catch {
      this.#giveUp();
    }
  }

  /** Puts the new shards in place. A cache that cannot be written is no reason to fail. */
  save(): void {
    if (this.#writers.size === 0) return;
    try {
      for (const [shard, writer] of this.#writers) {
        for (const entry of readShard(this.#pathOf(shard)).values()) if (!writer.has(entry.name)) writer.add(entry);
        writer.finish();
        this.#writers.delete(shard);
      }
      touch(this.folder);
      removeUnused(cacheHome());
    } catch {
      this.#giveUp();
    }
  }

  /** The next run is as slow as this one; nothing else is lost. */
  #giveUp(): void {
    this.#writable = false;
    for (const writer of this.#writers.values()) writer.abandon();
    this.#writers.clear();
  }

  #pathOf(shard: number): string {
    return join(this.folder, `${shard.toString(16)}.jsonl`);
  }
}

function isCacheable(job: Job): boolean {
  return (
    job.text === null &&
    job.base === null &&
    job.history === null &&
    (job.companion === null || job.companion.text === null)
  );
}

/** The entry when it is about what the files hold now, with new stamps where only those differ; else null. */
function currentEntry(job: Job, entry: ShardEntry): ShardEntry | null {
  const stamp = currentStamp(job.path, entry.stamp, entry.hash, entry.readAt);
  if (stamp === null) return null;
  const { companion } = entry;
  if (job.companion === null || companion === null) {
    if (job.companion !== null || companion !== null) return null;
    return stamp === entry.stamp ? entry : { ...entry, stamp, readAt: Date.now() };
  }
  const beside = currentStamp(job.companion.path, companion.stamp, companion.hash, entry.readAt);
  if (beside === null) return null;
  if (stamp === entry.stamp && beside === companion.stamp) return entry;
  return { ...entry, stamp, readAt: Date.now(), companion: { stamp: beside, hash: companion.hash } };
}

/** The file's stamp when its content has this hash; null otherwise. Reads the file only when its stamp cannot tell. */
function currentStamp(path: string, known: FileStamp, hash: string, readAt: number): FileStamp | null {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined || stat.size !== known.size) return null;
  const same = stat.mtimeMs === known.modified && stat.ino === known.inode;
  if (same && known.modified + clockTick < readAt) return known;
  const reading = readText(path);
  return reading.kind === 'text' && hashOf(reading.text) === hash ? reading.stamp : null;
}

function parsedOutcome(json: string): CacheHit['outcome'] | null {
  try {
    return JSON.parse(json) as CacheHit['outcome'];
  } catch {
    return null;
  }
}

function shardOf(name: string): number {
  let hash = 0;
  for (let at = 0; at < name.length; at += 1) hash = (Math.imul(hash, 31) + name.charCodeAt(at)) | 0;
  return (hash >>> 0) % shardCount;
}

/** Where the platform keeps what can be made again; `SPECWRIGHT_CACHE` names another place. */
function cacheHome(): string {
  const { SPECWRIGHT_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (SPECWRIGHT_CACHE) return SPECWRIGHT_CACHE;
  if (XDG_CACHE_HOME) return join(XDG_CACHE_HOME, 'specwright');
  if (platform() === 'darwin') return join(homedir(), 'Library', 'Caches', 'specwright');
  if (platform() === 'win32' && LOCALAPPDATA) return join(LOCALAPPDATA, 'specwright', 'cache');
  return join(homedir(), '.cache', 'specwright');
}

function touch(folder: string): void {
  const now = new Date();
  utimesSync(folder, now, now);
}

function removeUnused(home: string): void {
  for (const name of readdirSync(home)) {
    const folder = join(home, name);
    const stat = statSync(folder, { throwIfNoEntry: false });
    if (stat?.isDirectory() && /^[0-9a-f]{32}$/.test(name) && Date.now() - stat.mtimeMs > keptFor) {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

/** Names the code of the worker's bundle: its entry file names its imports by their content. Null when there is none. */
export function buildOf(bundle: URL): string | null {
  try {
    return createHash('sha256').update(readFileSync(bundle)).digest('hex');
  } catch {
    return null;
  }
}
