import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { z } from 'zod';
import { defineOutput } from '../../src/core/define-output.ts';
import { exampleState } from '../../src/core/examples/index.ts';
import { type RunOptions, runPipeline } from '../../src/run/run-pipeline.ts';
import { fileEnv } from '../support/operator-flow.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { toyPipeline, toyStudies, type Work } from '../support/toy-pipeline.ts';

const TEXT = 'steps:\n  - make: { to: [custom.a] }\noutputs:\n  - table: { entry: custom.a }\n';

/** Waits for something unavailable from the second study on. */
const waiting = defineOutput({
  name: 'waiting',
  summary: 'Nothing.',
  folder: 'waiting',
  options: z.strictObject({}),
  example: { options: {}, study: () => exampleState() },
  reads: () => [],
  open: async (_, _run, { stop }) => ({
    ofStudy: async ({ study }) => {
      if (study.id !== '1') await pause(10_000, undefined, { signal: stop }).catch(() => stop?.throwIfAborted());
      return {};
    },
  }),
}).bind({});

describe('cancellation of studies', function () {
  this.timeout(20_000);
  const folder = temporaryFolder();
  const options = (make: Work, given: Partial<RunOptions> = {}): RunOptions => ({
    pipeline: toyPipeline(TEXT, { make }).pipeline,
    env: fileEnv(),
    source: toyStudies('1', '2', '3', '4'),
    out: folder(),
    fingerprint: 'one',
    concurrency: 1,
    now: () => 0,
    ...given,
  });
  const failures = async (): Promise<string[]> =>
    (await readFile(join(folder(), 'errors.jsonl'), 'utf8'))
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line))
      .map(({ study_id, code }) => `${study_id} ${code}`);

  /** Work that takes a while, and what of it is under way. */
  const busy = (work: Work) => {
    const seen = { now: 0, most: 0 };
    const counted: Work = async (state, context) => {
      seen.now++;
      seen.most = Math.max(seen.most, seen.now);
      try {
        await work(state, context);
      } finally {
        seen.now--;
      }
    };
    return { seen, counted };
  };

  it('aborts no signal at the first Ctrl-C: what is in progress finishes', async () => {
    const stop = new AbortController();
    const aborted: boolean[] = [];
    const work: Work = async (_, { signal }) => {
      stop.abort();
      await pause(20, undefined, { signal });
      aborted.push(signal.aborted);
    };
    const counts = await runPipeline(options(work, { stop: stop.signal }));
    expect(aborted).to.deep.equal([false]);
    expect(counts).to.include({ studies: 1, failed: 0, cancelled: 0, stopped: 'asked' });
  });

  it('closes a source that waits, when it is stopped', async () => {
    const stop = new AbortController();
    async function* open() {
      yield* toyStudies('1');
      await new Promise(() => {}); // as standard input that nobody closes
    }
    const counts = await runPipeline(
      options(() => {}, { source: open(), stop: stop.signal, onStudy: () => stop.abort() }),
    );
    expect(counts).to.include({ studies: 1, stopped: 'asked' });
  });

  it('gives every study a signal of its own', async () => {
    const signals = new Set<AbortSignal>();
    await runPipeline(options((_, { signal }) => void signals.add(signal)));
    expect(signals).to.have.property('size', 4);
    expect([...signals].filter(({ aborted }) => aborted)).to.deep.equal([]);
  });

  it('ends cancelled studies without a result, and does them when the run is resumed', async () => {
    const cancel = new AbortController();
    const work: Work = async ({ study }, { signal }) => {
      if (study.id === '1') return;
      if (study.id === '3') setImmediate(() => cancel.abort());
      await pause(10_000, undefined, { signal });
    };
    const counts = await runPipeline(options(work, { concurrency: 2, cancel: cancel.signal }));
    expect(counts).to.include({ studies: 1, failed: 0, cancelled: 2, abandoned: 0, stopped: 'asked' });
    expect(await failures()).to.deep.equal([]);
    const resumed = await runPipeline(options(() => {}));
    expect(resumed).to.include({ studies: 4, resumed: 1, failed: 0, cancelled: 0 });
  });

  it('ends studies, also failed ones, without a result where an output only waits when the run is stopped', async () => {
    const stop = new AbortController();
    const work: Work = ({ study }) => {
      if (study.id === '3') setTimeout(() => stop.abort(), 20);
      if (study.id === '3') throw new Error('broken');
    };
    const given = options(work, { concurrency: 2, stop: stop.signal });
    const counts = await runPipeline({ ...given, pipeline: { ...given.pipeline, outputs: [waiting] } });
    expect(counts).to.include({ studies: 1, failed: 0, cancelled: 2, stopped: 'asked' });
    const resumed = await runPipeline(options(() => {}));
    expect(resumed).to.include({ studies: 4, resumed: 1, failed: 0 });
  });

  it('aborts the signal of a step that takes too long, and of no other study', async () => {
    const aborted: string[] = [];
    const work: Work = async ({ study }, { signal }) => {
      signal.addEventListener('abort', () => aborted.push(`${study.id} ${signal.reason.code}`));
      if (study.id === '2') await pause(10_000, undefined, { signal });
    };
    const counts = await runPipeline(options(work, { stepTimeoutS: 0.03 }));
    expect(aborted).to.deep.equal(['2 STEP_TIMED_OUT']);
    expect(await failures()).to.deep.equal(['2 STEP_TIMED_OUT']);
    expect(counts).to.include({ studies: 4, failed: 1, abandoned: 0 });
  });

  it('waits for a step that ended late, so that one study at a time stays one', async () => {
    const { seen, counted } = busy(() => pause(60));
    const counts = await runPipeline(options(counted, { stepTimeoutS: 0.01, graceS: 5 }));
    expect(seen.most).to.equal(1);
    expect(counts).to.include({ studies: 4, failed: 4, abandoned: 0 });
  });

  it('counts a step that never ends, and ends the run before many of them are at work', async () => {
    const { seen, counted } = busy(() => new Promise(() => {}));
    const source = toyStudies('1', '2', '3', '4', '5', '6');
    const told: string[] = [];
    const counts = await runPipeline(
      options(counted, {
        source,
        stepTimeoutS: 0.01,
        graceS: 0.01,
        onAbandoned: ({ operator, studyId }, running) => told.push(`${studyId} ${operator} ${running}`),
      }),
    );
    expect(told).to.deep.equal(['1 make 1', '2 make 2']);
    expect(seen.most).to.equal(2);
    expect(counts).to.include({ studies: 2, failed: 2, abandoned: 2, stopped: 'abandoned' });
  });

  it('goes on with all studies where abandoned steps end after all', async () => {
    let release = () => {};
    const { seen, counted } = busy(async ({ study }) => {
      release();
      if (Number(study.id) % 2 === 0)
        await new Promise<void>((resolve) => {
          release = resolve;
        });
    });
    const source = toyStudies('1', '2', '3', '4', '5', '6', '7');
    const counts = await runPipeline(options(counted, { source, stepTimeoutS: 0.01, graceS: 0.01 }));
    expect(seen).to.deep.equal({ now: 0, most: 2 });
    expect(counts).to.include({ studies: 7, failed: 3, abandoned: 3, stopped: undefined });
  });

  it('aborts the studies in progress when the run fails', async () => {
    const aborted: string[] = [];
    const work: Work = async ({ study }, { signal }) => {
      signal.addEventListener('abort', () => aborted.push(study.id));
      await pause(10_000, undefined, { signal }).catch(() => undefined);
    };
    async function* failing() {
      yield* toyStudies('1');
      await pause(20);
      throw new Error('the source broke off');
    }
    const [outcome] = await Promise.allSettled([runPipeline(options(work, { source: failing(), concurrency: 2 }))]);
    expect(outcome).to.have.nested.property('reason.message', 'the source broke off');
    expect(aborted).to.deep.equal(['1']);
  });

  it('tries a cancelled study no second time', async () => {
    const cancel = new AbortController();
    let tries = 0;
    const work: Work = async () => {
      tries++;
      cancel.abort();
      throw new Error('broken');
    };
    const counts = await runPipeline(options(work, { retries: 3, cancel: cancel.signal }));
    expect({ tries, ...counts }).to.include({ tries: 1, studies: 0, cancelled: 1 });
  });
});
