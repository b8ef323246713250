import { describe, expect, it } from 'vitest';
import { matchAnchor } from './anchor-match.ts';

const anchors = new Set(['api-changes', 'data-model--storage', 'ziel', '目标']);

describe('matchAnchor', () => {
  it('finds anchors as they are and as another renderer writes them', () => {
    for (const name of ['api-changes', 'user-content-ziel', 'API-Changes', 'data-model-storage', 'apichanges', '目标'])
      expect(matchAnchor(name, anchors), name).toEqual({ found: true });
  });

  it('leaves alone what no heading makes', () => {
    for (const name of ['top', 'fn1', 'fnref-2', 'L10-L20', '/route', ':~:text=a', 'page=3', '--'])
      expect(matchAnchor(name, anchors), name).toEqual({ found: true });
  });

  it('says what was meant when one anchor is near', () => {
    expect(matchAnchor('api-chnages', anchors)).toEqual({ found: false, meant: 'api-changes' });
    expect(matchAnchor('rollback', anchors)).toEqual({ found: false, meant: null });
  });
});
