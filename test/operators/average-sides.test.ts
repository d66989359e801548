import { expect } from 'chai';
import { adding, entryOf } from '../../src/core/study-state.ts';
import type { Keypoint } from '../../src/domain/results.ts';
import { LEVELS, type Side } from '../../src/domain/vocabulary.ts';
import { averageSides } from '../../src/operators/average-sides.ts';
import { fileEnv, stateWith, through } from '../support/operator-flow.ts';

const keypoint = (side: Side, point?: Keypoint['point'], seriesId: string = side, instanceNumber = 7): Keypoint => ({
  site: { level: 'l2_l3', side },
  ...(point === undefined
    ? { seriesId: undefined, instanceNumber: undefined, point }
    : { seriesId, instanceNumber, point }),
});

const centreOf = async (...keypoints: readonly Keypoint[]) => {
  const state = await through(
    stateWith({ id: 'small', series: [] }, adding('keypoints.axial', keypoints)),
    averageSides(fileEnv(), { keypoints: 'axial', as: 'centre' }),
  );
  const centres = entryOf(state, 'keypoints.centre');
  expect(centres.map(({ site }) => site)).to.deep.equal(LEVELS.map((level) => ({ level })));
  return centres[1];
};

describe('averageSides', () => {
  it('goes half-way between the sides, in the series and instance of the left', async () => {
    const centre = await centreOf(
      keypoint('right', { xNorm: 0.25, yNorm: 0.5 }, 'b', 3),
      keypoint('left', { xNorm: 0.75, yNorm: 0.25 }, 'a', 4),
    );
    expect(centre).to.deep.equal({
      site: { level: 'l2_l3' },
      seriesId: 'a',
      instanceNumber: 4,
      point: { xNorm: 0.5, yNorm: 0.375 },
    });
  });

  it('takes the side that exists', async () => {
    const point = { xNorm: 0.75, yNorm: 0.25 };
    for (const [given, other] of [
      ['left', 'right'],
      ['right', 'left'],
    ] as const)
      expect(await centreOf(keypoint(given, point), keypoint(other))).to.deep.equal({
        site: { level: 'l2_l3' },
        seriesId: given,
        instanceNumber: 7,
        point,
      });
  });

  it('has no point where neither side has one', async () => {
    const nothing = { site: { level: 'l2_l3' }, seriesId: undefined, instanceNumber: undefined, point: undefined };
    expect(await centreOf(keypoint('left'), keypoint('right'))).to.deep.equal(nothing);
    expect(await centreOf()).to.deep.equal(nothing);
  });
});
