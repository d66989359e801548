// The whole thing with nothing of one's own: makes synthetic studies, grades them with the networks that ship, scores the grades
// against the truth and writes a report. Running it again makes the same again.
//   node scripts/demo.mjs [folder of run folders]    weights/nano by default
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const STUDIES = 4;
const SEED = 2024; // weights/nano were trained on seed 7
const MODELS = ['coord_sagt2', 'coord_sagt1', 'coord_axi', 'spinal', 'foraminal', 'subarticular'].map(
  (name) => `nano_${name}`,
);

const HOME = dirname(dirname(fileURLToPath(import.meta.url)));
const CLI = join(HOME, 'dist', 'cli', 'main.js');
const weights = process.argv[2] === undefined ? join(HOME, 'weights', 'nano') : resolve(process.argv[2]);
const out = join('out', 'demo');
const [studies, results] = [join(out, 'studies'), join(out, 'results')];
const truth = join(studies, 'train.csv');

/** Ends the demo with what is wrong and what to do. */
const stop = (message) => {
  console.error(`demo: ${message}`);
  process.exit(1);
};

/** Runs a command of the product in sight of the user; the first that fails ends the demo, having said why. */
const spinestream = (...args) => {
  console.log(
    `\n$ spinestream ${args.map((arg) => (arg.startsWith(HOME) ? `.${arg.slice(HOME.length)}` : arg)).join(' ')}`,
  );
  const { status } = spawnSync(process.execPath, [CLI, ...args], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};

const missing = MODELS.filter((name) => !existsSync(join(weights, name, 'config.json')));
if (missing.length > 0)
  stop(`no ${missing.join(', ')} in ${weights}; get the folder weights/nano again, or train it as its README.md says`);
if (!existsSync(CLI)) stop(`${CLI} is missing; make it with "npm run build"`);

rmSync(out, { recursive: true, force: true });
spinestream('phantom', '--studies', String(STUDIES), '--seed', String(SEED), '--out', studies);
spinestream('run', 'demo', '--studies', studies, '--models', weights, '--out', results, '--set', `truth=${truth}`);
spinestream('score', '--truth', truth, '--submission', join(results, 'submission.csv'));
console.log(`
The report is ${resolve(results, 'report', 'index.html')}
  open it, or: npx spinestream view ${results}
These networks have seen synthetic studies only; their grades of anything else mean nothing.`);
