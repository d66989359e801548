import { expect } from 'chai';
import { adding, entryOf } from '../../src/core/study-state.ts';
import type { InputStack } from '../../src/domain/results.ts';
import type { Site } from '../../src/domain/site.ts';
import { LEVELS } from '../../src/domain/vocabulary.ts';
import type { ModelStore } from '../../src/models/model-store.ts';
import type { Tensors } from '../../src/models/runtime/runtime.ts';
import type { ArchitectureConfig } from '../../src/models/zoo/architecture.ts';
import { heatmapKeypoints } from '../../src/operators/heatmap-keypoints.ts';
import { type Answer, fakeModel, mapsWithPeaks, storeOf } from '../support/fake-models.ts';
import { fileEnv, NO_MODELS, stateWith, through } from '../support/operator-flow.ts';
import { rejectionOf } from '../support/thrown-by.ts';

const SIZE = 32;
const SERIES = { id: 's', kind: 'Axial T2', files: [], orderedFiles: [], spacingBetweenSlicesMm: 4 } as const;

const stackAt = (site: Site, { slices = 3, blank = false, instanceNumber = 7 } = {}): InputStack => ({
  site,
  shape: [slices, SIZE, SIZE],
  pixels: new Float32Array(slices * SIZE * SIZE),
  blank,
  selection: { site, series: SERIES, instanceNumber, files: [], count: slices },
});

const model = (outChannels: number, ...answers: readonly Answer[]): ModelStore =>
  storeOf(
    fakeModel({
      name: 'coord',
      architecture: { kind: 'keypoints', encoder: 'resnet34', inChannels: 3, outChannels },
      resolutionPx: SIZE,
      answers,
    }),
  );

interface Asked {
  readonly models: ModelStore;
  readonly stacks: readonly InputStack[];
  readonly channels?: 'levels' | 'sides';
}

const found = async ({ models, stacks, channels = 'levels' }: Asked) => {
  const state = await through(
    stateWith({ id: 'small', series: [] }, adding('stacks.x', stacks)),
    heatmapKeypoints(fileEnv(models), { model: 'coord', stacks: 'x', channels, as: 'x' }),
  );
  return entryOf(state, 'keypoints.x');
};

const FIVE = [
  [0, 0],
  [8, 4],
  [16, 31],
  [31, 16],
  [1, 2],
] as const;

