import { expect } from 'chai';
import { adding, entryOf, type StudyState } from '../../src/core/study-state.ts';
import type { Stack } from '../../src/domain/results.ts';
import type { Site } from '../../src/domain/site.ts';
import { CONDITIONS, LEVELS, LOCATIONS, locationOf, SIDES } from '../../src/domain/vocabulary.ts';
import type { Tensors } from '../../src/models/runtime/runtime.ts';
import type { ImageConfig } from '../../src/models/zoo/architecture.ts';
import { REGION_KINDS, type RegionKind } from '../../src/models/zoo/region-kinds.ts';
import { classify } from '../../src/operators/classify.ts';
import { type Answer, fakeModel, storeOf } from '../support/fake-models.ts';
import { goldenAverages, gradeDeviations } from '../support/golden-grades.ts';
import { describeGoldens, goldenJson, maxAbsDiff } from '../support/goldens.ts';
import { labelRegions } from '../support/label-regions.ts';
import { fileEnv, stateWith, through } from '../support/operator-flow.ts';
import { rejectionOf } from '../support/thrown-by.ts';
import { untrainedRegionModels } from '../support/untrained-models.ts';
import { ROIS } from './region-rois.ts';

type Rois = Parameters<typeof classify>[1]['rois'];

const RESOLUTION = 32;
const PLANES = 5 * RESOLUTION * RESOLUTION;

const oneLevel: readonly Site[] = LEVELS.map((level) => ({ level }));
const bothSides: readonly Site[] = LEVELS.flatMap((level) => SIDES.map((side) => ({ level, side })));

/** Regions that are told apart by their first value: the number of their place. */
const regions = (sites: readonly Site[], resolutionPx = RESOLUTION): readonly Stack[] =>
  sites.map((site, index) => {
    const pixels = new Float32Array(5 * resolutionPx * resolutionPx);
    pixels[0] = index;
    return { site, shape: [5, resolutionPx, resolutionPx], pixels, blank: false };
  });

const stateOfRegions = (): StudyState =>
  stateWith(
    { id: 'small', series: [] },
    adding('rois.sagt2', regions(oneLevel)),
    adding('rois.axial-centre', regions([...oneLevel].reverse())),
    adding('rois.sagt1', regions(bothSides)),
    adding('rois.axial', regions(bothSides)),
  );

interface Asked {
  readonly kind: RegionKind;
  readonly answers: readonly Answer[];
  readonly rois?: Rois;
  readonly state?: StudyState;
}

const locationsOf = async ({ kind, answers, rois = ROIS[kind], state = stateOfRegions() }: Asked) => {
  const architecture: ImageConfig = { kind, backbone: 'resnet18' };
  const models = storeOf(fakeModel({ name: 'm', architecture, resolutionPx: RESOLUTION, answers }));
  const after = await through(state, classify(fileEnv(models), { model: 'm', rois, as: 'x' }));
  return entryOf(after, 'logits.x');
};

const graded = async (asked: Asked) =>
  (await locationsOf(asked)).map(({ condition, level, logits }) => ({
    location: locationOf(condition, level),
    logits,
  }));

/** `<seen> <reasons>` by location. */
const basesOf = async (asked: Asked) =>
  new Map(
    (await locationsOf(asked)).map(({ condition, level, basis }) => [
      locationOf(condition, level),
      [basis?.seen, ...(basis?.reasons ?? [])].join(' '),
    ]),
  );

const blankAt = (stacks: readonly Stack[], fits: (site: Site) => boolean, absent?: string): readonly Stack[] =>
  stacks.map((stack) => (fits(stack.site) ? { ...stack, blank: true, ...(absent && { absent }) } : stack));

/** No axial slice at l5_s1, no T1 slice on the left of l1_l2. */
const withGaps = (): StudyState => {
  const [low, left] = [(site: Site) => site.level === 'l5_s1', (site: Site) => site.level === 'l1_l2'];
  return stateWith(
    { id: 'small', series: [] },
    adding('rois.sagt2', regions(oneLevel)),
    adding('rois.axial-centre', blankAt(regions(oneLevel), low, 'AXIAL_TOO_FAR')),
    adding(
      'rois.sagt1',
      blankAt(regions(bothSides), (site) => left(site) && site.side === 'left'),
    ),
    adding('rois.axial', blankAt(regions(bothSides), low, 'AXIAL_TOO_FAR')),
  );
};

/** The same regions, none of them said to be blank. */
const withoutFlags = (state: StudyState): StudyState => ({
  ...state,
  entries: new Map(
    [...state.entries].map(([name, stacks]) => [
      name,
      (stacks as readonly Stack[]).map((stack) => ({ ...stack, blank: false })),
    ]),
  ),
});

/** A model that answers with the first value of each of its inputs' rows, and 100 a severity. */
const counting =
  (width: number, seen: Tensors[] = []): Answer =>
  (inputs) => {
    seen.push(inputs);
    const [first] = Object.values(inputs);
    const rows = first!.shape[0]!;
    const size = first!.data.length / rows;
    const data = Float32Array.from({ length: rows * width }, (_, index) => {
      const [row, logit] = [Math.floor(index / width), index % width];
      return first!.data[row * size]! + 100 * logit;
    });
    return { logits: { shape: [rows, width], data } };
  };

