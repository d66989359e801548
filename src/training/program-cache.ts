import type { Program } from '../models/nn/gradient/program.ts';
import type { LoadedProgram, ProgramRuntime } from '../models/runtime/onnx/program-runtime.ts';
import { explainingMemory } from './memory-fault.ts';

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
  const loaded = await explainingMemory(`the loading of ${program.graph.name}`, runtime.load(program));
  return { ...loaded, run: (request, asked) => explainingMemory(asked, loaded.run(request, asked)), program };
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
