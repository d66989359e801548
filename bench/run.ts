import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipelinePath } from '../src/config/shipped.ts';
import { startOnnxRuntime } from '../src/models/runtime/onnx/onnx-runtime.ts';
import { gradeStudies } from '../src/run/grade-studies.ts';
import { writeUntrainedModels } from '../test/support/write-untrained-models.ts';
import { withBenchStudies } from './bench-studies.ts';

/**
 * The two-stage pipeline with an axial slice for every level at any distance; untrained keypoints would skip most of
 * the work.
 */
export const everyLevel = async (into: string): Promise<string> => {
  const text = await readFile(pipelinePath('two-stage'), 'utf8');
  const changed = text.replace('project-to-axial: { ', 'project-to-axial: { maxDistanceMm: 100000, ');
  if (changed === text) throw new Error('the two-stage pipeline has no project-to-axial of the expected form');
  const file = join(into, 'every-level.yaml');
  await writeFile(file, changed);
  return file;
};

const share = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)}%`;

/**
 * Measures a whole two-stage run: 8 keypoint passes and 30 region stacks per study on ResNet-18, one fold, all cores.
 */
export const runBench = (report: (line: string) => void): Promise<void> =>
  withBenchStudies(async (studies, what) => {
    const folder = await mkdtemp(join(tmpdir(), 'spinestream-bench-'));
    try {
      const models = join(folder, 'models');
      await writeUntrainedModels({ into: models });
      const pipeline = await everyLevel(folder);
      let cpuBefore = process.cpuUsage();
      const { counts, times, runtime } = await gradeStudies({
        pipeline,
        studies,
        models,
        out: join(folder, 'out'),
        concurrency: 2,
        existing: 'refuse',
        startRuntime: () => startOnnxRuntime(),
        now: () => performance.now(),
        date: () => new Date(),
        onEvent: ({ type }) => {
          if (type === 'model-loaded') cpuBefore = process.cpuUsage();
        },
      });
      const { user, system } = process.cpuUsage(cpuBefore);
      const { runMs = 0, graphMs = 0, sessionMs = 0, runs = 0 } = runtime ?? {};
      const cores = availableParallelism();
      report(
        `${what}: ${(times.streamingMs / 1000 / counts.studies).toFixed(2)} s a study (${counts.studies} studies, ${runs} runs, ${counts.failed} failed)`,
      );
      report(
        `inside ONNX Runtime ${share(runMs, times.streamingMs)} of the time; processors busy ${share((user + system) / 1000, times.streamingMs * cores)} of ${cores}`,
      );
      report(
        `building the graphs ${graphMs.toFixed(0)} ms, creating the sessions ${sessionMs.toFixed(0)} ms (${share(graphMs, sessionMs)})`,
      );
      report(`peak memory ${times.peakRssMb} MB`);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
