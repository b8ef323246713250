import type { Code, Diagnostic } from '../diagnostic/diagnostic.ts';
import { codePages, findCode } from './codes.ts';
import { type InputCode, inputDiagnostic, suppressionWithoutReason, unusedSuppression } from './input-codes.ts';
import type { Suppression } from './report.ts';

export interface SuppressionProblem {
  readonly about: InputCode;
  readonly diagnostic: Diagnostic;
}

/**
 * What is wrong with a comment that silences findings, once everything was checked. `couldRun` tells whether a rule had
 * the chance to give its code; one that had not cannot show that its comment is needless.
 */
export function* problemsOfSuppression(
  file: string,
  suppression: Suppression,
  couldRun: (code: Code) => boolean,
): Iterable<SuppressionProblem> {
  const { codes, unknown, used, scope, range, reason } = suppression;
  const say = (about: InputCode, message: string, fixes: Diagnostic['fixes'] = []): SuppressionProblem => ({
    about,
    diagnostic: { ...inputDiagnostic(about, file, message, range), fixes },
  });
  for (const name of unknown) {
    const lookup = findCode(name);
    const hint = lookup.page === null && lookup.suggestion !== null ? `; did you mean \`${lookup.suggestion}\`` : '';
    yield say(unusedSuppression, `No rule is called \`${name}\`${hint}`);
  }
  if (codes.length === 0 && unknown.length === 0) {
    yield say(unusedSuppression, 'This comment names no rule to ignore');
  }
  const idle = codes.filter((code) => !used.includes(code) && couldRun(code));
  const needless = unknown.length === 0 && idle.length === codes.length;
  const place = scope === null ? 'in this file' : 'in what follows';
  for (const code of idle) {
    const name = namesByCode.get(code) ?? code;
    yield needless
      ? say(unusedSuppression, `Nothing ${place} gives ${code} (${name}), so this comment can go`, [
          { title: 'Delete the comment', kind: 'suggested', edits: [{ ...range, text: '' }] },
        ])
      : say(unusedSuppression, `Nothing ${place} gives ${code} (${name}), so it can go from this comment`);
  }
  if (reason === null && codes.length > 0 && !needless) {
    yield say(suppressionWithoutReason, `This comment ignores ${codes.join(', ')} without saying why`);
  }
}

const namesByCode = new Map(codePages.map(({ about }) => [about.code, about.name]));
