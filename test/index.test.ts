import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const PARTS = ['operators', 'dicom', 'imaging', 'models', 'training', 'evaluation', 'testing'];

const urlOf = (part?: string): string =>
  new URL(part === undefined ? '../src/index.ts' : `../src/api/${part}.ts`, import.meta.url).href;

/** Imports the public API in a process of its own and prints every package that was resolved on the way. */
const probe = (url: string): string => `
import { register } from 'node:module';
import { MessageChannel } from 'node:worker_threads';
const { port1, port2 } = new MessageChannel();
const hook = \`let port; export const initialize = (data) => { port = data.port; };
export const resolve = async (specifier, context, next) => { port.postMessage(specifier); return next(specifier, context); };\`;
register('data:text/javascript,' + encodeURIComponent(hook), { data: { port: port2 }, transferList: [port2] });
const seen = new Set();
port1.on('message', (specifier) => { if (!/^([./]|file:|node:|data:)/.test(specifier)) seen.add(specifier); });
const api = await import(${JSON.stringify(url)});
await new Promise((resolve) => setTimeout(resolve, 50));
console.log(JSON.stringify({ packages: [...seen], names: Object.keys(api) }));
process.exit(0);
`;

/** Packages that are loaded when they are used. */
const HEAVY = /onnxruntime|tfjs-(node|backend)|sharp|esbuild|dcmjs|fastify|cornerstone|vega/;

describe('the public API', function () {
  this.timeout(120_000);
  const load = (part?: string) => {
    const args = ['--import', 'tsx', '--input-type=module', '--eval', probe(urlOf(part))];
    const { stdout, stderr } = spawnSync(process.execPath, args, {
      encoding: 'utf8',
      cwd: fileURLToPath(new URL('..', import.meta.url)),
    });
    expect(stderr).to.equal('');
    return JSON.parse(stdout) as { packages: readonly string[]; names: readonly string[] };
  };

  it('is there without a network runtime or an image library being loaded', () => {
    const { packages, names } = load();
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

  let all: ReturnType<typeof load>;
  before(() => {
    all = load();
  });
  for (const part of PARTS)
    it(`spinestream/${part} is a part of it, and loads no runtime, codec or writer`, () => {
      const { packages, names } = load(part);
      expect(names).to.not.deep.equal([]);
      expect(all.names).to.include.members([...names]);
      expect(packages.filter((name) => HEAVY.test(name))).to.deep.equal([]);
    });
});
