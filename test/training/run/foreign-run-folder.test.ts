import { expect } from 'chai';
import { foreignRunFolder } from '../../../src/training/run/foreign-run-folder.ts';

const WITH = { labels: { predicted: 'predicted/coordinates.csv' }, steps: [{ 'label-keypoints': { predicted: 0.5 } }] };
const WITHOUT = { labels: {}, steps: [{ 'label-keypoints': {} }] };

describe('foreignRunFolder', () => {
  const reasonOf = (own: unknown, found: unknown) =>
    foreignRunFolder(['labels', 'steps'], { own, found, folder: 'models/nano_spinal' }).reason;

  it('names a missing table of predicted keypoints, and what writes one', () => {
    expect(reasonOf(WITHOUT, WITH))
      .to.include('predicted/coordinates.csv')
      .and.include('variable "predicted"')
      .and.include('--set predicted=')
      .and.include('spinestream coords');
  });

  it('names a table that the run folder was trained without', () => {
    expect(reasonOf(WITH, WITHOUT)).to.include('without predicted keypoints').and.include('omit --set predicted');
  });

  it('names the parts that differ otherwise', () => {
    expect(reasonOf(WITH, WITH)).to.include('labels, steps differ');
    expect(reasonOf(WITHOUT, undefined)).to.include('labels, steps differ');
  });
});
