import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stateOf } from '../../src/core/study-state.ts';
import { elementsPerSample } from '../../src/models/nn/dim.ts';
import { startOnnxRuntime } from '../../src/models/runtime/onnx/onnx-runtime.ts';
import { unitFill } from '../../src/models/weights/fill.ts';
import { architectureOf } from '../../src/models/zoo/architecture.ts';
import { gradeStudies } from '../../src/run/grade-studies.ts';
import { openStudyFolder } from '../../src/streams/sources/study-folder.ts';
import { allStudies } from '../../src/streams/sources/study-sources.ts';
import { filledWeights } from '../../test/support/filled-weights.ts';
import { SHIPPED_MODELS } from '../../test/support/write-untrained-models.ts';
import { prepare } from '../preparation.ts';
import { everyLevel } from '../run.ts';

export interface OwnSideOptions {
  readonly studies: string;
  /** Run folders with the weights of the original's side. */
  readonly models: string;
  readonly threads: number;
  /** Also measures the whole run with the int8 networks of the run folders. */
  readonly int8: boolean;
}

/** Seconds of a part. */
export interface Taken {
  readonly wallS: number;
  /** Of all threads. */
  readonly cpuS: number;
}

/** Network passes of a study, each a batch. */
const PASSES = {
  keypoints: { coord_sagt2: 1, coord_sagt1: 2, coord_axi: 5 },
  regions: { spinal_resnet18: 5, foraminal_resnet18: 10, subarticular_resnet18: 10, global_resnet18: 5 },
} as const;

const timed = async (work: () => Promise<unknown>): Promise<Taken> => {
  const [cpu, begun] = [process.cpuUsage(), performance.now()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { wallS: (performance.now() - begun) / 1000, cpuS: (user + system) / 1e6 };
};

const preparation = async (root: string, regionSizesPx: readonly number[]): Promise<Taken> => {
  const source = await openStudyFolder({ root });
  const all = async () => {
    for await (const { study, error } of allStudies(source)) {
      if (error !== undefined) throw error;
      await prepare(stateOf(study), regionSizesPx);
    }
  };
  await all(); // compiles the code, as the first of thousands of studies do
  return timed(all);
};

/** Runs the networks of a study `studies` times, one network after the other. */
const networks = async (part: keyof typeof PASSES, studies: number, threads: number): Promise<Taken> => {
  const runtime = await startOnnxRuntime({ threads });
  try {
    let total: Taken = { wallS: 0, cpuS: 0 };
    for (const [name, batch] of Object.entries(PASSES[part])) {
      const shape = Object.entries(SHIPPED_MODELS).find(([one]) => one === name)![1];
      const architecture = architectureOf(shape.architecture, { resolutionPx: shape.input.resolutionPx });
      const predictor = await runtime.load({ name, architecture, weights: filledWeights(architecture) });
      const inputs = Object.fromEntries(
        architecture.inputs.map((input) => {
          const data = unitFill(input.name, batch * elementsPerSample(input.shape));
          return [input.name, { shape: input.shape.map((dim) => (typeof dim === 'string' ? batch : dim)), data }];
        }),
      );
      await predictor.predict(inputs); // the first pass also allocates
      const { wallS, cpuS } = await timed(async () => {
        for (let study = 0; study < studies; study++) await predictor.predict(inputs);
      });
      total = { wallS: total.wallS + wallS, cpuS: total.cpuS + cpuS };
      await predictor.release();
    }
    return total;
  } finally {
    await runtime.close();
  }
};

/** Time from the first loaded network on, as the original's side counts no loading of weights either. */
const whole = async ({ studies, models, threads }: OwnSideOptions, precision: 'float32' | 'int8'): Promise<Taken> => {
  const folder = await mkdtemp(join(tmpdir(), 'spinestream-bench-'));
  try {
    let cpu = process.cpuUsage();
    const { times, counts } = await gradeStudies({
      ...{ pipeline: await everyLevel(folder), studies, models, out: join(folder, 'out'), existing: 'refuse' as const },
      startRuntime: () => startOnnxRuntime({ threads }),
      ...{ concurrency: 2, precision },
      onEvent: ({ type }) => {
        if (type === 'model-loaded') cpu = process.cpuUsage();
      },
    });
    if (counts.failed > 0) throw new Error(`${counts.failed} of ${counts.studies} studies failed`);
    const { user, system } = process.cpuUsage(cpu);
    return { wallS: times.streamingMs / 1000, cpuS: (user + system) / 1e6 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Grades all studies as the original's side does, and measures each part on its own. */
export const ownRun = async (o: OwnSideOptions): Promise<Readonly<Record<string, Taken>>> => {
  const { studyIds } = await openStudyFolder({ root: o.studies });
  return {
    preparation: await preparation(o.studies, [128]),
    ensemblePreparation: await preparation(o.studies, [128, 224]),
    keypoints: await networks('keypoints', studyIds.length, o.threads),
    regions: await networks('regions', studyIds.length, o.threads),
    whole: await whole(o, 'float32'),
    ...(o.int8 && { wholeInt8: await whole(o, 'int8') }),
  };
};
