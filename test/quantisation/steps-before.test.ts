import { expect } from 'chai';
import { builtInContext } from '../../src/config/check-files.ts';
import { checkPipeline } from '../../src/config/check-pipeline.ts';
import { stepsBefore } from '../../src/quantisation/steps-before.ts';

const PIPELINE = `
models: { coord: models/coord, other: models/other }
steps:
  - load-series: {}
  - measure-images: { model: coord, as: images }
  - select-slices: { kind: Sagittal T1, slices: 3, as: sagt1 }
  - select-slices: { kind: Sagittal T2/STIR, slices: 5, as: sagt2 }
  - normalise: { selections: sagt2, resolutionPx: 256, as: sagt2 }
  - heatmap-keypoints: { model: coord, stacks: sagt2, as: sagt2 }
outputs:
  - image-statistics: { statistics: images }
  - coordinates: { spinal: sagt2 }
`;

describe('stepsBefore', () => {
  const found = (model: string) => {
    const { pipeline } = checkPipeline(PIPELINE, 'my.yaml', builtInContext({}));
    return stepsBefore(pipeline!, model);
  };

  it('takes the steps that feed a network, wherever its images are measured', () => {
    const { before, target } = found('coord')!;
    expect(before.map(({ operator }) => operator.name)).to.deep.equal(['load-series', 'select-slices', 'normalise']);
    expect(target.operator.name).to.equal('heatmap-keypoints');
    expect(target.dropsAfter).to.deep.equal([]);
  });

  it('finds no steps of a network that none feeds', () => {
    expect(found('other')).to.equal(undefined);
  });
});
