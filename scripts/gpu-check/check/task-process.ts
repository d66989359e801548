import { firstLineOf } from '../../../src/models/runtime/first-line.ts';
import { forward, rate } from './compute.ts';
import type { Measured, Task } from './tasks.ts';
import { train } from './training.ts';
import { writeModels } from './write-models.ts';

/** A process that performs tasks one at a time. Native code may crash or hang in it. */
const perform = (task: Task): Promise<Measured[keyof Measured]> => {
  switch (task.kind) {
    case 'forward':
      return forward(task);
    case 'rate':
      return rate(task);
    case 'train':
      return train(task);
    case 'models':
      return writeModels(task);
  }
};

process.on('message', async (task: Task) => {
  try {
    process.send?.({ measured: await perform(task) });
  } catch (error) {
    process.send?.({ fault: firstLineOf(error) });
  }
});
