import type { Program } from '../models/nn/gradient/program.ts';
import type { LoadedProgram, ProgramRuntime } from '../models/runtime/onnx/program-runtime.ts';
import { memoryExplained } from './memory-fault.ts';

export interface CachedProgram<P extends Program> extends LoadedProgram {
  readonly program: P;
}

/** Sessions hold memory; an epoch needs one for full batches and one for its last batch. */
const KEPT = 2;

/** A cache of compiled programs by batch size; releases the least recently used ones. */
export const programCache = <P extends Program>(
  runtime: Pick<ProgramRuntime, 'load'>,
  make: (samples: number) => P,
): ((samples: number) => Promise<CachedProgram<P>>) => {
  const known = new Map<number, CachedProgram<P>>();
  return async (samples) => {
    const found = known.get(samples);
    known.delete(samples);
    const program = found ?? (await readied(runtime, make(samples)));
    known.set(samples, program);
    const [[oldest, dropped] = []] = known;
    if (known.size > KEPT && oldest !== undefined && dropped !== undefined) {
      known.delete(oldest);
      await dropped.release();
    }
    return program;
  };
};

const readied = async <P extends Program>(
  runtime: Pick<ProgramRuntime, 'load'>,
  program: P,
): Promise<CachedProgram<P>> => {
  const { name } = program.graph;
  const loaded = await runtime.load(program).catch((cause: unknown) => {
    throw memoryExplained(`the loading of ${name}`, cause);
  });
  const run: LoadedProgram['run'] = (request, asked) =>
    loaded.run(request, asked).catch((cause: unknown) => {
      throw memoryExplained(asked, cause);
    });
  return { ...loaded, run, program };
};

/** A program, compiled on first use. */
export const oncePrepared = <A, P extends Program>(
  runtime: Pick<ProgramRuntime, 'load'>,
  make: (of: A) => P,
): ((of: A) => Promise<CachedProgram<P>>) => {
  let known: Promise<CachedProgram<P>> | undefined;
  return (of) => {
    known ??= readied(runtime, make(of));
    return known;
  };
};
