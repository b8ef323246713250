import { describe, expect, it } from 'vitest';
import { addressMap, resolveAddress } from './addresses.ts';
import { bindText } from './bind-text.ts';

const TEMPLATE =
  '# Spec: [Name]\n\n**Status**: Draft | Done\n\n## Overview\n\n### Goals\n\n- [Goal]\n\n## Alternatives Considered\n\n### Alternative 1: [Name]\n\n**Cons**: [Why not]\n\n### Alternative 2: [Name]\n\n**Cons**: [Why not]\n\n## Risks and Mitigations\n\n| Risk | Likelihood |\n|---|---|\n| [Risk] | High/Med/Low |\n\n## Проблема\n\n[Что]\n\n## 課題\n\n[何]\n';
const TEXT =
  '# Spec: Retries\n\n**Status**: Draft\n\n## Overview\n\n### Goals\n\n- Fast\n- Cheap\n\n## Alternatives Considered\n\n### Alternative 1: Queue\n\n**Cons**: slow\n\n### Alternative 2: 1\n\n**Cons**: odd\n\n## Risks and Mitigations\n\n| Risk | Likelihood |\n|---|---|\n| Loss | Low |\n\n## Проблема\n\nСлова\n\n## 課題\n\n言葉\n';
const DOCUMENT = bindText(TEMPLATE, TEXT);

function resolved(written: string): string | undefined {
  const resolution = resolveAddress(DOCUMENT, written);
  return resolution.kind === 'found' ? resolution.target.address : undefined;
}

describe('addressMap', () => {
  it('names every part and its text', () => {
    const parts = [...addressMap(DOCUMENT)].map(([address, { start, end }]) => [
      address,
      TEXT.slice(start, end).trim(),
    ]);
    expect(new Map(parts.map(([address, text]) => [address, text?.split('\n')[0]]))).toEqual(
      new Map([
        ['(title)', 'Spec: Retries'],
        ['status', 'Draft'],
        ['overview', '## Overview'],
        ['overview.goals', '### Goals'],
        ['overview.goals[1]', 'Fast'],
        ['overview.goals[2]', 'Cheap'],
        ['alternatives-considered', '## Alternatives Considered'],
        ['alternatives-considered[1]', '### Alternative 1: Queue'],
        ['alternatives-considered[1].cons', 'slow'],
        ['alternatives-considered[2]', '### Alternative 2: 1'],
        ['alternatives-considered[2].cons', 'odd'],
        ['risks-and-mitigations', '## Risks and Mitigations'],
        ['risks-and-mitigations[1]', '| Loss | Low |'],
        ['risks-and-mitigations[1].risk', 'Loss'],
        ['risks-and-mitigations[1].likelihood', 'Low'],
        ['проблема', '## Проблема'],
        ['課題', '## 課題'],
      ]),
    );
  });
});

describe('resolveAddress', () => {
  it.each([
    ['overview.goals[2]', 'overview.goals[2]'],
    ['goals[2]', 'overview.goals[2]'],
    ['Goals[cheap]', 'overview.goals[2]'],
    ['alternativesConsidered[queue].cons', 'alternatives-considered[1].cons'],
    ['alternatives-considered[Queue]', 'alternatives-considered[1]'],
    ['Risks & Mitigations[loss].Likelihood', 'risks-and-mitigations[1].likelihood'],
    ['(title)', '(title)'],
    ['Проблема', 'проблема'],
    ['課題', '課題'],
  ])('%j is %j', (written, address) => {
    expect(resolved(written)).toBe(address);
  });

  it('takes a name before a number', () => {
    expect(resolved('alternatives-considered[1].cons')).toBe('alternatives-considered[2].cons');
    expect(resolved('alternatives-considered[2].cons')).toBe('alternatives-considered[2].cons');
  });

  it('lists what an ambiguous address may mean', () => {
    expect(resolveAddress(DOCUMENT, 'cons')).toEqual({
      kind: 'ambiguous',
      candidates: ['alternatives-considered[1].cons', 'alternatives-considered[2].cons'],
    });
  });

  it.each([
    ['overveiw.gaols', ['overview.goals']],
    ['risks[1].likelihood', ['risks-and-mitigations[1].likelihood']],
    ['stauts', ['status']],
    ['nothing.like.it', []],
    ['', []],
    ['[[[', []],
  ])('suggests for %j', (written, suggestions) => {
    const resolution = resolveAddress(DOCUMENT, written);
    expect(resolution.kind).toBe('none');
    expect(resolution.kind === 'none' && resolution.suggestions.slice(0, 1)).toEqual(suggestions);
  });
});
