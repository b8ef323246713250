import { resting } from '../../lifecycle/tell.ts';
import { nextMove } from '../../lifecycle/turns.ts';
import type { DocumentReview } from '../editor-workspace.ts';
import { plainMarkdown } from '../plain-markdown.ts';
import { paragraphs } from './hover.ts';

/** More that is missing is counted. */
const mostMissing = 6;

/** The status a document has, whatever its line says, since when, and what the next one still asks for. */
export function aboutStatus(known: DocumentReview): string {
  const { status, review } = known;
  const { fallenFrom } = status;
  const rest = resting(review);
  return paragraphs(
    effectiveStatus(known),
    fallenFrom === null
      ? null
      : `It was ${plainMarkdown(fallenFrom.state)}, which does not hold any more:\n\n${bullets(fallenFrom.missing.missing)}`,
    rest === null ? null : `It is ${plainMarkdown(rest)}`,
    aboutNext(known),
  );
}

/** `**In Review** since 2026-01-05, moved by ada`, with what the line says where it says something else. */
export function effectiveStatus({ status }: DocumentReview): string {
  const { state, claimed, since } = status;
  if (state === null) return '';
  const moved = since === null ? '' : ` since ${since.at.slice(0, 10)}, moved by ${plainMarkdown(since.by.name)}`;
  const said = claimed === null || claimed === state ? '' : `; the line says ${plainMarkdown(claimed)}`;
  return `**${plainMarkdown(state)}**${moved}${said}`;
}

function aboutNext({ review, status }: DocumentReview): string | null {
  const next = nextMove(review, status);
  if (next === null) return null;
  const to = plainMarkdown(next.move.to);
  const missing = next.gates.flatMap((gate) => gate.missing);
  if (missing.length === 0) return `Everything that ${to} asks for is there`;
  return `${to} still asks for:\n\n${bullets(missing)}`;
}

function bullets(missing: readonly { readonly message: string }[]): string {
  const lines = missing.slice(0, mostMissing).map(({ message }) => `- ${plainMarkdown(message)}`);
  const more = missing.length - lines.length;
  return [...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n');
}
