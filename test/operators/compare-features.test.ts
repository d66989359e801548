import { expect } from 'chai';
import { adding, entryOf } from '../../src/core/study-state.ts';
import type { FeatureDistance } from '../../src/domain/feature-distance.ts';
import { compareFeatures } from '../../src/operators/compare-features.ts';
import { featureDistances } from '../../src/streams/outputs/feature-distances.ts';
import { fileEnv, stateWith, through } from '../support/operator-flow.ts';
import { NOTHING_MADE, outputEnv } from '../support/output-env.ts';

const NEAR: FeatureDistance = { network: 'near', distance: 1.1, usual: 1.5, bound: 2 };
const FAR: FeatureDistance = { network: 'far', distance: 3, usual: 1.5, bound: 2 };
const FARTHEST: FeatureDistance = { network: 'farthest', distance: 2.5, usual: 0.75, bound: 1 };
const UNKNOWN: FeatureDistance = { network: 'unknown', distance: undefined, usual: undefined, bound: undefined };
const UNSEEN: FeatureDistance = { network: 'unseen', distance: undefined, usual: 1.5, bound: 2 };
const UNBOUNDED: FeatureDistance = { network: 'unbounded', distance: 99, usual: 1.5, bound: undefined };

const compared = (...distances: readonly FeatureDistance[]) =>
  through(
    stateWith({ id: '7', series: [] }, ...distances.map((one) => adding(`features.${one.network}`, [one]))),
    compareFeatures(fileEnv(), { features: distances.map(({ network }) => network), as: 'all' }),
  );

describe('compareFeatures', () => {
  it('warns once of a study far from the training studies, the farthest network first', async () => {
    const { warnings } = await compared(NEAR, FAR, FARTHEST);
    expect(warnings.map(({ code }) => code)).to.deep.equal(['STUDY_UNUSUAL']);
    expect(warnings[0]!.message).to.include(
      'distance of the features of farthest 2.50 (training: up to 0.75); far 3.00 (training: up to 1.50); check',
    );
  });

  it('names four networks at most', async () => {
    const many = Array.from({ length: 6 }, (_, index) => ({ ...FAR, network: `far${index}` }));
    expect((await compared(...many)).warnings[0]!.message).to.include('far3 3.00 (training: up to 1.50); and 2 more;');
  });

  it('is silent about a study near them, and where it cannot tell', async () => {
    expect((await compared(NEAR, UNKNOWN, UNSEEN, UNBOUNDED)).warnings).to.deep.equal([]);
  });

  it('gives the distances to the output, which says what is unknown', async () => {
    const state = await compared(NEAR, FAR, UNKNOWN, UNSEEN, UNBOUNDED);
    expect(entryOf(state, 'features.all')).to.deep.equal([NEAR, FAR, UNKNOWN, UNSEEN, UNBOUNDED]);
    const output = await featureDistances
      .bind({ features: 'all' })
      .open(
        { fingerprint: '1', models: [], pipeline: 'p', stepsSha256: '', spinestream: '', nameSalt: '' },
        outputEnv(),
      );
    const { rows } = await output.ofStudy({ study: state.study, state }, NOTHING_MADE);
    expect(rows).to.deep.equal([
      ['7', 'near', 1.1, 2, 'no'],
      ['7', 'far', 3, 2, 'yes'],
      ['7', 'unknown', undefined, undefined, 'unknown'],
      ['7', 'unseen', undefined, 2, 'unknown'],
      ['7', 'unbounded', 99, undefined, 'unknown'],
    ]);
  });
});
