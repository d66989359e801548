import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { NEVER, Observable, of } from 'rxjs';
import { z } from 'zod';
import { brokenLaws, checkPlugin, LAWS } from '../../../src/core/conformance/index.ts';
import { defineOperator, type OperatorSpec } from '../../../src/core/define-operator.ts';
import type { EntryName } from '../../../src/core/entries.ts';
import { exampleModels, exampleRegions, exampleState } from '../../../src/core/examples/index.ts';
import { adding, addingAll, entryOf, type StudyState } from '../../../src/core/study-state.ts';

const options = z.strictObject({ times: z.number().default(1).describe('factor') });
type Spec = OperatorSpec<typeof options>;

const doubled = (state: StudyState) => {
  const [region] = entryOf(state, 'rois.in');
  return adding(
    'custom.out',
    region?.pixels.map((value) => 2 * value),
  );
};

const good: Spec = {
  name: 'good',
  summary: 'Double a region.',
  options,
  example: {
    options: { times: 2 },
    study: () => exampleState(adding('rois.in', exampleRegions([{}], { slices: 1, sizePx: 2 }))),
  },
  reads: () => ['rois.in'],
  writes: () => ['custom.out'],
  apply: () => doubled,
};

const brokenBy = (change: Partial<Spec>) => brokenLaws(defineOperator({ ...good, ...change }), { timeoutMs: 200 });

