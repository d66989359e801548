import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { type BackendName, startRuntime } from '../../src/models/runtime/choose-runtime.ts';
import { makePhantoms } from '../../src/phantom/make-phantoms.ts';
import { type GradeEvent, type GradeOptions, gradeStudies } from '../../src/run/grade-studies.ts';
import { keptFolder } from '../support/temporary-folder.ts';

const WEIGHTS = fileURLToPath(new URL('../../weights/nano', import.meta.url));

const PIPELINE = `
name: keypoints-only
models:
  sagt2: \${models}/nano_coord_sagt2
  sagt1: \${models}/nano_coord_sagt1
steps:
  - load-series: {}
  - select-slices: { kind: Sagittal T2/STIR, slices: 5, as: sagt2 }
  - normalise: { selections: sagt2, resolutionPx: 256, as: sagt2 }
  - heatmap-keypoints: { model: sagt2, stacks: sagt2, as: sagt2 }
  - select-slices: { kind: Sagittal T1, slices: 3, position: lateral, lateralMm: 16.8, as: sagt1 }
  - normalise: { selections: sagt1, resolutionPx: 192, as: sagt1 }
  - heatmap-keypoints: { model: sagt1, stacks: sagt1, as: sagt1 }
outputs:
  - coordinates: { spinal: sagt2, foraminal: sagt1 }
`;

/** ONNX Runtime holds a session for each network; TensorFlow.js holds the tensors of their weights. */
const BACKENDS: readonly (readonly [backend: BackendName, leastHeld: number])[] = [
  ['onnx', 2],
  ['wasm', 20],
];

for (const [backend, leastHeld] of BACKENDS)
  describe(`what ${backend} holds when a run is over`, function () {
    this.timeout(120_000);
    let base: string;
    let studyIds: readonly string[];
    let outputs = 0;

    before(async () => {
      base = await keptFolder();
      await makePhantoms({ studies: 2, seed: 1, quirks: false, out: join(base, 'studies') });
      await writeFile(join(base, 'pipeline.yaml'), PIPELINE);
      studyIds = await readdir(join(base, 'studies', 'train_images'));
    });

    /** Grades, and says what was held and left; the last event tells. */
    const endOf = async (work: (run: Promise<unknown>) => Promise<unknown>, given: Partial<GradeOptions> = {}) => {
      const events: GradeEvent[] = [];
      const run = gradeStudies({
        pipeline: join(base, 'pipeline.yaml'),
        studies: join(base, 'studies'),
        models: WEIGHTS,
        out: join(base, `out${outputs++}`),
        concurrency: 2,
        existing: 'refuse',
        startRuntime: async () => (await startRuntime({ backend, threads: 1 })).runtime,
        now: () => performance.now(),
        date: () => new Date(0),
        ...given,
        onEvent: (event) => {
          events.push(event);
          given.onEvent?.(event);
        },
      });
      await work(run);
      const last = events.at(-1);
      if (last?.type !== 'runtime-closed') throw new Error(`the last event is ${last?.type}`);
      return last;
    };

    it('is all freed after a run', async () => {
      const { held, left } = await endOf((run) => run);
      expect(held).to.be.at.least(leastHeld);
      expect(left).to.equal(0);
    });

    it('is all freed where one network at a time was in memory', async () => {
      const { held, left } = await endOf((run) => run, { modelsInMemory: 1 });
      expect(held).to.be.at.least(leastHeld / 2);
      expect(left).to.equal(0);
    });

    it('is all freed after a run that failed', async () => {
      const reason = 'the list of ids broke off';
      const failing = async (run: Promise<unknown>) => expect(await run.catch(String)).to.contain(reason);
      const ids = (async function* () {
        yield studyIds[0]!;
        throw new Error(reason);
      })();
      const { held, left } = await endOf(failing, { ids });
      expect(held).to.be.at.least(leastHeld);
      expect(left).to.equal(0);
    });

    it('is all freed after a run that was asked to stop', async () => {
      const stopping = new AbortController();
      const onEvent = ({ type }: GradeEvent) => {
        if (type === 'step') stopping.abort();
      };
      const { held, left } = await endOf((run) => run, { stop: stopping.signal, concurrency: 1, onEvent });
      expect(held).to.be.at.least(leastHeld);
      expect(left).to.equal(0);
    });
  });
