import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { loadedBy } from '../../support/loaded-packages.ts';

const FOLDER = new URL('../../../src/cli/commands/', import.meta.url);

describe('the declarations of commands', function () {
  this.timeout(120_000);

  it('load no package, so that help is there at once', () => {
    const urls = readdirSync(FOLDER).map((name) => new URL(name, FOLDER).href);
    expect(urls).to.have.length.greaterThan(20);
    expect(loadedBy(...urls).packages).to.deep.equal([]);
  });
});