describe('checkPlugin of an operator', () => {
  it('finds nothing against a good operator, law by law', async () => {
    const results = await checkPlugin(defineOperator(good));
    expect(results.map(({ outcome }) => outcome)).to.deep.equal(Array(LAWS.operator.length + 1).fill('kept'));
    expect(results.map(({ law }) => law)).to.deep.equal(['has an example', ...LAWS.operator.map(({ name }) => name)]);
  });

  it('tries nothing without an example', async () => {
    const { example: _, ...without } = good;
    const [first, ...others] = await checkPlugin(defineOperator(without));
    expect(first).to.deep.include({ law: 'has an example', outcome: 'broken' });
    expect(first?.complaints[0]).to.include('declare "example: { options, study }"');
    expect(new Set(others.map(({ outcome }) => outcome))).to.deep.equal(new Set(['not tried']));
  });

  it('says that the options of the example do not fit', async () => {
    const [complaint] = await brokenBy({ example: { ...good.example!, options: JSON.parse('{"times":"x"}') } });
    expect(complaint).to.match(
      /^has an example: its schema refuses the options of the example: "times" is .* \(a string\), expected a number$/,
    );
  });

  it('tries the mirror where an operator says that it mirrors', async () => {
    const logits = [{ condition: 'left_subarticular_stenosis', level: 'l1_l2', logits: [1, 2, 3] }] as const;
    const grading: Partial<Spec> = {
      example: { ...good.example!, study: () => exampleState(adding('logits.in', logits)) },
      reads: () => ['logits.in'],
      writes: () => ['logits.out'],
      mirrors: () => true,
    };
    const passedOn: Spec['apply'] = () => (state) => adding('logits.out', entryOf(state, 'logits.in'));
    expect(await brokenBy({ ...grading, apply: passedOn })).to.deep.equal([]);
    const always: Spec['apply'] = () => (state) => {
      entryOf(state, 'logits.in');
      return adding('logits.out', logits);
    };
    expect(await brokenBy({ ...grading, apply: always })).to.deep.equal([
      'gives mirrored results for a mirrored patient, where it says so: logits.out of right_subarticular_stenosis l1_l2: nothing of the mirrored patient, expected [1, 2, 3]',
    ]);
    expect(await brokenBy({ ...grading, apply: always, mirrors: () => false })).to.deep.equal([]);
    expect(await brokenBy({ mirrors: () => true })).to.deep.equal([
      'gives mirrored results for a mirrored patient, where it says so: "mirrors" promises grades or keypoints, and the example gives none',
    ]);
  });

  const bad: readonly (readonly [what: string, change: Partial<Spec>, complaint: string])[] = [
    [
      'reads what it does not declare',
      { reads: () => [] },
      'reads what it declares: reads "rois.in", which "reads" does not name',
    ],
    [
      'declares what it does not read',
      { reads: () => ['rois.in', 'series'] },
      'reads what it declares: "reads" names "series", which the example never reads',
    ],
    [
      'goes over all entries',
      { apply: () => (state) => (state.entries.size > 0 ? doubled(state) : doubled(state)) },
      'reads what it declares: goes over all entries of the study; ask for each by its name, with entryOf',
    ],
    [
      'declares what it does not write',
      { writes: () => ['custom.out', 'custom.more'] },
      'writes what it declares: "writes" names "custom.more", which the example does not give',
    ],
    [
      'warns without a proper code',
      {
        apply: () => (state) =>
          addingAll(doubled(state), { entries: new Map(), warnings: [{ code: 'odd', message: 'x' }] }),
      },
      'writes what it declares: the warning "odd" needs a code in UPPER_SNAKE_CASE and a message',
    ],
    [
      'asks for a model that it does not declare',
      {
        example: {
          ...good.example!,
          env: () => ({
            models: exampleModels({
              a: {
                architecture: { kind: 'keypoints', encoder: 'resnet18', inChannels: 1, outChannels: 5 },
                resolutionPx: 32,
              },
            }),
          }),
        },
        apply: (_, env) => async (state) => {
          await env.models.get('a');
          return doubled(state);
        },
      },
      'asks for the models that it declares: asks for the model "a", which "models" does not name',
    ],
    [
      'changes pixels that it was given',
      {
        apply: () => (state) => {
          entryOf(state, 'rois.in')[0]?.pixels.fill(0);
          return doubled(state);
        },
      },
      'leaves its input as it was: changes the entry "rois.in"; make new values instead',
    ],
    [
      'depends on chance',
      { apply: () => () => adding('custom.out', Math.random()), reads: () => [] },
      'gives the same twice: two runs of the example differ; chance and time must come in as options',
    ],
    [
      'remembers the study before',
      {
        apply: () => {
          let studies = 0;
          return (state) => addingAll(doubled(state), adding('custom.out', ++studies));
        },
      },
      'gives the same twice: the same study gives something else the second time; nothing of a study may outlive it',
    ],
    [
      'never comes to an end',
      { apply: () => () => NEVER },
      'runs its own example: had not ended after 0.2 s, with 0 of 1 results',
    ],
    [
      'gives more than one result',
      { apply: () => (state) => of(doubled(state), doubled(state)) },
      'runs its own example: failed: study 1 / good: emitted more than once for a study; expected exactly one result',
    ],
    [
      'gives a whole study back',
      { apply: () => (state) => state },
      "runs its own example: failed: study 1 / good: returned a whole study; expected additions, e.g. adding('custom.name', value)",
    ],
    [
      'asks its environment for what the example does not give',
      {
        apply: (_, env) => async (state) => {
          await env.readBytes('a.dcm');
          return doubled(state);
        },
      },
      'runs its own example: failed: study 1 / good: the operator asks its environment for the file a.dcm (readBytes), and its example gives no such thing; add it to "env" of the example',
    ],
    [
      'leaves a timer running',
      {
        apply: () => (state) =>
          new Observable((subscriber) => {
            const forgotten = setTimeout(() => {}, 1500);
            const done = setTimeout(() => {
              clearTimeout(forgotten);
              subscriber.next(doubled(state));
              subscriber.complete();
            }, 5);
            return () => clearTimeout(done);
          }),
      },
      'stops when it is unsubscribed: leaves a timer running for 200 ms and more; clear it on teardown',
    ],
    [
      'waits for ever once its study is cancelled',
      {
        apply:
          () =>
          async (state, { signal }) => {
            await pause(5);
            return signal.aborted ? new Promise(() => {}) : doubled(state);
          },
      },
      'ends when its study is cancelled: had neither ended nor failed 0.2 s after its signal was aborted while it worked',
    ],
  ];
  for (const [what, change, complaint] of bad)
    it(`finds an operator that ${what}`, async () => {
      expect(await brokenBy(change)).to.include(complaint);
    }).timeout(5000);

  const withOptions = (schema: z.ZodType, given: unknown) =>
    brokenLaws(
      defineOperator({
        name: 'other',
        summary: 'x',
        options: schema,
        example: { options: given, study: () => exampleState() },
        reads: (): EntryName[] => [],
        writes: (): EntryName[] => ['custom.out'],
        apply: () => () => adding('custom.out', 1),
      }),
    );
  const LAW = 'describes its options, with defaults that fit, and refuses others';

  it('finds options that are not described, defaults that do not fit, and a schema that takes anything', async () => {
    const loose = z.object({ a: z.number().min(2).default(1).describe('a'), b: z.string().optional() });
    expect(await withOptions(loose, {})).to.deep.equal([
      `${LAW}: the default of "a" is 1, which its own schema refuses; the option "b" has no description; add .describe('...'); takes options that it does not know; declare them with z.strictObject`,
    ]);
  });

  it('wants options that are a map', async () => {
    expect(await withOptions(z.string(), 'x')).to.deep.equal([
      `${LAW}: without options, its schema says "Invalid input: expected string, received object" and names no option`,
    ]);
  });
});
