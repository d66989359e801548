import { SpineError } from '../../domain/spine-error.ts';
import { previewExperiment } from '../../training/preview/preview-experiment.ts';
import { publishFile } from '../../training/run/published-file.ts';
import type { PreviewArguments } from '../commands/models/preview-command.ts';
import { checkNumbers, WHOLE } from '../options/check-numbers.ts';
import { writeWarning } from '../terminal/write-warning.ts';
import { givenExperiments } from './given-experiments.ts';

/** Writes the contact sheet of an experiment. */
export const previewFromCommandLine = async (given: PreviewArguments): Promise<void> => {
  const { samples, epoch, out, models, ...data } = given;
  checkNumbers(WHOLE, { samples, epoch });
  const experiments = await givenExperiments(given, models);
  const [experiment, ...others] = experiments;
  if (experiment === undefined || others.length > 0)
    throw new SpineError({
      code: 'EXPERIMENT_NOT_ONE',
      reason: `${given.experiment} lists ${experiments.length} experiments; name one of them (${experiments.map(({ name }) => name).join(', ')})`,
    });
  await publishFile(
    out,
    await previewExperiment(experiment, { ...data, samples, epoch: epoch - 1, onWarning: writeWarning }),
  );
  process.stdout.write(`${out}\n`);
};
