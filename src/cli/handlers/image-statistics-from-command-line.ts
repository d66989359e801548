import { join } from 'node:path';
import { IMAGE_REFERENCE_FILE } from '../../models/weights/image-reference-record.ts';
import { measureTrainingImages } from '../../training/measurements/measure-training-images.ts';
import type { ImageStatisticsArguments } from '../commands/models/image-statistics-command.ts';
import { abortedByInterrupt } from '../process/aborted-by-interrupt.ts';
import { writeProgress } from '../terminal/write-progress.ts';

/** Measures the training images of run folders and prints a line each. */
export const imageStatisticsFromCommandLine = (given: ImageStatisticsArguments): Promise<void> =>
  abortedByInterrupt('the measurement was stopped; nothing was written', async (signal) => {
    const { folders } = given;
    const references = await measureTrainingImages(folders, {
      ...given,
      signal,
      onProgress: writeProgress,
    });
    for (const [index, { studies, bound, beyond }] of references.entries())
      process.stdout.write(
        `${join(folders[index]!, IMAGE_REFERENCE_FILE)}  ${studies} studies, ${
          bound === undefined ? 'too few for a bound' : `bound ${bound}, ${beyond} beyond it`
        }\n`,
      );
  });
