import { describe, expect, it } from 'vitest';
import { AnchorIndex } from './anchor-match.ts';

const anchors = new AnchorIndex(['api-changes', 'data-model--storage', 'ziel', '目标']);

describe('AnchorIndex', () => {
  it('finds anchors as they are and as another renderer writes them', () => {
    for (const name of ['api-changes', 'user-content-ziel', 'API-Changes', 'data-model-storage', 'apichanges', '目标'])
      expect(anchors.match(name), name).toEqual({ found: true });
  });

  it('leaves alone what no heading makes', () => {
    for (const name of ['top', 'fn1', 'fnref-2', 'L10-L20', '/route', ':~:text=a', 'page=3', '--'])
      expect(anchors.match(name), name).toEqual({ found: true });
  });

  it('says what was meant when one anchor is near', () => {
    expect(anchors.match('api-chnages')).toEqual({ found: false, meant: 'api-changes' });
    expect(anchors.match('rollback')).toEqual({ found: false, meant: null });
  });

  it('stops guessing in a text with very many broken links', () => {
    const many = new AnchorIndex(['api-changes']);
    const guesses = Array.from({ length: 300 }, () => many.match('api-chnages'));
    expect(guesses[0]).toEqual({ found: false, meant: 'api-changes' });
    expect(guesses.at(-1)).toEqual({ found: false, meant: null });
  });
});
