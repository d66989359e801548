import type { Argv } from 'yargs';
import type { Given } from '../../options/given.ts';
import { CHECKPOINT_MINUTES, dashboardOption, setOption, studiesOptions } from '../../options/shared-options.ts';
import { EXIT } from '../../process/exit-codes.ts';

const options = async (yargs: Argv) => {
  const [{ TFJS_BACKENDS }, { DEVICES }, { ENGINES }] = await Promise.all([
    import('../../../models/runtime/tfjs/backends.ts'),
    import('../../../models/runtime/onnx/device/devices.ts'),
    import('../../../training/choose-engine.ts'),
  ]);
  return yargs
    .positional('experiment', {
      type: 'string',
      demandOption: true,
      describe: 'experiment file, or name of a built-in experiment (coord-sagt2, foraminal-roi, all, ...)',
    })
    .option('data', {
      type: 'string',
      demandOption: true,
      describe: 'folder in the layout of the challenge, with labels',
    })
    .option('out', {
      type: 'string',
      default: 'models',
      describe: 'folder of run folders; sets ${models}',
    })
    .options(studiesOptions)
    .option('set', setOption('experiment'))
    .option('fold', { type: 'number', describe: 'fold to train, from 1; default: all' })
    .option('shard', {
      type: 'string',
      describe: 'run only the jobs of one shard: i/n with i from 0, or env, as for run; --dry-run lists them',
    })
    .option('epochs', { type: 'number', describe: 'stop after this many epochs; the schedule is unaffected' })
    .option('limit', { type: 'number', describe: 'use only the first studies, for a trial' })
    .option('resume', { type: 'boolean', describe: 'continue folds in progress and start the others' })
    .option('overwrite', { type: 'boolean', describe: 'discard existing results of these folds' })
    .option('cache', { type: 'string', describe: 'folder for a cache of preprocessed images, for faster epochs' })
    .option('checkpoint-minutes', {
      type: 'number',
      default: CHECKPOINT_MINUTES,
      describe: 'minutes between checkpoints within an epoch',
    })
    .option('dashboard', dashboardOption)
    .option('callbacks', {
      type: 'string',
      describe: 'file that exports callbacks, e.g. for an experiment tracker',
    })
    .option('engine', {
      choices: ENGINES,
      describe: 'training engine; default: that of the experiment, else tfjs if it has a GPU, else onnx',
    })
    .option('backend', {
      choices: TFJS_BACKENDS,
      describe: 'backend of the engine tfjs; default: the first available one',
    })
    .option('device', {
      choices: DEVICES,
      default: 'auto' as const,
      describe:
        'where the engine onnx computes: auto (the CPU), cpu, gpu (the CPU, with a warning, if none works), or a provider',
    })
    .option('threads', {
      type: 'number',
      describe: 'threads of the engine (WebAssembly has one); default: all cores',
    })
    .option('deterministic', {
      type: 'boolean',
      default: false,
      describe:
        'give the same weights in every training, bit for bit (same machine, engine and threads); refuse what cannot; slower on a GPU',
    })
    .option('dry-run', {
      type: 'boolean',
      default: false,
      describe: 'check everything except pixel data and list the jobs as commands',
    })
    .conflicts('resume', 'overwrite')
    .example('$0 train coord-sagt2 --data data --out models', 'train all folds in sequence')
    .example('$0 train all --data data --out models --dry-run', 'list the 75 jobs of the published ensemble')
    .example(
      '$0 train all --data data --out models --shard env/75 --resume',
      'run one job per task of a Slurm array 0-74',
    )
    .example('$0 train coord-sagt2 --data data --dashboard', 'look at the training while it goes on')
    .example('$0 train spinal-roi --data data --fold 2 --resume', 'continue a fold that was killed')
    .example('$0 train foraminal-roi --data data --engine tfjs --backend tfjs-node-gpu', 'train on a GPU')
    .example('$0 train my.yaml --data data --limit 20 --epochs 1', 'try whether it runs');
};

export type TrainArguments = Given<typeof options>;

export const trainCommand = (cli: Argv) =>
  cli.command('train <experiment>', 'train the networks of an experiment file', options, async (given) => {
    const { trainFromCommandLine } = await import('../../handlers/train-from-command-line.ts');
    const { interrupted } = await trainFromCommandLine(given);
    process.exitCode = interrupted ? EXIT.interrupted : EXIT.done;
  });
