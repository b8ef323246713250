import type { WebPages } from '../web/web-pages.ts';
import { answerCheck } from './check-answer.ts';
import { readRequest } from './check-request.ts';
import type { Invocation } from './command.ts';
import { isSet } from './command.ts';

/** `specwright check`: exit code 0 clean, 1 findings of the failing severity, 2 a path that leads nowhere or a mistake of ours. */
export async function run(invocation: Invocation): Promise<number> {
  // A page that was asked for once is not asked for again whenever a file changes.
  let pages: Promise<WebPages> | null = null;
  const openWeb = (): Promise<WebPages> => {
    pages ??= import('../web/web-pages.ts').then((web) => web.openWebPages(invocation.version));
    return pages;
  };
  if (isSet(invocation, 'watch')) {
    const { watchAndCheck } = await import('./check-watch.ts');
    return watchAndCheck(invocation, () => checkOnce(invocation, openWeb));
  }
  return checkOnce(invocation, openWeb);
}

async function checkOnce(invocation: Invocation, openWeb: () => Promise<WebPages>): Promise<number> {
  const request = await readRequest(invocation, openWeb);
  if (request.fix !== 'none') {
    const { checkAndFix } = await import('./check-fix.ts');
    return checkAndFix(request);
  }
  return answerCheck(request);
}
