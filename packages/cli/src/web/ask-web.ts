import type { CheckSettings } from '@specwright/core/check/settings.ts';
import {
  type DocumentWebLinks,
  gatherWebLinks,
  judgeWebLinks,
  type WebAnswer,
} from '@specwright/core/check/web-links.ts';
import type { AskWeb } from '@specwright/core/operations/check.ts';
import type { Documents } from '@specwright/core/operations/context.ts';
import { startProgress } from '../terminal/progress.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { WebPages } from './web-pages.ts';

/** Gathers the web links of documents, asks for each page once and tells what is wrong with the links. */
export function askWebAbout(
  documents: Documents,
  settings: CheckSettings,
  pages: WebPages,
  terminal: Terminal,
): AskWeb {
  return async (files) => {
    const gathered: DocumentWebLinks[] = [];
    for (const { bound } of await documents.open(() => undefined)) {
      const links = files.has(bound.file) ? gatherWebLinks(bound, settings) : null;
      if (links !== null) gathered.push(links);
    }
    const answers = await askAll(
      new Set(gathered.flatMap(({ links }) => links.map(({ url }) => url))),
      pages,
      terminal,
    );
    return gathered.flatMap((document) => judgeWebLinks(document, (url) => answers.get(url) ?? unasked));
  };
}

const unasked: WebAnswer = { kind: 'works' };
const offline: WebAnswer = { kind: 'unknown', reason: 'the network cannot be reached' };

async function askAll(
  urls: ReadonlySet<string>,
  pages: WebPages,
  terminal: Terminal,
): Promise<ReadonlyMap<string, WebAnswer>> {
  const answers = new Map<string, WebAnswer>();
  const progress = startProgress('Asking the web', terminal);
  await Promise.all(
    [...urls].map(async (url) => {
      answers.set(url, await pages.ask(url));
      progress.update(answers.size, urls.size);
    }),
  );
  progress.end();
  if (!pages.offline) return answers;
  return new Map([...answers].map(([url, answer]) => [url, answer.kind === 'broken' ? offline : answer]));
}
