import type { Code, Diagnostic } from '../diagnostic/diagnostic.ts';
import type { Range } from '../text/range.ts';
import type { RuleSeverity } from './rule.ts';

/** A code that no rule gives: it comes from reading files, from suppression comments, or from asking the network. */
export interface InputCode {
  readonly code: Code;
  readonly name: string;
  readonly summary: string;
  readonly why: string;
  readonly remedy: string;
  readonly severity: RuleSeverity;
}

export const unreadable: InputCode = {
  code: 'DOC901',
  name: 'unreadable',
  summary: 'A file cannot be read, is not UTF-8, or is too large',
  why: 'A file that is skipped in silence looks like a file without findings. The rest of the check goes on without it.',
  remedy:
    'Give the reader access to the file, save it as UTF-8, or list it under `ignore` in `specwright.yaml` when it is no specification.',
  severity: { draft: 'error', settled: 'error' },
};

export const unusedSuppression: InputCode = {
  code: 'DOC902',
  name: 'unused-suppression',
  summary: 'A `spec-ignore` comment silences nothing, or names a rule that does not exist',
  why: 'A comment that outlives its finding hides the next one that turns up in the same place.',
  remedy: 'Delete the comment, or correct the name in it.',
  severity: { draft: 'warning', settled: 'warning' },
};

export const suppressionWithoutReason: InputCode = {
  code: 'DOC903',
  name: 'suppression-without-reason',
  summary: 'A `spec-ignore` comment does not say why',
  why: 'Whoever reads the document later must be able to judge whether the exception still holds.',
  remedy: 'Write the reason after a colon: `<!-- spec-ignore STR101: rollback is covered by the platform -->`.',
  severity: { draft: 'warning', settled: 'warning' },
};

export const invalidYaml: InputCode = {
  code: 'DOC904',
  name: 'invalid-yaml',
  summary: 'Front matter, or a YAML file beside the document, is not valid YAML',
  why: 'Nothing in it can be trusted, so no field of it is read and everything that depends on them stays unchecked.',
  remedy: 'Mend the YAML at the line and column given. Text with `: `, `#`, `[` or `{` in it often only needs quotes.',
  severity: { draft: 'error', settled: 'error' },
};

export const noTemplate: InputCode = {
  code: 'DOC905',
  name: 'no-template',
  summary: 'No template is known for the document',
  why: 'Without a template there is nothing to check the document against.',
  remedy:
    'Name the template with `--template FILE`, or map the document to one under `templates` in `specwright.yaml`.',
  severity: { draft: 'error', settled: 'error' },
};

export const invalidConfig: InputCode = {
  code: 'DOC906',
  name: 'invalid-config',
  summary: '`specwright.yaml` holds a key, a value or a rule name that means nothing',
  why: 'A setting that is ignored in silence is believed to be in force.',
  remedy: 'Correct the key or value at the place given; the message names what is allowed there.',
  severity: { draft: 'error', settled: 'error' },
};

export const coarseText: InputCode = {
  code: 'DOC907',
  name: 'coarse-text',
  summary: 'A stretch of text is too intricate to read as Markdown, so it is taken as plain text',
  why: 'Thousands of brackets, marks or quotes within each other may take without bound to read. What stands in the stretch is not seen as lists, links, tables or placeholders, so nothing in it is checked.',
  remedy:
    'Break the stretch up with blank lines, or put data into a code block or a file of its own. Text that a person writes never comes near the bound.',
  severity: { draft: 'info', settled: 'warning' },
};

export const rulesChanged: InputCode = {
  code: 'DOC908',
  name: 'rules-changed',
  summary: 'A change alters the rules that documents are judged by',
  why: 'Whoever may change the rules together with what they judge needs no rules. So a change is judged by the rules of the branch that it goes to, and what it would make of them is told aloud.',
  remedy:
    'Let whoever owns the rules look at it; `specwright codeowners` writes the lines that ask them. What changed is in force from the next change on.',
  severity: { draft: 'warning', settled: 'warning' },
};

export const webLinkBroken: InputCode = {
  code: 'REF506',
  name: 'web-link-broken',
  summary: 'A link leads to a web page that does not exist',
  why: 'The reader gets an error page in the place of the reason, the data or the decision that the text builds on.',
  remedy:
    'Link to where the page is now, or to an archived copy of it. Web links are asked for only with `--online`; one that could not be checked, for its server is slow, busy or wants a login, is never more than an info.',
  severity: { draft: 'warning', settled: 'warning' },
};

export const historyDamaged: InputCode = {
  code: 'LIF610',
  name: 'history-damaged',
  summary: 'An event was taken out of a history, changed, or cannot be read',
  why: 'What happened to a document rests on its events. A history that lost one may call approved what somebody objected to.',
  remedy:
    'Put the file back as it was on the branch that the change goes to. What is no longer true is said by a later event.',
  severity: { draft: 'error', settled: 'error' },
};

export const claimRefuted: InputCode = {
  code: 'LIF611',
  name: 'claim-refuted',
  summary: 'A document claims a status, or was moved in a way, that its history does not bear out',
  why: 'Readers trust the status line. It must not say more than the people who had to agree have said.',
  remedy:
    'Run `specwright gates PATH` to see what is missing, or `specwright verify PATH --fix` to let the line say what holds.',
  severity: { draft: 'error', settled: 'error' },
};

/** Sorted by code. */
export const inputCodes: readonly InputCode[] = [
  unreadable,
  unusedSuppression,
  suppressionWithoutReason,
  invalidYaml,
  noTemplate,
  invalidConfig,
  coarseText,
  rulesChanged,
  historyDamaged,
  claimRefuted,
  webLinkBroken,
];

/** A finding about a file that cannot be read as far as a rule could. `range` is empty at 0 when no text is known. */
export function inputDiagnostic(input: InputCode, file: string, message: string, range?: Range): Diagnostic {
  return {
    code: input.code,
    name: input.name,
    severity: input.severity.settled === 'off' ? 'info' : input.severity.settled,
    message,
    file,
    address: '',
    range: range ?? { start: 0, end: 0 },
    template: null,
    fixes: [],
  };
}
