import { parseDifficulty } from '../../phantom/difficulty.ts';
import { makePhantoms } from '../../phantom/make-phantoms.ts';
import type { PhantomArguments } from '../commands/phantom-command.ts';
import { abortedByInterrupt } from '../process/aborted-by-interrupt.ts';
import { pace } from '../terminal/pace.ts';
import { statusLine } from '../terminal/status-line.ts';

/**
 * Generates synthetic studies. Ctrl-C leaves a folder without train.csv, so that it cannot be mistaken for a complete
 * one.
 */
export const phantomFromCommandLine = async (given: PhantomArguments): Promise<void> => {
  const difficulty = parseDifficulty(given.difficulty);
  const { show, end } = statusLine(process.stderr);
  const speed = pace();
  const onStudy = (done: number, total: number) => {
    speed.did(1);
    show(() => ({ share: done / total, text: `${done}/${total} studies${speed.left(total - done)}` }));
  };
  try {
    const { studyIds } = await abortedByInterrupt(
      `stopped; ${given.out} is unfinished, remove it before you start again`,
      (signal) => makePhantoms({ ...given, difficulty, signal, onStudy }),
    );
    process.stdout.write(`${studyIds.length} studies in ${given.out}\n`);
  } finally {
    end();
  }
};