describe('classify', () => {
  it('grades the canal at every level, Sag T2 and axial centre side by side', async () => {
    const seen: Tensors[] = [];
    const found = await graded({ kind: 'spinal', answers: [counting(3, seen)] });
    expect(found).to.deep.equal(
      LEVELS.map((level, row) => ({
        location: `spinal_canal_stenosis_${level}`,
        logits: [row, 100 + row, 200 + row],
      })),
    );
    const { sagt2, axial_centre } = seen[0]!;
    expect([sagt2?.shape, axial_centre?.shape]).to.deep.equal([
      [5, 5, 32, 32],
      [5, 5, 32, 32],
    ]);
    const firstValues = [0, 1, 2, 3, 4].map((row) => axial_centre!.data[row * PLANES]);
    // the regions of the axial centre were given from l5_s1 up: rows are matched by place, not by position
    expect(firstValues).to.deep.equal([4, 3, 2, 1, 0]);
  });

  for (const [kind, condition] of [
    ['foraminal', 'neural_foraminal_narrowing'],
    ['subarticular', 'subarticular_stenosis'],
  ] as const)
    it(`grades both sides of every level in one batch: ${kind}`, async () => {
      const found = await graded({ kind, answers: [counting(3)] });
      expect(found).to.deep.equal(
        bothSides.map(({ level, side }, row) => ({
          location: `${side}_${condition}_${level}`,
          logits: [row, 100 + row, 200 + row],
        })),
      );
    });

  it('reads the logits of the global model with severity outermost, conditions inside', async () => {
    const seen: Tensors[] = [];
    const found = await graded({ kind: 'global', answers: [counting(15, seen)] });
    expect(found).to.deep.equal(
      LEVELS.flatMap((level, row) =>
        CONDITIONS.map((condition, index) => ({
          location: locationOf(condition, level),
          logits: [0, 1, 2].map((severity) => 100 * (severity * 5 + index) + row),
        })),
      ),
    );
    // left and right of l2_l3 are the third and fourth region
    const inputs = seen[0]!;
    expect(Object.keys(inputs)).to.deep.equal(['sagt2', 'sagt1_left', 'sagt1_right', 'axial_left', 'axial_right']);
    expect([inputs.sagt1_left!.data[PLANES], inputs.axial_right!.data[PLANES]]).to.deep.equal([2, 3]);
  });

  it('gives the study model all levels in one row, and reads conditions then levels', async () => {
    const seen: Tensors[] = [];
    const found = await graded({ kind: 'study', answers: [counting(75, seen)] });
    expect(found).to.deep.equal(
      LOCATIONS.map((location, index) => ({
        location,
        logits: [0, 1, 2].map((severity) => 100 * (severity * 25 + index)),
      })),
    );
    const { sagt2, axial_right } = seen[0]!;
    expect(sagt2?.shape).to.deep.equal([1, 5, 5, 32, 32]);
    expect([0, 1, 2, 3, 4].map((level) => axial_right!.data[level * PLANES])).to.deep.equal([1, 3, 5, 7, 9]);
  });

  it('averages the folds of a model logit by logit', async () => {
    const shifted: Answer = (inputs) => {
      const { logits } = counting(3)(inputs);
      return { logits: { ...logits!, data: logits!.data.map((value) => value + 3) } };
    };
    const found = await locationsOf({ kind: 'spinal', answers: [counting(3), counting(3), shifted] });
    expect(found[1]?.logits).to.deep.equal([2, 102, 202]);
    expect(found[1]?.folds).to.deep.equal([
      [1, 101, 201],
      [1, 101, 201],
      [4, 104, 204],
    ]);
  });

  it('has no folds to tell of a single one', async () => {
    const found = await locationsOf({ kind: 'spinal', answers: [counting(3)] });
    expect(found[1]).to.not.have.property('folds');
  });

  const widths: Readonly<Record<RegionKind, number>> = {
    spinal: 3,
    spinal_axial: 3,
    foraminal: 3,
    subarticular: 3,
    global: 15,
    study: 75,
  };
  const GAPS = {
    spinal_canal_stenosis_l5_s1: 'some AXIAL_TOO_FAR',
    left_neural_foraminal_narrowing_l1_l2: 'none REGION_BLANK',
    left_subarticular_stenosis_l5_s1: 'none AXIAL_TOO_FAR',
    right_subarticular_stenosis_l5_s1: 'none AXIAL_TOO_FAR',
  };

  for (const kind of REGION_KINDS)
    it(`says what each grade rests on, by the regions that show its location: ${kind}`, async () => {
      const whole = await basesOf({ kind, answers: [counting(widths[kind])] });
      expect(new Set(whole.values())).to.deep.equal(new Set(['all']));
      const found = await basesOf({ kind, answers: [counting(widths[kind])], state: withGaps() });
      const gaps = kind === 'spinal_axial' ? { spinal_canal_stenosis_l5_s1: 'none AXIAL_TOO_FAR' } : GAPS;
      const expected = Object.entries(gaps).filter(([location]) => found.has(location as never));
      expect(expected.length).to.be.above(0);
      expect([...found].filter(([, basis]) => basis !== 'all').sort()).to.deep.equal(expected.sort());
    });

  it('gives the same numbers whatever the regions are said to hold', async () => {
    const asked = { kind: 'global', answers: [counting(15)] } as const;
    expect(await graded({ ...asked, state: withGaps() })).to.deep.equal(
      await graded({ ...asked, state: withoutFlags(withGaps()) }),
    );
  });

  it('refuses a model of another kind', async () => {
    const architecture: ImageConfig = {
      kind: 'keypoints',
      encoder: 'resnet34',
      inChannels: 5,
      outChannels: 5,
    };
    const models = storeOf(fakeModel({ name: 'coord', architecture, resolutionPx: 32, answers: [] }));
    const options = { model: 'coord', rois: ROIS.spinal, as: 'x' };
    const error = await rejectionOf(through(stateOfRegions(), classify(fileEnv(models), options)));
    expect(error.code).to.equal('MODEL_KIND_UNEXPECTED');
    expect(error.message).to.equal(
      'study small / classify: model "coord" is of kind "keypoints", expected "spinal" or "spinal_axial" or "foraminal" or "subarticular" or "global" or "study"; use another model',
    );
  });

  it('says which regions a model lacks', async () => {
    const error = await rejectionOf(graded({ kind: 'spinal', answers: [], rois: { sagt2: 'sagt2' } }));
    expect(error.code).to.equal('ROI_MISSING');
    expect(error.message).to.equal(
      'study small / classify: model "m" needs a region "axial_centre" at l1_l2, but "rois" has none; add "axial_centre" to "rois", or crop regions at every site that the model grades',
    );
  });

  it('says at which place a region is missing', async () => {
    const state = stateWith(
      { id: 'small', series: [] },
      adding(
        'rois.sagt1',
        regions(bothSides).filter(({ site }) => !(site.side === 'right' && site.level === 'l4_l5')),
      ),
    );
    const error = await rejectionOf(graded({ kind: 'foraminal', answers: [], state }));
    expect(error.reason).to.match(/^model "m" needs a region "sagt1" at right l4_l5, but "rois" has none/);
  });

  it('refuses regions of another size than the model was trained with', async () => {
    const state = stateWith({ id: 'small', series: [] }, adding('rois.axial', regions(bothSides, 16)));
    const error = await rejectionOf(graded({ kind: 'subarticular', answers: [], state }));
    expect(error.code).to.equal('MODEL_INPUT_MISMATCH');
    expect(error.message).to.equal(
      'study small / classify: model "m" expects "axial" of shape [5, 32, 32], found [5, 16, 16]; set slices and resolutionPx as in training',
    );
  });

  it('refuses a model without logits', async () => {
    const error = await rejectionOf(graded({ kind: 'spinal', answers: [() => ({})] }));
    expect(error.code).to.equal('MODEL_OUTPUT_MISSING');
    expect(error.message).to.equal(
      'study small / classify: model "m" has no output "logits", which this operator reads; use a model of the right kind',
    );
  });
});

