import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { loadedBy } from '../../support/loaded-packages.ts';

const FOLDER = new URL('../../../src/cli/commands/', import.meta.url);

describe('the declarations of commands', function () {
  this.timeout(120_000);

  it('load no package, so that help is there at once', async () => {
    const names = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const urls = names.map((name) => new URL(name, FOLDER));
    expect(urls).to.have.length.greaterThan(20);
    expect((await loadedBy(...urls)).packages).to.deep.equal([]);
  });
});
