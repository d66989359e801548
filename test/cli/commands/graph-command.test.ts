import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { spinestream } from '../../support/node-program.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const graph = (...args: readonly string[]) => spinestream(['graph', ...args]);

describe('spinestream graph', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();

  it('writes Mermaid text to standard output', () => {
    const { stdout, status } = graph('global');
    expect(stdout).to.match(
      /^flowchart TD\n {2}source\[\("studies"\)\]\n {2}s1\["load-series<br\/>series, slices"\]\n/,
    );
    expect(status).to.equal(0);
  });

  it('writes SVG into a file that is called so', async () => {
    const out = join(folder(), 'graph.svg');
    const { stdout, status } = graph('global', '--out', out);
    expect([stdout, status]).to.deep.equal(['', 0]);
    expect(await readFile(out, 'utf8')).to.match(/^<svg [\s\S]*load-series[\s\S]*<\/svg>\n$/);
  });

  it('refuses a file whose ending says no format, and writes nothing', async () => {
    const out = join(folder(), 'graph.png');
    const { stderr, status } = graph('global', '--out', out);
    expect(stderr).to.contain(
      'graph.png: expected a name that ends with .svg, or with .mmd, .md or .txt for Mermaid text',
    );
    expect([status, existsSync(out)]).to.deep.equal([2, false]);
    expect(graph('global', '--out', out, '--format', 'svg').status).to.equal(0);
  });

  it('shows implied edges on demand', () => {
    const edges = (...more: readonly string[]) => graph('global', ...more).stdout.match(/-->/g)?.length ?? 0;
    expect(edges('--all')).to.be.above(edges());
  });

  it('says what is wrong with the file, with status 2', async () => {
    const file = join(folder(), 'a.yaml');
    await writeFile(file, 'steps:\n  - load-serie: {}\n');
    const { stdout, stderr, status } = graph(file);
    expect(stderr).to.contain('unknown operator "load-serie"; did you mean "load-series"?');
    expect([stdout, status]).to.deep.equal(['', 2]);
  });
});
