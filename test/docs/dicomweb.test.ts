import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { dicomwebOptions } from '../../src/streams/sources/dicomweb.ts';

const page = readFileSync(fileURLToPath(new URL('../../docs/dicomweb.md', import.meta.url)), 'utf8');

describe('docs/dicomweb.md', () => {
  it('has every option of the source in its table, and no other', () => {
    const rows = page.split('\n').filter((line) => line.startsWith('| `'));
    const named = rows.flatMap((row) => [...(row.split('|')[1]?.matchAll(/`(\w+)`/g) ?? [])].map(([, name]) => name));
    expect(named.sort()).to.deep.equal(Object.keys(dicomwebOptions.shape).sort());
  });

  it('has the defaults that the options have', () => {
    const given = dicomwebOptions.parse({ url: 'https://pacs/x' });
    for (const [name, value] of Object.entries(given).filter(([name]) => name !== 'url')) {
      const row = page.split('\n').find((line) => line.startsWith('| `') && line.includes(`\`${name}\``));
      expect(row, name).to.match(new RegExp(`\`?${value}\`? by default`));
    }
  });
});
