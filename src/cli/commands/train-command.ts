import type { Argv } from 'yargs';
import { CHECKPOINT_MINUTES } from '../options/checkpoint-minutes.ts';
import { setOption } from '../options/set-option.ts';
import { EXIT } from '../process/exit-codes.ts';

export const trainCommand = (cli: Argv) =>
  cli.command(
    'train <experiment>',
    'train the networks of an experiment file',
    async (yargs) => {
      const [{ TFJS_BACKENDS }, { ENGINES }] = await Promise.all([
        import('../../models/runtime/tfjs/backends.ts'),
        import('../../training/choose-engine.ts'),
      ]);
      return yargs
        .positional('experiment', {
          type: 'string',
          demandOption: true,
          describe: 'an experiment file, or the name of one that ships (coord-sagt2, foraminal-roi, all, ...)',
        })
        .option('data', { type: 'string', demandOption: true, describe: 'folder in the challenge layout, with labels' })
        .option('out', {
          type: 'string',
          default: 'models',
          describe: 'folder of run folders; becomes ${models}',
        })
        .option('descriptions', { type: 'string', describe: 'series descriptions (CSV), where not beside the studies' })
        .option('follow-links', {
          type: 'boolean',
          default: false,
          describe: 'studies may be links to folders elsewhere',
        })
        .option('set', setOption('experiment'))
        .option('fold', { type: 'number', describe: 'only this fold, from 1; all by default' })
        .option('shard', {
          type: 'string',
          requiresArg: true,
          describe: 'only the jobs of one shard: i/n with i from 0, or env, as of run; --dry-run lists them',
        })
        .option('epochs', { type: 'number', describe: 'end after so many epochs; the schedule stays as it is' })
        .option('limit', { type: 'number', describe: 'only the first so many studies, to try things out' })
        .option('resume', { type: 'boolean', describe: 'continue what was begun, begin the rest' })
        .option('overwrite', { type: 'boolean', describe: 'discard these folds where they were begun' })
        .option('cache', { type: 'string', describe: 'folder for prepared pictures, for faster epochs' })
        .option('checkpoint-minutes', {
          type: 'number',
          default: CHECKPOINT_MINUTES,
          describe: 'so much work may be lost when the training is killed within an epoch',
        })
        .option('callbacks', { type: 'string', describe: 'a file that exports callbacks, e.g. for an outside tracker' })
        .option('engine', {
          choices: ENGINES,
          describe: 'what computes: tfjs where it has a GPU, else onnx, unless the experiment says it',
        })
        .option('backend', {
          choices: TFJS_BACKENDS,
          describe: 'of the engine tfjs: the first that starts by default',
        })
        .option('threads', {
          type: 'number',
          describe: 'threads of the engine; all cores by default. WebAssembly has one',
        })
        .option('dry-run', {
          type: 'boolean',
          default: false,
          describe: 'check everything but the pictures and list the jobs, each as a command of its own',
        })
        .conflicts('resume', 'overwrite')
        .example('$0 train coord-sagt2 --data data --out models', 'all folds, one after the other')
        .example('$0 train all --data data --out models --dry-run', 'the 75 jobs of the published ensemble')
        .example('$0 train all --data data --out models --shard env/75 --resume', 'one of them, in a Slurm array 0-74')
        .example('$0 train spinal-roi --data data --fold 2 --resume', 'one fold, continued where it was killed')
        .example('$0 train foraminal-roi --data data --engine tfjs --backend tfjs-node-gpu', 'on a graphics card')
        .example('$0 train my.yaml --data data --limit 20 --epochs 1', 'does it run at all?');
    },
    async (given) => {
      const { trainFromCommandLine } = await import('../handlers/train-from-command-line.ts');
      const { interrupted } = await trainFromCommandLine(given);
      process.exitCode = interrupted ? EXIT.interrupted : EXIT.done;
    },
  );
