import { expect } from 'chai';
import { lastValueFrom } from 'rxjs';
import { builtInContext } from '../../src/config/check-files.ts';
import { checkPipeline } from '../../src/config/check-pipeline.ts';
import { compile } from '../../src/core/compile.ts';
import { stateOf, withoutEntries } from '../../src/core/study-state.ts';
import { fileEnv } from '../support/operator-flow.ts';
import { rejectionOf } from '../support/thrown-by.ts';
import { toyPipeline } from '../support/toy-pipeline.ts';

const STUDY = stateOf({ id: '7', series: [] });

const TEXT = `steps:
  - make: { to: [custom.pixels, custom.unused] }
  - use: { from: [custom.pixels], to: [custom.small] }
  - again: { from: [custom.pixels, custom.small], to: [custom.final] }
  - end: { from: [custom.final], to: [custom.last] }
outputs:
  - table: { entry: custom.final }
`;

describe('compile', () => {
  it('lets entries go after their last reader, and at once where nobody reads them', async () => {
    const seen: string[] = [];
    const watch = (name: string) => ({
      [name]: (state: { entries: ReadonlyMap<string, unknown> }) => {
        seen.push(`${name}: ${[...state.entries.keys()].map((entry) => entry.replace('custom.', '')).join(' ')}`);
      },
    });
    const { pipeline } = toyPipeline(TEXT, { ...watch('make'), ...watch('use'), ...watch('again'), ...watch('end') });
    const after = await lastValueFrom(compile(pipeline, fileEnv(), { now: () => 0 })(STUDY));
    expect(seen).to.deep.equal(['make: ', 'use: pixels', 'again: pixels small', 'end: final']);
    // what an output reads stays; the last step's result, which nobody reads, goes
    expect([...after.entries.keys()]).to.deep.equal(['custom.final']);
    expect(after.warnings.map(({ message }) => message)).to.deep.equal(['make', 'use', 'again', 'end']);
  });

  it('knows of a pipeline file what each step lets go', () => {
    const text = 'steps:\n  - load-series: {}\n  - select-slices: { kind: Axial T2, slices: 3, as: a }\n';
    const { pipeline } = checkPipeline(
      `${text}  - normalise: { selections: a, as: a }\noutputs: []\n`,
      'p.yaml',
      builtInContext({}),
    );
    expect(pipeline?.steps.map(({ dropsAfter }) => [...dropsAfter].sort())).to.deep.equal([
      [],
      ['series'],
      ['selections.a', 'slices', 'stacks.a'],
    ]);
  });

  it('tells of each step how long it took, and of the study before entries leave it', async () => {
    const { pipeline } = toyPipeline(TEXT, { make: () => {}, use: () => {}, again: () => {}, end: () => {} });
    let now = 0;
    const steps: string[] = [];
    const states: number[] = [];
    const flow = compile(pipeline, fileEnv(), {
      now: () => now++,
      onStep: (operator, step, ms) => steps.push(`${step} ${operator} ${ms}`),
      onState: ({ entries }) => states.push(entries.size),
    });
    await lastValueFrom(flow(STUDY));
    expect(steps).to.deep.equal(['0 make 1', '1 use 1', '2 again 1', '3 end 1']);
    expect(states).to.deep.equal([2, 2, 3, 2]);
  });

  it('may be applied to many studies, one after the other', async () => {
    const { pipeline } = toyPipeline(TEXT, { make: () => {}, use: () => {}, again: () => {}, end: () => {} });
    const flow = compile(pipeline, fileEnv(), { now: () => 0 });
    for (const id of ['a', 'b']) {
      const after = await lastValueFrom(flow(stateOf({ id, series: [] })));
      expect(after.entries.get('custom.final')).to.equal(`${id} 2`);
    }
  });

  it('fails a study whose step takes too long', async () => {
    const { pipeline } = toyPipeline(TEXT, {
      make: () => {},
      use: () => new Promise(() => {}),
      again: () => {},
      end: () => {},
    });
    const flow = compile(pipeline, fileEnv(), { now: () => 0, stepTimeoutMs: 5 });
    const error = await rejectionOf(lastValueFrom(flow(STUDY)));
    expect(error.code).to.equal('STEP_TIMED_OUT');
    expect(error.message).to.equal(
      'use: no result within 0.005 s; raise --step-timeout if it is slow, or find out why it never completes',
    );
  });

  it('leaves the study that it was given as it was', async () => {
    const { pipeline } = toyPipeline('steps:\n  - make: { to: [custom.a] }\n', { make: () => {} });
    const before = withoutEntries(STUDY, []);
    await lastValueFrom(compile(pipeline, fileEnv(), { now: () => 0 })(STUDY));
    expect(STUDY).to.deep.equal(before);
  });
});
