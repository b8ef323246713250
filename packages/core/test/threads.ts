import { bindDocument } from '../src/document/bind.ts';
import { type Anchor, anchorsOf, quoteAt } from '../src/lifecycle/anchor.ts';
import { digestsOf } from '../src/lifecycle/digest.ts';
import { type EventOf, makeEvent, type ThreadOpened } from '../src/lifecycle/event.ts';
import type { Revision } from '../src/lifecycle/review.ts';
import { readMarkdown } from '../src/markdown/source.ts';
import type { Schema } from '../src/template/schema.ts';
import { sha256Of } from '../src/text/hash.ts';
import type { Range } from '../src/text/range.ts';
import { parser } from './mutation/specimen.ts';

/** A text as a revision of a document of a template. */
export function revisionOf(text: string, schema: Schema): Revision {
  const bound = bindDocument({ file: 'specs/a.md', source: readMarkdown(text, parser), schema });
  return { bound, digests: digestsOf(bound) };
}

/** Where a thread that was opened on one text stands in another. `kept` is whether the first text is known to who asks. */
export function anchored(
  before: Revision,
  after: Revision,
  said: Pick<ThreadOpened, 'address' | 'quote' | 'place'>,
  kept = true,
): Anchor {
  const opened = makeEvent({
    ...{ kind: 'thread-opened', document: 'd', parents: [], at: '2026-01-01T00:00:00.000Z' },
    ...{ by: { kind: 'person', id: 'ada@example.org', name: 'Ada' }, revision: sha256Of(before.bound.source.text) },
    ...{ text: 'Why?', blocking: false, ...said },
  });
  const thread = { opened: opened as EventOf<'thread-opened'>, replies: [], resolutions: [] };
  const [anchor] = anchorsOf(after.bound, [thread], new Map([[opened.revision, kept ? before.bound : null]]));
  return anchor as Anchor;
}

/** A thread about a stretch of a text. */
export function about({ bound }: Revision, range: Range, address = '(document)') {
  return { address, ...quoteAt(bound.source.text, range) };
}
