import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { orderEvents } from '@specwright/core/lifecycle/causal-order.ts';
import type { HistoryEvent } from '@specwright/core/lifecycle/event.ts';
import { sha256Of } from '@specwright/core/text/hash.ts';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { appendEvents } from '../src/history/append-events.ts';
import { readEvents } from '../src/history/event-files.ts';
import { FolderSource } from '../src/history/folder-source.ts';
import { keptText, missingTexts } from '../src/history/text-files.ts';
import { commented, created } from './history-events.ts';

const proof = process.env.SPECWRIGHT_PROOF === '1';
/** Rounds in which a writer is killed: all 500 take some minutes. */
const kills = Number(process.env.SPECWRIGHT_KILLS ?? (proof ? 500 : 12));
const now = Date.parse('2026-05-03T00:00:00Z');

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'history-'));
  folder = join(root, 'specs', '.history');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const source = (): FolderSource => new FolderSource(folder, 'specs/.history');
const pathOf = (event: HistoryEvent): string => join(folder, event.document ?? event.id, `${event.id}.json`);

function problemsOf(beginning: HistoryEvent): string[] {
  return (readEvents(source()).problems.get(beginning.id) ?? []).map(({ message }) => message);
}

/** A history of two events. */
function twoEvents(): [HistoryEvent, HistoryEvent] {
  const beginning = created('a.md', 'text');
  const comment = commented(beginning, [beginning], 'text 2', 'Why?');
  appendEvents(folder, [beginning, comment], ['text', 'text 2'], now);
  return [beginning, comment];
}

describe('events', () => {
  test('come back as they were written, with the texts they name', () => {
    const [beginning, comment] = twoEvents();
    const reading = readEvents(source());
    expect(orderEvents(reading.events.get(beginning.id) ?? []).events).toEqual([beginning, comment]);
    expect(reading.problems.size).toBe(0);
    expect(keptText(source(), comment.revision)).toEqual({ kind: 'text', text: 'text 2' });
    expect(missingTexts([beginning, comment], source())).toEqual([]);
    expect(readFileSync(join(folder, '.gitattributes'), 'utf8')).toBe('* -text\n');
    expect(JSON.parse(readFileSync(pathOf(comment), 'utf8'))).toEqual(comment);
  });

  test('are added once, however often', () => {
    const [beginning, comment] = twoEvents();
    const before = readFileSync(pathOf(comment));
    appendEvents(folder, [beginning, comment], ['text', 'text 2'], now);
    expect(readFileSync(pathOf(comment))).toEqual(before);
    expect(readdirSync(join(folder, beginning.id))).toHaveLength(2);
  });

  test('are not added without the texts that they name', () => {
    const beginning = created('a.md', 'text');
    expect(() => appendEvents(folder, [beginning], [], now)).toThrow('which is not kept');
    expect(existsSync(folder)).toBe(false);
  });

  test('of one document can be read alone', () => {
    const [beginning] = twoEvents();
    const other = created('b.md', 'text');
    appendEvents(folder, [other], ['text'], now);
    expect([...readEvents(source(), beginning.id).events.keys()]).toEqual([beginning.id]);
    expect(readEvents(source()).events.size).toBe(2);
    expect(readEvents(new FolderSource(join(root, 'none'), 'none')).events.size).toBe(0);
  });
});

describe('a broken event file is named and hides no other', () => {
  test.each<[string, (comment: HistoryEvent, other: HistoryEvent) => void, string]>([
    ['not JSON', (event) => writeFileSync(pathOf(event), '{"v":1,'), 'It is not JSON'],
    ['no event', (event) => writeFileSync(pathOf(event), '{"v":1}'), 'It is no event'],
    [
      'changed',
      (event) => writeFileSync(pathOf(event), JSON.stringify({ ...event, by: { ...event.by, name: 'Eve' } })),
      'Its content is not what its id says',
    ],
    [
      "another event's name",
      (event) => {
        rmSync(pathOf(event));
        writeFileSync(pathOf(event).replace(event.id, 'f'.repeat(64)), JSON.stringify(event));
      },
      'which belongs in a file of that name',
    ],
    [
      'of another document',
      (event, other) => {
        rmSync(pathOf(event));
        const file = pathOf(event).replace(`${event.id}.json`, `${other.id}.json`);
        writeFileSync(file, JSON.stringify(other));
      },
      'It belongs to another document',
    ],
    ['empty', (event) => writeFileSync(pathOf(event), ''), 'It is not JSON'],
    ['not UTF-8', (event) => writeFileSync(pathOf(event), Buffer.from([0x7b, 0xff, 0xfe])), 'The file'],
    [
      'a folder',
      (event) => {
        rmSync(pathOf(event));
        mkdirSync(pathOf(event));
      },
      'It is no regular file',
    ],
    [
      'a link',
      (event) => {
        rmSync(pathOf(event));
        symlinkSync('/etc/hostname', pathOf(event));
      },
      'It is no regular file',
    ],
  ])('%s', (_name, harm, message) => {
    const [beginning, comment] = twoEvents();
    const other = created('b.md', 'text');
    appendEvents(folder, [other], ['text'], now);
    harm(comment, other);
    expect(problemsOf(beginning)).toEqual([expect.stringContaining(message)]);
    expect(problemsOf(beginning)[0]).toContain(`specs/.history/${beginning.id}/`);
    expect(readEvents(source()).events.get(beginning.id)).toEqual([beginning]);
    expect(readEvents(source()).events.get(other.id)).toEqual([other]);
  });

  test('and is not written over', () => {
    const [, comment] = twoEvents();
    writeFileSync(pathOf(comment), '{}');
    expect(() => appendEvents(folder, [comment], ['text 2'], now)).toThrow('is damaged');
    expect(readFileSync(pathOf(comment), 'utf8')).toBe('{}');
  });
});

