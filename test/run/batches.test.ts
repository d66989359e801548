import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { startOnnxRuntime } from '../../src/models/runtime/onnx/onnx-runtime.ts';
import type { Runtime, Tensors } from '../../src/models/runtime/runtime.ts';
import { rowsOf } from '../../src/models/runtime/tensor-rows.ts';
import { makePhantoms } from '../../src/phantom/make-phantoms.ts';
import { type GradeEvent, type GradeOptions, gradeStudies } from '../../src/run/grade-studies.ts';
import { keptFolder } from '../support/temporary-folder.ts';

const WEIGHTS = fileURLToPath(new URL('../../weights/nano', import.meta.url));
const STUDIES = 3;

describe('a run with batches over studies', function () {
  this.timeout(180_000);
  let base: string;

  before(async () => {
    base = await keptFolder();
    await makePhantoms({ studies: STUDIES, seed: 12, quirks: false, out: join(base, 'studies') });
  });

  const cpu = () => startOnnxRuntime({ threads: 1 });

  const graded = async (name: string, given: Partial<GradeOptions>) => {
    const out = join(base, name);
    const events: GradeEvent[] = [];
    const { counts } = await gradeStudies({
      ...{ pipeline: 'demo', studies: join(base, 'studies'), models: WEIGHTS, out, concurrency: STUDIES },
      ...{ startRuntime: cpu, onEvent: (event: GradeEvent) => void events.push(event), ...given },
    });
    expect(counts).to.include({ studies: STUDIES, failed: 0 });
    const grades = (await readFile(join(out, 'submission.csv'), 'utf8')).trim().split('\n').slice(1);
    const { runtime } = JSON.parse(await readFile(join(out, 'run.json'), 'utf8'));
    return { events, runtime, grades: grades.map((line) => line.split(',')) };
  };

  /** The CPU under the name of a GPU. @param fitting  rows that its memory suffices for */
  const asGpu =
    (fitting = Number.POSITIVE_INFINITY) =>
    async (): Promise<Runtime> => {
      const runtime = await cpu();
      return {
        ...runtime,
        identity: { backend: 'onnx', provider: 'webgpu', skipped: [] },
        load: async (request) => {
          const loaded = await runtime.load(request);
          const predict = async (inputs: Tensors) => {
            if (rowsOf(inputs) > fitting) throw new Error('CUDA failure 2: out of memory');
            return loaded.predict(inputs);
          };
          return { ...loaded, predict };
        },
      };
    };

  it('gives the grades of single studies in fewer passes', async () => {
    const alone = await graded('alone', {});
    const joined = await graded('joined', { batch: 64 });
    expect(joined.grades.map(([row]) => row)).to.eql(alone.grades.map(([row]) => row));
    for (const [index, [, ...probabilities]] of joined.grades.entries())
      for (const [at, value] of probabilities.entries())
        expect(Math.abs(Number(value) - Number(alone.grades[index]![at + 1]))).to.be.at.most(1e-6);
    expect(joined.runtime.runs).to.be.lessThan(alone.runtime.runs);
    expect(alone.runtime).not.to.have.property('batches');
    expect(joined.runtime.batches[0]).to.include({ maxRows: 64, bound: 'request' });
  });

  it('measures batches on a GPU, and records them', async () => {
    const { events, runtime } = await graded('measured', { startRuntime: asGpu() });
    const chosen = events.flatMap((event) => (event.type === 'batch-chosen' ? [event.model] : []));
    expect(runtime.batches.map(({ model }: { model: string }) => model)).to.eql(chosen);
    expect(new Set(chosen).size).to.equal(chosen.length).and.to.be.greaterThan(3);
    for (const { maxRows, rates } of runtime.batches) {
      expect(rates.map(({ rows }: { rows: number }) => rows)).to.include(maxRows);
      expect(rates[0].samplesPerSecond).to.be.greaterThan(0);
    }
  });

  it('repeats what memory does not suffice for in halves, with a warning', async () => {
    const { events, runtime } = await graded('halved', { startRuntime: asGpu(2), batch: 64 });
    const halved = events.flatMap((event) => (event.type === 'batch-halved' ? [event] : []));
    expect(halved.length).to.be.greaterThan(0);
    for (const { model, rows } of halved) expect(rows, model).to.be.at.least(2);
    expect(runtime.batches.find(({ model }: { model: string }) => model === halved[0]!.model)).to.include({
      halvedTo: 2,
    });
  });
});
