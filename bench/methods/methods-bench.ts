import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from './command.ts';
import { type Comparison, compare } from './compare.ts';
import { obstacle, prepare } from './given.ts';
import { BASELINE, type Method } from './methods.ts';
import { DEFAULT_FOLD_COUNT, type MethodsOptions, methodsOptions } from './options.ts';
import { csvOf, HEADER, lineOf, type Row, verdict } from './table.ts';
import { writeMethod } from './write-method.ts';

/** Hard phantoms; regenerated after an interrupted run. */
const phantoms = async ({ studies, seed, difficulty, out }: MethodsOptions): Promise<string> => {
  const folder = join(out, `phantoms-${studies}-${seed}-${difficulty}`);
  if (existsSync(join(folder, 'train.csv'))) return folder;
  await rm(folder, { recursive: true, force: true });
  const how = ['--studies', String(studies), '--seed', String(seed), '--difficulty', String(difficulty)];
  await command('phantom', ...how, '--out', folder);
  return folder;
};

/** Trains the networks that differ and grades out of fold; skips what is already done. */
const graded = async (method: Method, data: string, o: { root: string; options: MethodsOptions }): Promise<string> => {
  const run = join(o.root, 'runs', method.name);
  const done = join(run, 'graded-folds.txt');
  const folds = o.options.folds.join(',');
  const { experiments, pipeline, models } = await writeMethod(method, {
    root: o.root,
    keypoints: o.options.keypoints,
    foldCount: o.options.foldCount,
  });
  const isDone = existsSync(done) && (await readFile(done, 'utf8')) === folds;
  if (isDone) return run;
  const epochs = o.options.epochs === undefined ? [] : ['--epochs', String(o.options.epochs)];
  const cache = join(o.root, 'cache');
  const threads = o.options.threads === undefined ? [] : ['--threads', String(o.options.threads)];
  if (experiments !== undefined)
    for (const fold of o.options.folds)
      await command(
        ...['train', experiments, '--data', data, '--out', models, '--cache', cache],
        ...['--fold', String(fold), '--resume', ...epochs, ...threads],
      );
  await command(
    ...['evaluate', pipeline, '--studies', data, '--models', models, '--out', run],
    ...['--held-out', '--overwrite', '--nested-folds', '2', ...threads],
  );
  await writeFile(done, folds);
  return run;
};

/** Networks trained with other options are kept apart. */
const nameOf = ({ studies, seed, difficulty, foldCount, epochs, keypoints }: MethodsOptions): string =>
  [
    studies,
    seed,
    difficulty,
    ...(foldCount === DEFAULT_FOLD_COUNT ? [] : [foldCount, 'folds']),
    ...(epochs === undefined ? [] : [epochs, 'epochs']),
    ...(keypoints ? ['keypoints-given'] : []),
  ].join('-');

/**
 * Compares the nano recipe with each option that may improve it, on hard phantoms, out of fold. Resumable: the folder
 * keeps what was trained and graded. Flags: --studies=300 --seed=17 --difficulty=hard --fold-count=5 --folds=1,2,3,4,5
 * --epochs=n
 * --only=baseline,views --keypoints=weights/nano --threads=1 --out=out/methods.
 */
export const methodsBench = async (report: (line: string) => void, flags: readonly string[]): Promise<void> => {
  const options = methodsOptions(flags);
  const { studies, seed, difficulty } = options;
  const data = await phantoms(options);
  const root = join(options.out, nameOf(options));
  await mkdir(root, { recursive: true });
  const baseline = await graded(BASELINE, data, { root, options });
  report(
    `${studies} phantoms of seed ${seed} at difficulty ${difficulty}, folds ${options.folds.join(', ')} of ${options.foldCount}; 95% intervals of whole studies`,
  );
  report(HEADER);
  const rows: Row[] = [];
  const building = { data, root, keypoints: options.keypoints, allFolds: options.folds.length === options.foldCount };
  for (const method of options.methods) {
    const reason = obstacle(method.needs, building);
    if (reason !== undefined) {
      report(`${method.name}: skipped, ${reason}`);
      continue;
    }
    await prepare(method.needs, building);
    const run = await graded(method, data, { root, options });
    const comparison: Comparison = await compare({ run, baseline, data });
    rows.push({ method, comparison });
    report(lineOf({ method, comparison }));
    await writeFile(join(options.out, 'methods.csv'), csvOf(rows));
  }
  const without = rows.filter((row) =>
    ['worse', 'not told apart', 'changes nothing', 'too few studies'].includes(verdict(row)),
  );
  if (without.length > 0) report(`no gain is shown by: ${without.map(({ method }) => method.name).join(', ')}`);
  report(join(options.out, 'methods.csv'));
};
