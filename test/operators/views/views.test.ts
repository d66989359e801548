import { expect } from 'chai';
import fc from 'fast-check';
import {
  exchangedColumns,
  gradedNumbers,
  mirroredState,
} from '../../../src/core/conformance/operator/mirrored-state.ts';
import { exampleModels } from '../../../src/core/examples/index.ts';
import { adding, entryOf, type StudyState } from '../../../src/core/study-state.ts';
import type { Stack } from '../../../src/domain/results.ts';
import type { Site } from '../../../src/domain/site.ts';
import { LEVELS, SIDES } from '../../../src/domain/vocabulary.ts';
import { REGION_KINDS, type RegionKind } from '../../../src/models/zoo/region-kinds.ts';
import { classify } from '../../../src/operators/classify.ts';
import { heatmapKeypoints } from '../../../src/operators/heatmap-keypoints.ts';
import { movedSlices } from '../../../src/operators/views/viewed-stack.ts';
import { type ViewOptions, viewsOf } from '../../../src/operators/views/views.ts';
import { fakeModel, storeOf } from '../../support/fake-models.ts';
import { fileEnv, stateWith, through } from '../../support/operator-flow.ts';
import { rejectionOf } from '../../support/thrown-by.ts';
import { ROIS } from '../region-rois.ts';

const SIZE = 32;
const SLICES = 3;
const PLANE = SIZE * SIZE;

const pixelsOf = (seed: number): Float32Array =>
  Float32Array.from({ length: SLICES * PLANE }, (_, i) => Math.sin(seed + i * (1 + (seed % 7))));

const oneLevel: readonly Site[] = LEVELS.map((level) => ({ level }));
const bothSides: readonly Site[] = LEVELS.flatMap((level) => SIDES.map((side) => ({ level, side })));

const regions = (sites: readonly Site[], seed: number, inMirror: Stack['inMirror']): readonly Stack[] =>
  sites.map((site, index) => ({
    ...{ site, shape: [SLICES, SIZE, SIZE] as const, pixels: pixelsOf(seed + 11 * index), blank: false },
    ...(inMirror && { inMirror }),
  }));

const sagittal = { slices: true, columns: false };
const axial = { slices: false, columns: true };
/** As crop-rois with `mirror: right` makes them: the left ones look like the right ones of the mirrored patient. */
const flipped = { slices: false, columns: false };

const patient = (seed: number, axialOfSides = flipped): StudyState =>
  stateWith(
    { id: 'small', series: [] },
    adding('rois.sagt2', regions(oneLevel, seed, sagittal)),
    adding('rois.sagt1', regions(bothSides, seed + 1, sagittal)),
    adding('rois.axial', regions(bothSides, seed + 2, axialOfSides)),
    adding('rois.axial-centre', regions(oneLevel, seed + 3, axial)),
  );

const graded = (state: StudyState, kind: RegionKind, views: Partial<ViewOptions>): Promise<StudyState> => {
  const architecture = { kind, backbone: 'resnet18', slices: SLICES, hidden: 8 } as const;
  const models = exampleModels({ m: { architecture, resolutionPx: SIZE } });
  return through(state, classify(fileEnv(models), { model: 'm', rois: ROIS[kind], views, as: 'x' }));
};

/** The greatest difference of grades and keypoints. */
const deviation = (a: StudyState, b: StudyState): number => {
  const [there, here] = [gradedNumbers(a), gradedNumbers(b)];
  expect([...there.keys()].sort()).to.deep.equal([...here.keys()].sort());
  return Math.max(...[...there].flatMap(([name, values]) => values.map((v, i) => Math.abs(v - here.get(name)![i]!))));
};

const views = fc.record({ rotateDeg: fc.constantFrom(0, 7, 20), shiftSlices: fc.constantFrom(0, 1, 2) });

