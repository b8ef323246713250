import { bindDocument } from '../packages/core/src/document/bind.ts';
import { foldEvents } from '../packages/core/src/lifecycle/fold.ts';
import { loadParser } from '../packages/core/src/markdown/load-parser.ts';
import { readMarkdown } from '../packages/core/src/markdown/source.ts';
import { compileTemplate } from '../packages/core/src/template/compile.ts';
import type { Database } from '../packages/hub/src/database/database.ts';
import { document } from '../packages/hub/src/database/tables/documents.ts';
import { indexDocument } from '../packages/hub/src/search/index-document.ts';
import { settleIndex } from '../packages/hub/src/search/settle-index.ts';
import { drawFrom, sentence } from './hub-documents.ts';
import { processorTime, share, timeOf } from './processor-time.ts';

const template = '# Design: {Name}\n\n**Status**: Draft | In Review\n\n## Problem\n\n[What is wrong]\n';

/** What it costs to index an edit of one of twenty sections, in the transaction that writes it and after. A row of a table. */
export async function indexedEdits(database: Database, rounds: number): Promise<object> {
  const parser = await loadParser();
  const schema = compileTemplate(template, 'templates/design.md', parser);
  const draw = drawFrom(5);
  const section = (at: number): string => `## Section ${at}\n\n${sentence(draw, 100)}\n\n${sentence(draw, 100)}\n`;
  const sections = Array.from({ length: 20 }, (_, at) => section(at));
  const [first] = await database.queries.select().from(document).limit(1);
  if (first === undefined) throw new Error('The hub holds no document');
  const standing = {
    ...first,
    title: 'Edited',
    status: 'Draft',
    template: null,
    archived: false,
    authors: [],
    turns: [],
    fields: [],
  };
  const times: number[] = [];
  const settled: number[] = [];
  let length = 0;
  let spent = 0;
  for (let round = -5; round < rounds; round += 1) {
    const at = (round + 5) % sections.length;
    sections[at] = section(at);
    const text = `# Design: Edited\n\n**Status**: Draft\n\n${sections.join('\n')}`;
    length = text.length;
    const bound = bindDocument({ source: readMarkdown(text, parser), file: 'edited.md', schema });
    const edited = { bound, history: foldEvents([]), standing };
    const before = await processorTime(database);
    const time = await database.transaction((queries) => timeOf(() => indexDocument(queries, edited)));
    const took = (await processorTime(database)) - before;
    const after = await timeOf(() => settleIndex(database.queries));
    if (round < 0) continue;
    times.push(time);
    settled.push(after);
    spent += took;
  }
  const ms = (time: number): string => `${time.toFixed(1)} ms`;
  return {
    'an edit of one section of': `${Math.round(length / 1024)} KB`,
    half: ms(share(times, 0.5)),
    '99 %': ms(share(times, 0.99)),
    processor: ms(spent / rounds),
    'settled later': ms(share(settled, 0.5)),
  };
}
