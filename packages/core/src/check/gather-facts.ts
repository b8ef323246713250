import type { BoundDocument } from '../document/document.ts';
import { linksOf } from '../document/links.ts';
import { anchorsOf } from '../markdown/anchors.ts';
import type { DocumentFacts, DocumentId } from '../workspace/facts.ts';
import type { Maturity } from './maturity.ts';
import { referencesOf } from './references.ts';
import { numberOfField, numberOfFile, numberOfTitle } from './rules/met/file-name.ts';
import { claimedState, stageOf } from './stage.ts';

/** What the other documents of a workspace may want to know of this one. */
export function gatherFacts(
  document: BoundDocument,
  maturity: Maturity,
  keptGuidance: readonly number[],
): DocumentFacts {
  const state = document.status?.state ?? null;
  const claimed = claimedState(document.status);
  const stateIndex = state === null ? -1 : (document.schema.lifecycle?.states.indexOf(state) ?? -1);
  return {
    file: document.file,
    template: document.schema.file,
    id: idOf(document),
    title: document.title?.text ?? '',
    state,
    stateIndex: stateIndex === -1 ? null : stateIndex,
    status: claimed,
    stage: claimed === null ? null : stageOf(claimed),
    settled: maturity !== 'draft',
    closed: maturity === 'closed',
    keptGuidance,
    sections: sectionsOf(document),
    references: referencesOf(document),
    links: linksOf(document),
    anchors: [...anchorsOf(document.source)],
  };
}

function sectionsOf(document: BoundDocument): readonly string[] {
  const addresses: string[] = [];
  for (const schema of document.answers.keys()) addresses.push(schema.address);
  return addresses;
}

/**
 * The number in the field that holds one, else in the title, else in the file's name. Fields count for the whole
 * workspace; titles and names only for their folder, since every folder may count its own documents.
 */
function idOf(document: BoundDocument): DocumentId | null {
  const field = numberOfField(document);
  const title = field === null ? numberOfTitle(document) : null;
  const own = field ?? title;
  const digits = own?.digits ?? numberOfFile(document.file);
  const value = digits === null ? '' : digits.replace(/^0+/u, '');
  if (value === '') return null;
  return {
    value,
    prefix: prefixOf(document),
    within: field === null ? countingFolder(document.file) : '',
    range: own === null ? { start: 0, end: 0 } : { start: own.range.start, end: own.range.end },
    file: own?.file ?? document.file,
  };
}

/** The word before the number in the file's name, else in the title. */
function prefixOf(document: BoundDocument): string {
  const inName = wordBeforeNumber.exec(document.file.slice(countingFolder(document.file).length))?.[1];
  return (inName ?? wordBeforeNumber.exec(document.title?.text ?? '')?.[1] ?? '').toLowerCase();
}

const wordBeforeNumber = /^\/?(\p{L}{1,12})[-_ #]?\d/u;

/** The folder whose files are numbered: of `README.md` and `index.md` the one above their own. Empty for the top. */
function countingFolder(file: string): string {
  const parts = file.split('/');
  const cover = /^(?:readme|index)\.[a-z]{1,8}$/iu.test(parts.at(-1) ?? '');
  return parts.slice(0, cover ? -2 : -1).join('/');
}
