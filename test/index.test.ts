import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const INDEX = new URL('../src/index.ts', import.meta.url).href;

/** Imports the public API in a process of its own and prints every package that was resolved on the way. */
const PROBE = `
import { register } from 'node:module';
import { MessageChannel } from 'node:worker_threads';
const { port1, port2 } = new MessageChannel();
const hook = \`let port; export const initialize = (data) => { port = data.port; };
export const resolve = async (specifier, context, next) => { port.postMessage(specifier); return next(specifier, context); };\`;
register('data:text/javascript,' + encodeURIComponent(hook), { data: { port: port2 }, transferList: [port2] });
const seen = new Set();
port1.on('message', (specifier) => { if (!/^([./]|file:|node:|data:)/.test(specifier)) seen.add(specifier); });
const api = await import(${JSON.stringify(INDEX)});
await new Promise((resolve) => setTimeout(resolve, 50));
console.log(JSON.stringify({ packages: [...seen], names: Object.keys(api) }));
process.exit(0);
`;

describe('the public API', () => {
  const load = () => {
    const args = ['--import', 'tsx', '--input-type=module', '--eval', PROBE];
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
    expect(names).to.include.members(['defineOperator', 'z', 'gradeStudies', 'throughWindow', 'brokenLaws', 'compile']);
  });
});
