import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { withTables } from '../../scripts/doc-tables.ts';
import { ALL_CODES } from '../../src/interop/codes/index.ts';

const PAGE = readFileSync(new URL('../../docs/results-in-dicom.md', import.meta.url), 'utf8');

describe('docs/results-in-dicom.md', () => {
  it('has the table of codes as it is (npm run generate)', () => {
    expect(PAGE).to.equal(withTables(PAGE));
    for (const { value, meaning } of ALL_CODES) expect(PAGE).to.contain(`\`${value}\``).and.contain(meaning);
  });
});
