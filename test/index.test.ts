import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { type Loaded, loadedBy } from './support/loaded-packages.ts';

const PARTS = ['operators', 'dicom', 'imaging', 'models', 'training', 'evaluation', 'testing'];

const urlOf = (part?: string): URL =>
  new URL(part === undefined ? '../src/index.ts' : `../src/api/${part}.ts`, import.meta.url);

/** Packages that are loaded when they are used. */
const HEAVY = /onnxruntime|tfjs-(node|backend)|sharp|esbuild|dcmjs|fastify|cornerstone|vega/;

describe('the public API', function () {
  this.timeout(120_000);
  const load = (part?: string) => loadedBy(urlOf(part));
  let all: Loaded;
  before(async () => {
    all = await load();
  });

  it('is there without a network runtime or an image library being loaded', () => {
    const { packages, names } = all;
    expect(packages).to.include('rxjs').and.to.include('zod');
    expect(packages.filter((name) => /onnxruntime|tensorflow|tfjs|sharp|esbuild|tsx/.test(name))).to.deep.equal([]);
    expect(names).to.include.members([
      'defineOperator',
      'defineSource',
      'defineOutput',
      'z',
      'gradeStudies',
      'throughWindow',
      'brokenLaws',
      'compile',
    ]);
  });

  const { exports } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

  it('has a sub-path for each part, and no other', () => {
    const paths = Object.keys(exports).filter((path) => path !== '.' && path !== './package.json');
    expect(paths.map((path) => path.slice(2))).to.deep.equal(PARTS);
  });

  for (const part of PARTS)
    it(`spinestream/${part} is a part of it, and loads no runtime, codec or writer`, async () => {
      const { packages, names } = await load(part);
      expect(names).to.not.deep.equal([]);
      expect(all.names).to.include.members([...names]);
      expect(packages.filter((name) => HEAVY.test(name))).to.deep.equal([]);
    });
});
