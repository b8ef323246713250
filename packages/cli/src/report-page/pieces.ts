import { clip, printable } from '@specwright/core/diagnostic/render/cells.ts';
import type { ReportedDocument } from '@specwright/core/operations/report/reported-document.ts';
import { h, s } from 'hastscript';
import { typedCommand } from '../commands/typed-command.ts';
import type { Page } from './page-input.ts';
import { type Piece, together } from './piece.ts';
import { ageOf } from './words.ts';

/** Cells of a document's words that a page shows; the document has the rest. */
const longest = 400;

/** Words of a document, in their own direction. */
export function words(text: string): Piece {
  return h('span', { dir: 'auto' }, clip(printable(text), longest));
}

export function dim(...children: readonly Piece[]): Piece {
  return h('span.dim', ...children);
}

/** A document by its title. */
export function documentLink(file: string, page: Page): Piece {
  const title = words(page.documents.get(file)?.title ?? file);
  const href = page.linkTo(file);
  return href === null ? title : h('a', { href }, title);
}

/** A document by its title, with its file below. */
export function documentCell(file: string, page: Page): Piece {
  const isNamed = page.documents.get(file)?.title !== file;
  return together(documentLink(file, page), isNamed ? h('span.path', words(file)) : null);
}

/** The words to type, as from the root of the workspace. */
export function commandCode(command: readonly string[], file: string): Piece {
  return h('code', words(typedCommand(command, file)));
}

/** A day, and how long ago that is. */
export function ageCell(since: string | null, { today }: Page, atLeast = false): Piece {
  const age = ageOf(since, today);
  if (since === null || age === null) return dim('not known');
  const day = since.slice(0, 10);
  return together(
    h('span.age', atLeast && age !== 'today' ? `at least ${age}` : age),
    h('span.path', 'since ', h('time', { dateTime: day }, day)),
  );
}

/** A state with its shape; `claimed` and `fallen` say where the line in the file says another. */
export function stateCell({ state, stage, claimed, fallenFrom, overridden, resting }: ReportedDocument): Piece {
  return together(
    state === null ? dim(claimed === null ? 'no status' : words(claimed)) : stateMark(state, stage),
    fallenFrom === null ? null : h('span.note.bad', 'was ', words(fallenFrom), ', edited since'),
    state === null || claimed === null || claimed === fallenFrom
      ? null
      : h('span.note.bad', 'its line says ', words(claimed)),
    overridden.map(({ to }) => h('span.note.bad', 'gate to ', words(to), ' overridden')),
    resting === null ? null : h('span.note', words(resting)),
  );
}

function stateMark(state: string, stage: ReportedDocument['stage']): Piece {
  return h(`span.state.${stage ?? 'open'}`, mark(stage), words(state));
}

/** Draft is an outline, review half, approved full, done full with a tick, out of the line a dash: never colour alone. */
export function mark(stage: ReportedDocument['stage']): Piece {
  const ring = s('circle', { cx: 6, cy: 6, r: 4.75, fill: 'none', stroke: 'currentColor', strokeWidth: 1.5 });
  const full = s('circle', { cx: 6, cy: 6, r: 5.5, fill: 'currentColor' });
  const shapes = {
    draft: [ring],
    open: [ring, s('path', { d: 'M6 1.25a4.75 4.75 0 0 1 0 9.5z', fill: 'currentColor' })],
    approved: [full],
    done: [full, s('path.tick', { d: 'M3.4 6.2l1.8 1.8 3.4-3.8', fill: 'none', strokeWidth: 1.5 })],
    aside: [ring, s('path', { d: 'M3.5 6h5', stroke: 'currentColor', strokeWidth: 1.5 })],
  };
  return s('svg.mark', { viewBox: '0 0 12 12', ariaHidden: 'true' }, shapes[stage ?? 'open']);
}

/** How much of something is done: a bar for the eye, beside words that say the same. */
export function progressBar(done: number, all: number): Piece {
  const width = all === 0 ? 0 : Math.round((done / all) * 100);
  return s(
    'svg.progress',
    { viewBox: '0 0 100 6', preserveAspectRatio: 'none', ariaHidden: 'true' },
    s('rect.rest', { width: 100, height: 6 }),
    s('rect.done', { width, height: 6 }),
  );
}
