import { expect } from 'chai';
import { entryOf, type StudyState } from '../../src/core/study-state.ts';
import type { ImageReference, ImageStatistics } from '../../src/domain/statistics/image-statistics.ts';
import { imageReferenceOf } from '../../src/imaging/index.ts';
import type { ModelStore } from '../../src/models/model-store.ts';
import { loadSeries } from '../../src/operators/load-series.ts';
import { measureImages } from '../../src/operators/measure-images.ts';
import { imageStatistics } from '../../src/streams/outputs/image-statistics.ts';
import { NO_MODELS, stateWith, through } from '../support/operator-flow.ts';
import { NOTHING_MADE, outputEnv } from '../support/output-env.ts';
import { evenSeries, smallStudy } from '../support/study-in-memory.ts';
import { rejectionOf } from '../support/thrown-by.ts';

/** A texture with known spacing. */
const sagittal = evenSeries('t1', 'Sagittal T1', {
  rows: 64,
  columns: 64,
  pixels: Uint16Array.from({ length: 4096 }, (_, i) => 200 + 100 * Math.sin(i / 5) + 50 * Math.cos(i / 70)),
  pixelSpacing: [2, 2],
});

const modelsWith = (imageReference: ImageReference | undefined): ModelStore => ({
  get: async (name) => {
    const architecture = { config: { kind: 'keypoints' }, inputs: [], outputs: [] } as const;
    return { name, architecture, members: [], imageReference };
  },
});

const measured = async (models: ModelStore, model?: string): Promise<StudyState> => {
  const { study, env } = smallStudy([sagittal]);
  const own = { ...env, models };
  return through(stateWith(study), loadSeries(own, {}), measureImages(own, { model, as: 'images' }));
};

const many = (study: ImageStatistics, spacingMm: number): ImageReference =>
  imageReferenceOf(
    Array.from({ length: 30 }, () => ({
      ...study,
      series: study.series.map(({ kind, measures }) => ({ kind, measures: { ...measures, spacing_mm: spacingMm } })),
    })),
  );

describe('measureImages', () => {
  it('measures geometry and grey values of each kind of series', async () => {
    const { series, unusual } = entryOf(await measured(NO_MODELS), 'statistics.images');
    expect(series.map(({ kind }) => kind)).to.deep.equal(['Sagittal T1']);
    expect(series[0]!.measures).to.deep.include({ spacing_mm: 2, field_mm: 128 });
    expect(series[0]!.measures.contrast).to.be.within(0.1, 0.6);
    expect(unusual).to.equal(undefined);
  });

  it('warns once of a study unlike the training studies of the model, with measure, value and range', async () => {
    const statistics = entryOf(await measured(NO_MODELS), 'statistics.images');
    const { warnings } = await measured(modelsWith(many(statistics, 0.6)), 'coord');
    expect(warnings.map(({ code }) => code)).to.deep.equal(['STUDY_UNUSUAL']);
    expect(warnings[0]!.message).to.include('Sagittal T1 pixel spacing 2.00 mm (training: 0.60 to 0.60 mm)');
  });

  it('is silent about a study like those, and about a model that does not record them', async () => {
    const statistics = entryOf(await measured(NO_MODELS), 'statistics.images');
    const alike = await measured(modelsWith(many(statistics, 2)), 'coord');
    expect([alike.warnings, entryOf(alike, 'statistics.images').unusual]).to.deep.equal([[], []]);
    const unknown = await measured(modelsWith(undefined), 'coord');
    expect([unknown.warnings, entryOf(unknown, 'statistics.images').unusual]).to.deep.equal([[], undefined]);
  });

  it('fails no study for a slice that it alone reads', async () => {
    const { study, env } = smallStudy([sagittal]);
    const before = await through(stateWith(study), loadSeries(env, {}));
    const broken = { ...env, readBytes: () => Promise.reject(new Error('unreadable')) };
    const after = await through(before, measureImages(broken, { as: 'images' }));
    expect(entryOf(after, 'statistics.images').manufacturer).to.equal(undefined);
  });

  it('lets a study be tried again after an error that may go away', async () => {
    const { study, env } = smallStudy([sagittal]);
    const before = await through(stateWith(study), loadSeries(env, {}));
    const reset = Object.assign(new Error('reset'), { code: 'ECONNRESET' });
    const broken = { ...env, readBytes: () => Promise.reject(reset) };
    const { retriable } = await rejectionOf(through(before, measureImages(broken, { as: 'images' })));
    expect(retriable).to.equal(true);
  });
});

describe('image-statistics', () => {
  const rowsOf = async (unusual: 'unknown' | 'none' | 'some') => {
    const statistics = entryOf(await measured(NO_MODELS), 'statistics.images');
    const reference = unusual === 'unknown' ? undefined : many(statistics, unusual === 'none' ? 2 : 0.6);
    const state = await measured(modelsWith(reference), 'coord');
    const bound = imageStatistics.bind({ statistics: 'images' });
    const output = await bound.open(
      { fingerprint: '1', models: [], pipeline: 'p', stepsSha256: '', spinestream: '', nameSalt: '' },
      outputEnv(),
    );
    const { rows = [] } = await output.ofStudy({ study: state.study, state }, NOTHING_MADE);
    return rows.map((row) => row.at(-1));
  };

  it('lists what is unusual of a series, `none`, or `unknown` without anything to compare with', async () => {
    expect(await rowsOf('unknown')).to.deep.equal(['unknown']);
    expect(await rowsOf('none')).to.deep.equal(['none']);
    expect(await rowsOf('some')).to.deep.equal(['spacing_mm']);
  });
});