describe('views', () => {
  it('are one by default, and with the mirror twice as many', () => {
    expect(viewsOf({ mirror: false, rotateDeg: 0, shiftSlices: 0 })).to.have.length(1);
    fc.assert(
      fc.property(views, (o) => {
        const plain = viewsOf({ ...o, mirror: false });
        expect(plain).to.have.length(1 + (o.rotateDeg === 0 ? 0 : 2) + 2 * o.shiftSlices);
        expect(viewsOf({ ...o, mirror: true }).map(({ mirror: _, ...view }) => view)).to.deep.equal(
          [...plain, ...plain].map(({ mirror: _, ...view }) => view),
        );
      }),
    );
  });

  it('move slices and repeat the outermost one', () => {
    const stack = Float32Array.of(1, 2, 3, 4, 5, 6);
    expect([...movedSlices(stack, 3, 1)]).to.deep.equal([1, 2, 1, 2, 3, 4]);
    expect([...movedSlices(stack, 3, -2)]).to.deep.equal([5, 6, 5, 6, 5, 6]);
  });

  for (const kind of REGION_KINDS)
    describe(`of a ${kind} network`, function () {
      this.timeout(60_000);

      it('give the mirrored patient the grades of the other side', () =>
        fc.assert(
          fc.asyncProperty(fc.integer({ min: 0, max: 1000 }), views, fc.boolean(), async (seed, o, areFlipped) => {
            const study = patient(seed, areFlipped ? flipped : axial);
            const there = mirroredState(await graded(study, kind, { ...o, mirror: true }));
            const here = await graded(mirroredState(study), kind, { ...o, mirror: true });
            expect(deviation(there, here)).to.be.below(1e-6);
          }),
          { numRuns: 8 },
        ));

      it('are no other numbers than before without them', async () => {
        const study = patient(5);
        expect(entryOf(await graded(study, kind, {}), 'logits.x')[0]).to.not.have.property('folds');
      });
    });

  it('are needed for it: without the mirror the grades of the mirrored patient differ', async () => {
    for (const kind of ['spinal', 'foraminal', 'global'] as const) {
      const there = mirroredState(await graded(patient(5), kind, {}));
      expect(deviation(there, await graded(mirroredState(patient(5)), kind, {}))).to.be.above(0.01);
    }
  });

  it('are not computed where the mirror shows nothing else', async () => {
    let asked = 0;
    const architecture = { kind: 'subarticular', backbone: 'resnet18', slices: SLICES } as const;
    const answer = () => {
      asked++;
      return { logits: { shape: [10, 3], data: new Float32Array(30) } };
    };
    const env = fileEnv(storeOf(fakeModel({ name: 'm', architecture, resolutionPx: SIZE, answers: [answer] })));
    const step = (state: StudyState) =>
      through(state, classify(env, { model: 'm', rois: ROIS.subarticular, views: { mirror: true }, as: 'x' }));
    await step(patient(1));
    expect(asked).to.equal(1);
    await step(patient(1, axial));
    expect(asked).to.equal(3);
  });

  it('tell assess-confidence what each of them says', async () => {
    const [first] = entryOf(await graded(patient(5), 'spinal', { mirror: true, shiftSlices: 1 }), 'logits.x');
    expect(first?.folds).to.have.length(6);
  });

  it('refuse to mirror regions that do not say how', async () => {
    const state = stateWith({ id: 'small', series: [] }, adding('rois.sagt1', regions(bothSides, 1, undefined)));
    const error = await rejectionOf(graded(state, 'foraminal', { mirror: true }));
    expect(error.code).to.equal('MIRROR_UNKNOWN');
    expect(error.reason).to.equal(
      '"rois.sagt1" at left l1_l2 has no "inMirror", which "views.mirror" needs; set it in the operator that writes the entry, or omit "views.mirror"',
    );
  });
});

