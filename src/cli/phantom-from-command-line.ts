import { SingleBar } from 'cli-progress';
import { SpineError } from '../domain/spine-error.ts';
import { makePhantoms } from '../phantom/make-phantoms.ts';

export interface PhantomArguments {
  readonly studies: number;
  readonly out: string;
  readonly seed: number;
  readonly quirks: boolean;
}

/** Makes synthetic studies with a progress bar; Ctrl-C leaves a folder without train.csv, which nobody takes for a whole one. */
export const phantomFromCommandLine = async ({ studies, out, seed, quirks }: PhantomArguments): Promise<void> => {
  const stopping = new AbortController();
  const onInterrupt = () =>
    stopping.abort(
      new SpineError({
        code: 'INTERRUPTED',
        reason: `stopped; ${out} is unfinished, remove it before you start again`,
      }),
    );
  process.once('SIGINT', onInterrupt);
  const bar = new SingleBar({
    stream: process.stderr,
    format: '{bar} {value}/{total} studies, {eta_formatted} left',
    hideCursor: true,
  });
  try {
    if (process.stderr.isTTY) bar.start(studies, 0);
    const { studyIds } = await makePhantoms({
      studies,
      out,
      seed,
      quirks,
      signal: stopping.signal,
      onStudy: (done) => bar.update(done),
    });
    bar.stop();
    process.stdout.write(`${studyIds.length} studies in ${out}\n`);
  } finally {
    bar.stop();
    process.off('SIGINT', onInterrupt);
  }
};