describe('texts', () => {
  test('are verified, and missing or damaged ones named', () => {
    const [beginning, comment] = twoEvents();
    writeFileSync(join(folder, 'texts', comment.revision), 'other');
    rmSync(join(folder, 'texts', beginning.revision));
    expect(keptText(source(), comment.revision)).toEqual({ kind: 'damaged' });
    expect(missingTexts([beginning, comment], source()).map(({ message }) => message)).toEqual([
      expect.stringContaining('is not kept'),
      expect.stringContaining('is damaged'),
    ]);
    expect(() => appendEvents(folder, [comment], ['text 2'], now)).toThrow('is damaged');
  });

  test('are set right when line ends were changed on the way', () => {
    const text = 'one\ntwo\n';
    const beginning = created('a.md', text);
    appendEvents(folder, [beginning], [text], now);
    writeFileSync(join(folder, 'texts', beginning.revision), text.replaceAll('\n', '\r\n'));
    expect(keptText(source(), beginning.revision)).toEqual({ kind: 'text', text });
  });

  test('keep every unit', () => {
    const text = '\uFEFFa\r\nb\n\rc\u2028𝓐\0';
    appendEvents(folder, [created('a.md', text)], [text], now);
    expect(keptText(source(), sha256Of(text))).toEqual({ kind: 'text', text });
  });
});

describe('a folder that cannot be written', () => {
  test('is named, and nothing changes', () => {
    mkdirSync(join(root, 'specs'));
    writeFileSync(folder, 'a file');
    const beginning = created('a.md', 'text');
    expect(() => appendEvents(folder, [beginning], ['text'], now)).toThrow(/Cannot write .*\.history/u);
    expect(readFileSync(folder, 'utf8')).toBe('a file');
  });

  test.skipIf(process.getuid?.() === 0)('is named when it is read-only (skipped for the superuser)', () => {
    const [beginning] = twoEvents();
    chmodSync(join(folder, beginning.id), 0o555);
    const comment = commented(beginning, [beginning], 'text', 'And?');
    expect(() => appendEvents(folder, [comment], ['text'], now)).toThrow('permission denied');
    chmodSync(join(folder, beginning.id), 0o755);
    expect(readEvents(source()).events.get(beginning.id)).toHaveLength(2);
  });
});

test('what a killed writer left is no event, and goes after an hour', () => {
  const [beginning] = twoEvents();
  const left = join(folder, beginning.id, `.${'a'.repeat(64)}.json.4242.0123abcd.tmp`);
  writeFileSync(left, '{"v":');
  const written = new Date(now - 59 * 60 * 1000);
  utimesSync(left, written, written);
  expect(problemsOf(beginning)).toEqual([]);
  appendEvents(folder, [beginning], ['text'], now);
  expect(existsSync(left)).toBe(true);
  appendEvents(folder, [beginning], ['text'], now + 2 * 60 * 1000);
  expect(existsSync(left)).toBe(false);
});

describe('writers in processes of their own', () => {
  let writer: string;
  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'writer-'));
    writer = join(folder, 'writer.mjs');
    const entry = fileURLToPath(new URL('./history-writer.ts', import.meta.url));
    const options = { bundle: true, platform: 'node', format: 'esm', outfile: writer, logLevel: 'error' } as const;
    const banner = {
      js: "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);",
    };
    await build({ ...options, entryPoints: [entry], banner });
  });
  afterAll(() => rmSync(join(writer, '..'), { recursive: true, force: true }));

  /** Ends with the writer; null when it was killed. */
  function write(name: string, rounds: number, killAfter: number | null): Promise<number | null> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [writer, folder, name, String(rounds)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      child.stdout.once('data', () => {
        if (killAfter !== null) setTimeout(() => child.kill('SIGKILL'), killAfter);
      });
      child.on('error', reject);
      child.on('close', resolve);
    });
  }

  /** Everything that is there is whole, and hangs together. */
  function expectWhole(): number {
    const reading = readEvents(source());
    expect([...reading.problems.values()].flat()).toEqual([]);
    let count = 0;
    for (const events of reading.events.values()) {
      expect(orderEvents(events).dangling).toEqual([]);
      expect(missingTexts(events, source())).toEqual([]);
      count += events.length;
    }
    for (const name of readdirSync(join(folder, 'texts'))) {
      if (!name.endsWith('.tmp')) expect(keptText(source(), name).kind).toBe('text');
    }
    return count;
  }

  test(`killed ${kills} times, leave only what is whole`, { timeout: 60_000 + kills * 5_000 }, async () => {
    let events = 0;
    let halfway = 0;
    for (let round = 0; round < kills; round += 1) {
      // Steps that never repeat, over a span in which the writer adds a few dozen events.
      const code = await write(`w${round}`, Number.POSITIVE_INFINITY, (round * 37.7) % 97);
      expect(code).toBeNull();
      events += expectWhole();
      const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
      if (names.some((name) => name.endsWith('.tmp'))) halfway += 1;
      rmSync(folder, { recursive: true, force: true });
    }
    expect(events).toBeGreaterThanOrEqual(kills);
    // Of so many kills some must have come in the middle of a write, or nothing was tried.
    if (kills >= 10) expect(halfway).toBeGreaterThan(0);
    if (proof) console.log(`${kills} kills, ${halfway} in the middle of a write; ${events} events were whole`);
  });

  test('several at once lose nothing', { timeout: 120_000 }, async () => {
    const names = ['a', 'b', 'c'];
    expect(await Promise.all(names.map((name) => write(name, 15, null)))).toEqual([0, 0, 0]);
    expect(expectWhole()).toBe(names.length * 31);
  });
});
