import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { BUILT_IN_VARIATIONS } from '../../src/phantom/variations/built-in.ts';

describe('docs/demo.md', () => {
  it('names every variation of phantoms with its share', () => {
    const page = readFileSync(new URL('../../docs/demo.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| `([a-z-]+)` \| (\d+)% \|/gm)].map(([, name, share]) => `${name} ${share}`);
    expect(rows).to.deep.equal(BUILT_IN_VARIATIONS.map(({ name, share }) => `${name} ${Math.round(100 * share)}`));
  });
});
