import { asSpineError } from '../../domain/spine-error.ts';
import { checkEngineRequest } from '../../training/choose-engine.ts';
import type { TrainCallbacks } from '../../training/run/callbacks/events.ts';
import { loadCallbacks } from '../../training/run/callbacks/load-callbacks.ts';
import { type TrainJob, type TrainOptions, trainExperiments, trainJobs } from '../../training/run/train-experiments.ts';
import type { TrainArguments } from '../commands/models/train-command.ts';
import { checkNumbers, WHOLE } from '../options/check-numbers.ts';
import { dashboardPort } from '../options/dashboard-port.ts';
import { shardOf } from '../options/shard-option.ts';
import { CHECKPOINT_MINUTES } from '../options/shared-options.ts';
import { trainingEngine } from '../options/training-engine.ts';
import { ownMemory } from '../process/own-memory.ts';
import { stoppedByInterrupts } from '../process/stopped-by-interrupts.ts';
import { trainProgress } from '../terminal/train-progress.ts';
import { writeWarning } from '../terminal/write-warning.ts';
import { givenExperiments } from './given-experiments.ts';

/**
 * Trains with progress on standard error. The first Ctrl-C ends it after the current step with a checkpoint, a second
 * one immediately.
 */
export const trainFromCommandLine = async (given: TrainArguments): Promise<{ readonly interrupted: boolean }> => {
  const { fold, epochs, limit, threads, checkpointMinutes } = given;
  checkNumbers(WHOLE, { fold, epochs, limit, threads, 'checkpoint-minutes': checkpointMinutes });
  const shard = shardOf(given.shard);
  checkEngineRequest(given);
  const experiments = await givenExperiments(given, given.out);
  if (given.dryRun) {
    if (given.callbacks !== undefined) await loadCallbacks(given.callbacks);
    const commands = (await trainJobs(experiments, { ...given, shard, onWarning: writeWarning })).map((job) =>
      commandOf(job, given),
    );
    process.stdout.write(`${commands.join('\n')}\n`);
    return { interrupted: false };
  }
  const dashboard = await openedDashboard(given);
  const progress = trainProgress(process.stderr);
  const interrupts = stoppedByInterrupts({ after: 'the step under way', atOnce: progress.close });
  try {
    const shown = [progress.callbacks, ...(dashboard === undefined ? [] : [dashboard.callbacks])];
    await trainExperiments(experiments, await optionsOf(given, shown, interrupts.signal));
    await dashboard?.close();
    return { interrupted: interrupts.signal.aborted };
  } catch (error) {
    const { code, reason } = asSpineError(error);
    await dashboard?.close({ code, reason });
    throw error;
  } finally {
    progress.close();
    interrupts.ignore();
  }
};

/** Loaded on demand, since most trainings need no server. */
const openedDashboard = async ({ dashboard, experiment }: TrainArguments) => {
  const port = dashboardPort(dashboard);
  if (port === undefined) return undefined;
  const { trainDashboard } = await import('../../dashboard/train-dashboard.ts');
  const opened = await trainDashboard({ port, name: experiment, ...ownMemory() });
  process.stderr.write(`dashboard at ${opened.url}\n`);
  return opened;
};

const optionsOf = async (
  given: TrainArguments,
  shown: readonly TrainCallbacks[],
  stop: AbortSignal,
): Promise<TrainOptions> => {
  const { callbacks } = given;
  return {
    ...given,
    shard: shardOf(given.shard),
    stop,
    existing: given.resume ? 'resume' : given.overwrite ? 'overwrite' : 'refuse',
    checkpointEveryMs: given.checkpointMinutes * 60_000,
    callbacks: [...shown, ...(callbacks === undefined ? [] : await loadCallbacks(callbacks))],
    onWarning: writeWarning,
    startEngine: trainingEngine(given, (line) => process.stderr.write(`${line}\n`)),
    now: () => performance.now(),
    date: () => new Date(),
  };
};

const quoted = (text: string): string => (/^[\w./:=@%+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** The command that does one job, and resumes it when repeated. */
const commandOf = ({ experiment, fold }: TrainJob, given: TrainArguments): string => {
  const { models: _, ...variables } = experiment.variables;
  const settings = Object.entries(variables).flatMap(([name, value]) => ['--set', `${name}=${value}`]);
  const optional = (
    ['descriptions', 'limit', 'epochs', 'cache', 'callbacks', 'engine', 'backend', 'threads'] as const
  ).flatMap((name) => (given[name] === undefined ? [] : [`--${name}`, String(given[name])]));
  const minutes =
    given.checkpointMinutes === CHECKPOINT_MINUTES ? [] : ['--checkpoint-minutes', String(given.checkpointMinutes)];
  const device = given.device === 'auto' ? [] : ['--device', given.device];
  const links = given.followLinks ? ['--follow-links'] : [];
  const deterministic = given.deterministic ? ['--deterministic'] : [];
  const parts = ['spinestream', 'train', experiment.file, ...settings, '--data', given.data, '--out', given.out];
  return [...parts, ...optional, ...device, ...deterministic, ...minutes, ...links, '--fold', String(fold), '--resume']
    .map(quoted)
    .join(' ');
};