describe('heatmapKeypoints', () => {
  it('takes the peak of each channel as column / width and row / height', async () => {
    const keypoints = await found({ models: model(5, () => mapsWithPeaks(FIVE, SIZE)), stacks: [stackAt({})] });
    expect(keypoints).to.deep.equal(
      LEVELS.map((level, index) => ({
        site: { level },
        seriesId: 's',
        instanceNumber: 7,
        point: { xNorm: FIVE[index]![1] / 32, yNorm: FIVE[index]![0] / 32 },
        peak: 1,
        spread: 0, // of a single element
      })),
    );
  });

  it('keeps the height of each peak, with the floor that the weights record', async () => {
    const low = (): Tensors => {
      const { heatmaps } = mapsWithPeaks(FIVE, SIZE);
      return { heatmaps: { ...heatmaps!, data: heatmaps!.data.map((value) => value / 4) } };
    };
    const plain = model(5, low);
    const models: ModelStore = { get: async (name) => ({ ...(await plain.get(name)), peakFloor: 0.3 }) };
    const keypoints = await found({ models, stacks: [stackAt({})] });
    expect(keypoints.map(({ peak, peakFloor }) => [peak, peakFloor])).to.deep.equal(LEVELS.map(() => [0.25, 0.3]));
  });

  it('divides by the size of the map, which need not be square', async () => {
    const data = new Float32Array(2 * 4 * 8);
    data[3 * 8 + 2] = 1;
    data[32 + 2 * 8 + 6] = 1;
    const models = model(2, () => ({ heatmaps: { shape: [1, 2, 4, 8], data } }));
    const keypoints = await found({ models, stacks: [stackAt({ level: 'l1_l2' })], channels: 'sides' });
    expect(keypoints.map(({ point }) => point)).to.deep.equal([
      { xNorm: 0.25, yNorm: 0.75 },
      { xNorm: 0.75, yNorm: 0.5 },
    ]);
  });

  it('adds the place of the channel to that of the stack: a pass a level, channels left and right', async () => {
    const peaks = [
      [4, 8],
      [4, 24],
    ] as const;
    const stacks = LEVELS.map((level) => stackAt({ level }));
    const keypoints = await found({
      models: model(2, () => mapsWithPeaks(peaks, SIZE)),
      stacks,
      channels: 'sides',
    });
    expect(keypoints.map(({ site }) => site)).to.deep.equal(
      LEVELS.flatMap((level) => [
        { level, side: 'left' },
        { level, side: 'right' },
      ]),
    );
    expect(keypoints[9]?.point).to.deep.equal({ xNorm: 0.75, yNorm: 0.125 });
  });

  it('averages the folds map by map before it looks for the peak', async () => {
    const twoPeaks = (strong: number, weak: number): Answer => {
      const data = new Float32Array(5 * SIZE * SIZE);
      for (let channel = 0; channel < 5; channel++) {
        data[channel * SIZE * SIZE + 5] = strong;
        data[channel * SIZE * SIZE + 9] = weak;
      }
      return () => ({ heatmaps: { shape: [1, 5, SIZE, SIZE], data } });
    };
    // 5 / 32 wins in two of three folds, 9 / 32 in the mean
    const models = model(5, twoPeaks(1, 0.9), twoPeaks(1, 0.9), twoPeaks(0, 1));
    const [keypoint] = await found({ models, stacks: [stackAt({})] });
    expect(keypoint?.point).to.deep.equal({ xNorm: 9 / 32, yNorm: 0 });
  });

  it('asks no model about a blank stack, and finds nothing there', async () => {
    const keypoints = await found({ models: NO_MODELS, stacks: [stackAt({}, { blank: true })] });
    expect(keypoints).to.deep.equal(
      LEVELS.map((level) => ({
        site: { level },
        seriesId: undefined,
        instanceNumber: undefined,
        point: undefined,
      })),
    );
  });

  it('keeps small copies of the heatmaps when it is asked to, and only then', async () => {
    const peaks = [
      [4, 8],
      [4, 24],
    ] as const;
    const env = fileEnv(model(2, () => mapsWithPeaks(peaks, SIZE)));
    const stacks = [stackAt({ level: 'l4_l5' }), stackAt({ level: 'l5_s1' }, { blank: true })];
    const options = { model: 'coord', stacks: 'x', channels: 'sides', as: 'x' } as const;
    const flowed = (given: Parameters<typeof heatmapKeypoints>[1]) =>
      through(stateWith({ id: 'small', series: [] }, adding('stacks.x', stacks)), heatmapKeypoints(env, given));
    expect([...(await flowed(options)).entries.keys()]).to.deep.equal(['stacks.x', 'keypoints.x']);
    const copies = entryOf(await flowed({ ...options, heatmaps: 'y' }), 'heatmaps.y');
    expect(copies.map(({ site, rows, columns }) => [site, rows, columns])).to.deep.equal([
      [{ level: 'l4_l5', side: 'left' }, SIZE, SIZE],
      [{ level: 'l4_l5', side: 'right' }, SIZE, SIZE],
    ]);
    expect(copies[1]?.values.indexOf(255)).to.equal(4 * SIZE + 24);
  });

  it('refuses a model of another kind', async () => {
    const architecture: ArchitectureConfig = { kind: 'spinal', backbone: 'resnet18' };
    const models = storeOf(fakeModel({ name: 'coord', architecture, resolutionPx: 32, answers: [] }));
    const error = await rejectionOf(found({ models, stacks: [stackAt({})] }));
    expect(error.code).to.equal('MODEL_KIND_UNEXPECTED');
    expect(error.message).to.equal(
      'study small / heatmap-keypoints: model "coord" is of kind "spinal", expected "keypoints"; use another model',
    );
  });

  it('refuses a stack of another shape than the model was trained with', async () => {
    const error = await rejectionOf(found({ models: model(5), stacks: [stackAt({}, { slices: 5 })] }));
    expect(error.code).to.equal('MODEL_INPUT_MISMATCH');
    expect(error.message).to.equal(
      'study small / heatmap-keypoints: model "coord" expects "stack" of shape [3, 32, 32], found [5, 32, 32]; set slices and resolutionPx as in training',
    );
  });

  it('refuses a model without heatmaps', async () => {
    const error = await rejectionOf(found({ models: model(5, () => ({})), stacks: [stackAt({})] }));
    expect(error.code).to.equal('MODEL_OUTPUT_MISSING');
    expect(error.reason).to.equal(
      'model "coord" has no output "heatmaps", which this operator reads; use a model of the right kind',
    );
  });

  it('refuses another number of heatmaps than there are levels or sides', async () => {
    const twoMaps: Answer = () => mapsWithPeaks(FIVE.slice(0, 2), SIZE);
    const error = await rejectionOf(found({ models: model(2, twoMaps), stacks: [stackAt({})] }));
    expect(error.code).to.equal('CHANNELS_MISMATCH');
    expect(error.message).to.equal(
      'study small / heatmap-keypoints: model "coord" outputs 2 heatmaps, expected 5 (one for each of the levels); choose another model or set "channels"',
    );
  });
});