interface GoldenStudyLogits {
  readonly studies: readonly { readonly study_id: string; readonly logits: readonly number[] }[];
}

/** float32 networks: see the goldens' README. */
const LOGITS_TOL = 2e-5;
const RESULT_TOL = 1e-5;

describeGoldens('classify on the golden regions', () => {
  let states: ReadonlyMap<string, StudyState>;

  before(async function () {
    this.timeout(180_000);
    const env = fileEnv(await untrainedRegionModels());
    const graded = new Map<string, StudyState>();
    for (const [id, state] of await labelRegions()) {
      const ofOriginal = REGION_KINDS.filter((kind) => kind !== 'spinal_axial');
      const steps = ofOriginal.map((model) => classify(env, { model, rois: ROIS[model], as: model }));
      graded.set(id, await through(state, ...steps, ...goldenAverages()));
    }
    states = graded;
  });

  it('gives the logits, averages, probabilities and scores of the original', () => {
    const deviations = gradeDeviations(states, 'rois');
    expect(deviations.logits).to.be.at.most(LOGITS_TOL);
    expect(deviations.means).to.be.at.most(LOGITS_TOL);
    expect(deviations.probabilities).to.be.at.most(RESULT_TOL);
    expect(deviations.score).to.be.at.most(RESULT_TOL);
  });

  it('gives the logits of the original study network', () => {
    const { studies } = goldenJson<GoldenStudyLogits>('studies', 'expected', 'rois', 'study_logits.json');
    expect(studies).to.have.length(states.size);
    for (const { study_id, logits } of studies) {
      const found = entryOf(states.get(study_id)!, 'logits.study');
      const severityOutermost = [0, 1, 2].flatMap((severity) => found.map((one) => one.logits[severity]!));
      expect(maxAbsDiff(severityOutermost, logits), study_id).to.be.at.most(LOGITS_TOL);
    }
  });
});
