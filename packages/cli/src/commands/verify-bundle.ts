import { resolve } from 'node:path';
import { printable } from '@specwright/core/diagnostic/render/cells.ts';
import { counted } from '@specwright/core/diagnostic/summary.ts';
import { loadParser } from '@specwright/core/markdown/load-parser.ts';
import type { AuditHead } from '@specwright/core/operations/bundle/audit-chain.ts';
import { longestLine } from '@specwright/core/operations/bundle/bundle-line.ts';
import { type VerifiedBundle, verifyBundle } from '@specwright/core/operations/bundle/verify-bundle.ts';
import { readHead, shown } from '@specwright/core/operations/bundle/verify-chain.ts';
import { Failure } from '../failure.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { readLines } from '../workspace/read-lines.ts';
import { type Invocation, isSet, listOption } from './command.ts';

/** `specwright verify-bundle FILE`: 0 when everything in it holds, 1 when something does not, 2 when it is no bundle or cannot be read. */
export async function run(invocation: Invocation): Promise<number> {
  const { terminal, workingFolder } = invocation;
  const name = String(invocation.arguments[0]);
  const path = name === '-' ? name : resolve(workingFolder, name);
  const published = listOption(invocation, 'head').map(headOf);
  const bundle = await verifyBundle(readLines(path, longestLine), await loadParser(), published);
  if (bundle.of === null) {
    throw new Failure(
      `${name} is no bundle: ${printable(bundle.findings[0] ?? 'it is empty')}`,
      'A hub writes bundles: docs/bundles.md',
    );
  }
  if (isSet(invocation, 'json')) {
    const { found, findings, of, head, ...counts } = bundle;
    const json = {
      workspace: of.workspace.name,
      document: of.document,
      at: of.at,
      hub: of.hub,
      ...counts,
      head,
      found,
      findings,
    };
    terminal.write(`${JSON.stringify(json, null, 2)}\n`);
  } else terminal.write(textOf(bundle, published, terminal));
  return bundle.found === 0 ? 0 : 1;
}

function headOf(text: string): AuditHead {
  const head = readHead(text);
  if (head === null)
    throw new Failure(`${text} is no head of a journal`, 'It is written POSITION:HASH, as the hub publishes it');
  return head;
}

function textOf(bundle: VerifiedBundle, published: readonly AuditHead[], { palette }: Terminal): string {
  const { findings, found, of, documents, texts, events, signOffs, entries, head } = bundle;
  const lines = findings.map((finding) => `${palette.error('✗')} ${printable(finding)}`);
  if (found > findings.length) lines.push(`  and ${found - findings.length} more`);
  const holds = [
    counted(documents, 'document'),
    counted(texts, 'text'),
    counted(events, 'event'),
    `${counted(signOffs, 'sign-off')} compared with what was signed`,
    `${entries} of the journal's entries`,
  ];
  lines.push(`${printable(of?.workspace.title ?? '')}, as of ${of?.at}: ${holds.join(', ')}`);
  if (head !== null) lines.push(`The journal ends at ${shown(head)}`);
  if (found > 0) lines.push(`${counted(found, 'thing')} ${found === 1 ? 'does' : 'do'} not hold`);
  else if (published.length > 0) lines.push('All of it holds, and is as it was when its head was published');
  else
    lines.push(
      'All of it holds; compare the head with one that the hub published to know that it was not written anew',
    );
  return `${lines.join('\n')}\n`;
}
