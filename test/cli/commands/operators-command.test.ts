import { expect } from 'chai';
import { clipPercentiles } from '../../../examples/clip-percentiles.ts';
import { describeOperators } from '../../../src/cli/terminal/describe-operators.ts';
import { BUILT_IN_OPERATORS } from '../../../src/operators/built-in.ts';
import { thrownBy } from '../../support/thrown-by.ts';

describe('spinestream operators', () => {
  it('lists operators and outputs, a line each', () => {
    const text = describeOperators({ json: false });
    for (const { name, summary } of BUILT_IN_OPERATORS)
      expect(text).to.match(new RegExp(`^  ${name} +${summary.slice(0, 20)}`, 'm'));
    expect(text).to.include('\noutputs\n');
  });

  it('shows one with its options, defaults, and its example as a step', () => {
    const text = describeOperators({ name: 'crop-rois', json: false });
    expect(text).to.include('  sizeMm: number (default 50)\n      side of the square in the patient\n');
    expect(text).to.include('  mirror: "left" | "right" (optional)\n');
    expect(text).to.include('\n  - crop-rois: { keypoints: sagt2, selections: sagt2, resolutionPx: 16, as: sagt2 }\n');
    expect(text).to.include('  reads slices, keypoints.sagt2, selections.sagt2\n  writes rois.sagt2\n');
  });

  it('shows operators of the user too', () => {
    expect(describeOperators({ json: false, own: [clipPercentiles.spec] })).to.include('  clip-percentiles ');
    expect(describeOperators({ name: 'clip-percentiles', json: false, own: [clipPercentiles.spec] })).to.include(
      '  upperPercent: number (default 99)',
    );
  });

  it('gives options as JSON schema', () => {
    const [one] = JSON.parse(describeOperators({ name: 'normalise', json: true }));
    expect(one).to.include({ name: 'normalise' });
    expect(one.options.required).to.deep.equal(['selections', 'as']);
  });

  it('knows what a misspelt name means', () => {
    expect(thrownBy(() => describeOperators({ name: 'crop-roi', json: false })).message).to.match(
      /^no operator or output is called "crop-roi"; did you mean "crop-rois"\?/,
    );
  });
});