describe('views of a keypoint network', () => {
  const KIND = { sagittal: 'Sagittal T2/STIR', axial: 'Axial T2' } as const;
  const stacksOf = (plane: keyof typeof KIND, seed: number) => {
    const series = { ...{ id: plane, kind: KIND[plane], files: [], orderedFiles: [] }, spacingBetweenSlicesMm: 4 };
    const site: Site = plane === 'axial' ? { level: 'l4_l5' } : {};
    const selection = { site, series, instanceNumber: 7, files: [], count: SLICES };
    const inMirror = plane === 'axial' ? axial : sagittal;
    return [{ site, selection, shape: [SLICES, SIZE, SIZE] as const, pixels: pixelsOf(seed), blank: false, inMirror }];
  };
  const located = (state: StudyState, channels: 'levels' | 'sides', o: Partial<ViewOptions>) => {
    const outChannels = channels === 'sides' ? 2 : 5;
    const architecture = { kind: 'keypoints', encoder: 'resnet18', inChannels: SLICES, outChannels } as const;
    const models = exampleModels({ m: { architecture, resolutionPx: SIZE } });
    return through(state, heatmapKeypoints(fileEnv(models), { model: 'm', stacks: 'x', channels, views: o, as: 'x' }));
  };

  for (const [plane, channels] of [
    ['sagittal', 'levels'],
    ['axial', 'sides'],
    ['axial', 'levels'],
  ] as const)
    it(`find the mirrored points of the mirrored patient: ${plane}, ${channels}`, () =>
      fc.assert(
        fc.asyncProperty(fc.integer({ min: 0, max: 1000 }), views, async (seed, o) => {
          const state = stateWith({ id: 'small', series: [] }, adding('stacks.x', stacksOf(plane, seed)));
          const exchanged = exchangedColumns(state);
          const there = mirroredState(await located(state, channels, { ...o, mirror: true }), exchanged);
          const here = await located(mirroredState(state), channels, { ...o, mirror: true });
          expect(deviation(there, here)).to.be.below(1e-9);
        }),
        { numRuns: 8 },
      ));

  it('bring heatmaps back to where the stack is', async () => {
    // a network that draws what it sees: turned and mirrored views agree with the plain one where they overlap
    const architecture = { kind: 'keypoints', encoder: 'resnet18', inChannels: SLICES, outChannels: 2 } as const;
    const pixels = new Float32Array(SLICES * PLANE);
    for (const [slice, [row, column]] of [
      [20, 9],
      [11, 22],
    ].entries())
      for (let y = -3; y <= 3; y++)
        for (let x = -3; x <= 3; x++)
          pixels[slice * PLANE + (row! + y) * SIZE + column! + x] = Math.exp(-(x ** 2 + y ** 2) / 4);
    const [stack] = stacksOf('axial', 1);
    const state = stateWith({ id: 'small', series: [] }, adding('stacks.x', [{ ...stack!, pixels }]));
    const answer = ({ stack: seen }: Readonly<Record<string, { readonly data: Float32Array }>>) => {
      // in the mirror the left one is on the other side of the picture: the network calls the leftmost spot the first
      const [a, b] = [seen!.data.slice(0, PLANE), seen!.data.slice(PLANE, 2 * PLANE)];
      const columnOf = (map: Float32Array) => map.indexOf(Math.max(...map)) % SIZE;
      const maps = columnOf(a) < columnOf(b) ? [a, b] : [b, a];
      return { heatmaps: { shape: [1, 2, SIZE, SIZE], data: Float32Array.from([...maps[0]!, ...maps[1]!]) } };
    };
    const env = fileEnv(storeOf(fakeModel({ name: 'm', architecture, resolutionPx: SIZE, answers: [answer] })));
    const options = { model: 'm', stacks: 'x', channels: 'sides', as: 'x' } as const;
    const viewed = heatmapKeypoints(env, { ...options, views: { mirror: true, rotateDeg: 5 } });
    const found = await through(state, viewed);
    expect(entryOf(found, 'keypoints.x').map(({ point }) => [point!.xNorm * SIZE, point!.yNorm * SIZE])).to.deep.equal([
      [9, 20],
      [22, 11],
    ]);
    for (const { peak } of entryOf(found, 'keypoints.x')) expect(peak).to.be.above(0.85);
  });
});
