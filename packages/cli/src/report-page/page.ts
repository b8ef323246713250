import { createHash } from 'node:crypto';
import { printable } from '@specwright/core/diagnostic/render/cells.ts';
import { counted } from '@specwright/core/diagnostic/summary.ts';
import { toHtml } from 'hast-util-to-html';
import { h, type Result } from 'hastscript';
import { metricsSection, questionsSection, risksSection, tasksSection } from './content.ts';
import { generator, type Page, type PageInput } from './page-input.ts';
import type { Piece } from './piece.ts';
import { words } from './pieces.ts';
import { decisionsSection, documentsSection } from './record.ts';
import { pageScript } from './script.ts';
import { type PageSection, sectionOf } from './section.ts';
import { pageStyle } from './style.ts';
import { leadSentence, summaryOf } from './summary.ts';
import { stuckSection, turnsSection } from './waiting.ts';

/**
 * The page as one text that needs nothing besides itself. Whatever documents say becomes text and never markup; the
 * page's own policy lets a browser run and load nothing but the script and the style that stand in it.
 */
export function reportPage(input: PageInput): string {
  const documents = new Map(input.report.documents.map((document) => [document.file, document]));
  const page: Page = { ...input, documents };
  const tree = h('html', { lang: 'en' }, headOf(page), bodyOf(page));
  escapeWords(tree);
  return `<!doctype html>\n${toHtml(tree)}\n`;
}

function headOf({ title }: Page): Piece {
  const policy = [
    "default-src 'none'",
    `style-src '${digestOf(pageStyle)}'`,
    `script-src '${digestOf(pageScript)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return h('head', [
    h('meta', { charSet: 'utf-8' }),
    h('meta', { name: 'generator', content: generator }),
    h('meta', { httpEquiv: 'Content-Security-Policy', content: policy }),
    h('meta', { name: 'referrer', content: 'no-referrer' }),
    h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    h('meta', { name: 'color-scheme', content: 'light dark' }),
    h('title', title),
    h('style', pageStyle),
  ]);
}

function digestOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function bodyOf(page: Page): Piece {
  return h('body', [
    h('a.skip', { href: '#main' }, 'Skip to the report'),
    h('header', h('h1', words(page.title)), h('p.answer', leadSentence(page)), origin(page)),
    page.report.documents.length === 0 ? beginning() : frame(page),
    h('footer', h('p', 'Made by Specwright from the documents and their histories. ', howStatus)),
    h('script', pageScript),
  ]);
}

const howStatus = 'A status here is computed; what a line in a file claims proves nothing.';

/** Where there is nothing to tell, one word on how to begin says more than eight empty tables. */
function beginning(): Piece {
  return h('main', { id: 'main', tabIndex: -1 }, h('p.empty', h('code', 'specwright new'), ' writes the first one.'));
}

function frame(page: Page): Piece {
  const sections = [
    stuckSection(page),
    turnsSection(page),
    risksSection(page),
    questionsSection(page),
    metricsSection(page),
    tasksSection(page),
    decisionsSection(page),
    documentsSection(page),
  ];
  return h('div.frame', [
    h('aside', contents(sections), filterForm()),
    h('main', { id: 'main', tabIndex: -1 }, summaryOf(page), sections.map(sectionOf)),
  ]);
}

/** When, of what, by which rules. */
function origin({ today, revision, report: { templates, skipped } }: Page): Piece {
  const [first, ...others] = templates;
  return h('p.origin', [
    h('span', 'As of ', h('time', { dateTime: today }, today)),
    revision === null
      ? null
      : h(
          'span',
          'Revision ',
          h('code', revision.commit),
          revision.changed ? ', with changes that are not committed' : null,
        ),
    first === undefined
      ? null
      : h(
          'span',
          'Template ',
          words(first.file),
          others.length === 0 ? null : ` and ${counted(others.length, 'other')}`,
        ),
    skipped.length === 0
      ? null
      : h('span', `${counted(skipped.length, 'file')} left out: no template fits, or unreadable`),
  ]);
}

function contents(sections: readonly PageSection[]): Piece {
  const links = sections.map(({ id, title, count }) =>
    h('li', h('a', { href: `#${id}` }, title, ' ', h('span.count', count.toLocaleString('en-US')))),
  );
  return h('nav', { ariaLabel: 'Contents' }, h('ul', links));
}

/** The script shows it and fills it in: without a script nothing could be filtered. */
function filterForm(): Piece {
  const choice = (name: string, title: string): Piece =>
    h(
      'div',
      h('label', { htmlFor: `filter-${name}` }, title),
      h('select', { id: `filter-${name}`, dataFilter: name }, h('option', { value: '' }, 'All')),
    );
  return h('form', { id: 'filter', hidden: true, role: 'search', ariaLabel: 'Filter' }, [
    h(
      'div',
      h('label', { htmlFor: 'filter-text' }, 'Find'),
      h('input', { id: 'filter-text', type: 'search', autoComplete: 'off' }),
    ),
    choice('status', 'Status'),
    choice('owner', 'Owner'),
    choice('team', 'Team'),
    h('button', { type: 'reset' }, 'Show everything'),
    h('p', { id: 'filter-said', role: 'status' }),
  ]);
}

/** Control characters and marks that turn the direction of text become visible, in words as in attributes. */
function escapeWords(tree: Result): void {
  const waiting: (Result | Result['children'][number])[] = [tree];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.type === 'text') node.value = printable(node.value);
    if (node.type === 'element') {
      // Our own, and bound by their digests.
      if (node.tagName === 'style' || node.tagName === 'script') continue;
      for (const [name, value] of Object.entries(node.properties)) {
        if (typeof value === 'string') node.properties[name] = printable(value);
      }
    }
    if ('children' in node) for (const child of node.children) waiting.push(child);
  }
}
