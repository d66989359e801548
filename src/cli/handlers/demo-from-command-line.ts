import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scoreFiles } from '../../evaluation/inputs/score-files.ts';
import { demoModelsMissing } from '../errors.ts';
import { scoreTable } from '../terminal/score-table.ts';
import { phantomFromCommandLine } from './phantom-from-command-line.ts';
import { runFromCommandLine } from './run-from-command-line.ts';

const STUDIES = 4;
const SEED = 2024; // weights/nano were trained on seed 7
const SHIPPED = fileURLToPath(new URL('../../../weights/nano', import.meta.url));
const MODELS = ['coord_sagt2', 'coord_sagt1', 'coord_axi', 'spinal', 'foraminal', 'subarticular'].map(
  (name) => `nano_${name}`,
);

/** Prints the command that is equivalent to the demo's next step. */
const announce = (...words: readonly string[]): void => {
  process.stdout.write(`\n$ spinestream ${words.join(' ')}\n`);
};

/**
 * Runs the whole demo without any input: generates synthetic studies, grades them, scores the grades against the truth
 * and writes a report. Reproducible. @returns whether every study was graded
 * @throws DEMO_MODELS_MISSING
 */
export const demoFromCommandLine = async (models = SHIPPED): Promise<boolean> => {
  const missing = MODELS.filter((name) => !existsSync(join(models, name, 'config.json')));
  if (missing.length > 0) throw demoModelsMissing(models, missing);
  const [studies, out] = [join('out', 'demo', 'studies'), join('out', 'demo', 'results')];
  const [truth, submission] = [join(studies, 'train.csv'), join(out, 'submission.csv')];
  await Promise.all([studies, out].map((folder) => rm(folder, { recursive: true, force: true })));

  announce('phantom', '--studies', String(STUDIES), '--seed', String(SEED), '--out', studies);
  await phantomFromCommandLine({ studies: STUDIES, seed: SEED, quirks: true, difficulty: 'easy', out: studies });

  announce('run', 'demo', '--studies', studies, '--models', models, '--out', out, '--set', `truth=${truth}`);
  const settings = { studies, models, out, variables: { truth } };
  const { failed, stopped } = await runFromCommandLine({ pipeline: 'demo', settings });
  if (failed > 0 || stopped !== undefined) return false;

  announce('score', '--truth', truth, '--submission', submission);
  process.stdout.write(scoreTable(await scoreFiles({ truth, submission, missing: 'as-normal' })));
  process.stdout.write(
    `\nThe report is ${resolve(out, 'report', 'index.html')}\n` +
      `  open it, or: spinestream view ${out}\n` +
      'These networks were trained on synthetic studies only; their grades of real examinations mean nothing.\n',
  );
  return true;
};
