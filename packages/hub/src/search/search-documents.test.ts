import { beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '../../test/database.ts';
import { callerNamed, makeWorkspaces, shelve } from '../../test/shelf.ts';
import { document } from '../database/tables/documents.ts';
import { searchDocument, searchPart } from '../database/tables/search.ts';
import type { Caller } from '../rights/right.ts';
import type { Excerpt } from './excerpt.ts';
import { forgetIndexed } from './index-document.ts';
import { type SearchInput, type SearchPage, searchDocuments } from './search-documents.ts';

const database = await testDatabase();
let admin: Caller;

beforeAll(async () => {
  await makeWorkspaces(database, ['one', 'two']);
  admin = await callerNamed(database, 'root', true);
});

function find(text: string, more: Partial<SearchInput> = {}): Promise<SearchPage> {
  const input = { workspace: 'one', text, filters: [], sort: 'rank', cursor: null, limit: 20, ...more } as const;
  return searchDocuments(database, admin, input);
}

async function filesFor(text: string, more: Partial<SearchInput> = {}): Promise<string[]> {
  return (await find(text, more)).documents.map(({ file }) => file);
}

function marked({ text, marks }: Excerpt): string[] {
  return marks.map(({ start, end }) => text.slice(start, end));
}

describe('languages', () => {
  beforeAll(async () => {
    const texts: Readonly<Record<string, string>> = {
      'zh.md': '# Design: 支付系统\n\n## Problem\n\n我们需要一个分布式数据库来存储用户订单，性能很重要。\n',
      'ja.md': '# Design: 検索エンジン\n\n## Problem\n\n全文検索の精度が低い。ﾃﾞｰﾀﾍﾞｰｽを選ぶ。\n',
      'ko.md': '# Design: 결제 시스템\n\n## Problem\n\n정보보안을 위한 데이터베이스가 필요합니다.\n',
      'ar.md': '# Design: نظام\n\n## Problem\n\nنحتاج إلى قَاعِدَةِ بيانات آمنة للمؤسسة\n',
      'he.md': '# Design: מערכת\n\n## Problem\n\nאנחנו צריכים בְּסִיס נתונים חדש\n',
      'th.md': '# Design: ระบบ\n\n## Problem\n\nระบบต้องการฐานข้อมูลใหม่\n',
      'hi.md': '# Design: प्रणाली\n\n## Problem\n\nहमें नया डेटाबेस चाहिए\n',
      'de.md': '# Design: Übersicht\n\n## Problem\n\nGrößenänderung der Datensätze, MASSSTAB und Fußnote\n',
      'tr.md': '# Design: Yapı\n\n## Problem\n\nSığınakta ışık; ÇÖZÜM ve şifreleme\n',
      'vi.md': '# Design: Hệ thống\n\n## Problem\n\nCơ sở dữ liệu phân tán\n',
      'fr.md': "# Design: Café\n\n## Problem\n\nL'élève œuvre à la Straße; İstanbul ΟΔΟΣ naïve\n",
    };
    for (const [file, text] of Object.entries(texts)) await shelve(database, { file: `lang/${file}`, text });
  });

  test.each([
    ['数据库', 'zh.md', ['数据库']],
    ['分布式 订单', 'zh.md', ['分布式', '订单']],
    ['钱', null, []],
    ['储', 'zh.md', ['储']],
    ['要', 'zh.md', ['要', '要']],
    ['检索', null, []],
    ['検索', 'ja.md', ['検索']],
    ['データベース', 'ja.md', ['ﾃﾞｰﾀﾍﾞｰｽ']],
    ['보안', 'ko.md', ['보안']],
    ['데이터베이스'.normalize('NFD'), 'ko.md', ['데이터베이스']],
    ['قاعدة', 'ar.md', ['قَاعِدَةِ']],
    ['امنه', 'ar.md', ['آمنة']],
    ['בסיס', 'he.md', ['בְּסִיס']],
    ['ข้อมูล', 'th.md', ['ข้อมูล']],
    ['डेटाबेस', 'hi.md', ['डेटाबेस']],
    ['ubersicht grossenanderung', 'de.md', ['Größenänderung']],
    ['maßstab FUSSNOTE', 'de.md', ['MASSSTAB', 'Fußnote']],
    ['SIGINAK', 'tr.md', ['Sığınakta']],
    ['ışık çözüm SIFRELEME', 'tr.md', ['ışık', 'ÇÖZÜM', 'şifreleme']],
    ['"co so du lieu"', 'vi.md', ['Cơ', 'sở', 'dữ', 'liệu']],
    ['eleve oeuvre strasse', 'fr.md', ['élève', 'œuvre', 'Straße']],
    ['istanbul οδος NAIVE', 'fr.md', ['İstanbul', 'ΟΔΟΣ', 'naïve']],
  ])('%s', async (text, file, marks) => {
    const { documents } = await find(text);
    expect(documents.map((found) => found.file)).toEqual(file === null ? [] : [`lang/${file}`]);
    if (file !== null)
      expect(documents[0]?.places.flatMap((place) => marked(place.text))).toEqual(expect.arrayContaining(marks));
  });
});

describe('ranking', () => {
  beforeAll(async () => {
    const far = 'a reef of coral and many other things that live in it '.repeat(3);
    const texts: Readonly<Record<string, readonly [title: string, heading: string, text: string]>> = {
      'title.md': ['Blue Whales', 'Sea', 'They swim.'],
      'heading.md': ['Mammals', 'Blue Whales', 'They swim, too.'],
      'often.md': ['Fish', 'Sea', 'Blue whales; and blue whales; and whales, blue.'],
      'close.md': ['Boats', 'Sea', 'Somebody saw blue whales there.'],
      'far.md': ['Reefs', 'Sea', `It is blue: ${far}. Beside whales.`],
      'apart.md': ['Sky', 'Blue', 'Birds.\n\n## Noise\n\nOf whales.'],
    };
    for (const [file, [title, heading, text]] of Object.entries(texts))
      await shelve(database, { file, text: `# Design: ${title}\n\n## ${heading}\n\n${text}\n`, workspace: 'two' });
    for (const year of ['2024', '2026', '2025'])
      await shelve(database, {
        ...{ file: `${year}.md`, text: '# Design: Same\n\n## Sea\n\nA kraken.\n', workspace: 'two' },
        updatedAt: `${year}-01-01T00:00:00Z`,
      });
  });

  test.each([
    ['blue whales', 'title heading often close'],
    ['blue wha', 'title heading often close'],
    ['whales', 'title heading often'],
    ['"blue whales"', 'title heading often close'],
    ['kraken', '2026 2025 2024'],
    ['krak', '2026 2025 2024'],
  ])('%s', async (text, order) => {
    const files = (await filesFor(text, { workspace: 'two' })).map((file) => file.replace('.md', ''));
    expect(files.join(' ').slice(0, order.length)).toBe(order);
  });
});

describe('words', () => {
  beforeAll(async () => {
    const written = (file: string, title: string, body: string, more = {}) =>
      shelve(database, { file, text: `# Design: ${title}\n\n## Problem\n\n${body}\n`, ...more });
    await written('a.md', 'Boats', 'We use **anchors** of `iron`, and anchors of [steel](https://example.org/hidden).');
    await written('b.md', 'Trains', 'It is anchored by steel chains and iron.', { updatedAt: '2026-06-01T00:00:00Z' });
    await written('c.md', 'Anchors', 'For ships, at most once.', {
      status: 'In Review',
      turns: ['Security'],
      authors: ['Grace Hopper'],
    });
    await written('d.md', 'Retries', 'Try at least once, at the most; see retry_queue.', {
      fields: {
        'risks-and-mitigations.impact': ['High', 'Low'],
        created: ['2026-02-03'],
        'success-metrics.target': ['350 ms'],
      },
    });
  });

  test('a title weighs more than a body, and all words are asked for', async () => {
    expect((await filesFor('anchors'))[0]).toBe('c.md');
    expect(await filesFor('steel iron')).toEqual(expect.arrayContaining(['a.md', 'b.md']));
    expect(await filesFor('steel ships')).toEqual([]);
  });

  test('the last word may be the beginning of one, others only with a star', async () => {
    expect((await filesFor('anch')).sort()).toEqual(['a.md', 'b.md', 'c.md']);
    expect(await filesFor('anch steel')).toEqual([]);
    expect((await filesFor('anch* steel')).sort()).toEqual(['a.md', 'b.md']);
    expect(await filesFor('"anch"')).toEqual([]);
  });

  test('phrases, words with marks within, and what is left out', async () => {
    expect(await filesFor('"at most once"')).toEqual(['c.md']);
    expect(await filesFor('retry_queue')).toEqual(['d.md']);
    expect(await filesFor('retry-queue')).toEqual(['d.md']);
    expect(await filesFor('queue_retry')).toEqual([]);
    expect(await filesFor('once -least')).toEqual(['c.md']);
    expect(await filesFor('once -"at most"')).toEqual(['d.md']);
    expect(await filesFor('-anch* -once -in:problem')).toEqual([]);
    expect(await filesFor('hidden')).toEqual([]);
  });

  test('sections, statuses, people, roles, fields and dates', async () => {
    expect(await filesFor('in:problem anchors')).toEqual(['a.md']);
    expect(await filesFor('in:title anchors')).toEqual(['c.md']);
    expect(await filesFor('in:risks anchors')).toEqual([]);
    expect(await filesFor('status:review')).toEqual(['c.md']);
    expect(await filesFor('author:hopper role:security anchors')).toEqual(['c.md']);
    expect(await filesFor('anchors -status:"in review" -iron')).toEqual([]);
    expect(await filesFor('risks.impact:HIGH')).toEqual(['d.md']);
    expect(await filesFor('impact:medium')).toEqual([]);
    expect(await filesFor('target:<400 created:>=2026-02')).toEqual(['d.md']);
    expect(await filesFor('target:<300')).toEqual([]);
    expect(await filesFor('-impact:low once')).toEqual(['c.md']);
    expect(await filesFor('updated:2026-06')).toEqual(['b.md']);
    expect(await filesFor('updated:>2026-05')).toEqual(['b.md']);
  });

  test('excerpts are plain text with marks in it', async () => {
    const { documents } = await find('anchors in:problem');
    const [place] = documents[0]?.places ?? [];
    expect(place).toMatchObject({ kind: 'section', address: 'problem', heading: { text: 'Problem' } });
    expect(place?.text.text).toBe('We use anchors of iron, and anchors of steel.');
    expect(place && marked(place.text)).toEqual(['anchors', 'anchors']);
  });

  test('pages follow each other without gap or double, by rank and by date', async () => {
    for (const sort of ['rank', 'updated'] as const) {
      const whole = await filesFor('o* -kein', { sort });
      const paged: string[] = [];
      for (let cursor: string | null = null, turn = 0; turn === 0 || cursor !== null; turn += 1) {
        const page: SearchPage = await find('o* -kein', { sort, cursor, limit: 1 });
        paged.push(...page.documents.map(({ file }) => file));
        cursor = page.next;
      }
      expect(paged).toEqual(whole);
    }
  });

  test('a mistyped word is told, and so is one whose middle was typed', async () => {
    expect((await find('anhcors')).suggestions).toContain('anchors');
    expect((await find('chors iron')).suggestions).toContain('anchors iron');
    expect((await find('xyzzy')).suggestions).toEqual([]);
  });

  test('a new text is found, the old one no more', async () => {
    await shelve(database, { file: 'e.md', text: '# Design: Old\n\n## Problem\n\nmammoth\n' });
    expect(await filesFor('mammoth')).toEqual(['e.md']);
    await shelve(database, { file: 'e.md', text: '# Design: New\n\n## Context\n\nelephant\n' });
    expect(await filesFor('mammoth')).toEqual([]);
    expect(await filesFor('elephant')).toEqual(['e.md']);
  });

  test('an emptied index is the same when it is filled again, and nothing is written that is there', async () => {
    const rows = () => Promise.all([searchDocument, searchPart].map((table) => database.queries.select().from(table)));
    const written = async () =>
      (await database.pool.query('select xmin::text, key from search_part order by document_id, key')).rows;
    const forgetAll = async () => {
      for (const { id } of await database.queries.select({ id: document.id }).from(document))
        await forgetIndexed(database.queries, id);
    };
    const text = '# Design: Twice\n\n## Problem\n\nagain\n\n## Risks\n\nnone\n';
    await forgetAll();
    expect(await rows()).toEqual([[], []]);
    await shelve(database, { file: 'f.md', text });
    const first = [await rows(), await written()];
    await shelve(database, { file: 'f.md', text });
    expect([await rows(), await written()]).toEqual(first);
    await forgetAll();
    await shelve(database, { file: 'f.md', text });
    expect(await rows()).toEqual(first[0]);
  });
});
