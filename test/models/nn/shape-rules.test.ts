import { expect } from 'chai';
import * as rules from '../../../src/models/nn/shape-rules.ts';
import { thrownBy } from '../../support/thrown-by.ts';

describe('shapeRules', () => {
  it('sizes a strided, padded, dilated convolution', () => {
    // rows: (224 + 6 - 6 - 1) / 2 + 1 = 112; with dilation 2 a kernel of 3 covers 5
    expect(rules.conv2dShape(['n', 1, 224, 224], [64, 1, 7, 7], { stride: 2, padding: 3 })).to.eql(['n', 64, 112, 112]);
    expect(rules.conv2dShape(['5n', 8, 9, 6], [4, 8, 3, 3], { dilation: 2 })).to.eql(['5n', 4, 5, 2]);
    expect(rules.conv2dShape([1, 8, 4, 4], [8, 1, 3, 3], { padding: 1, groups: 8 })).to.eql([1, 8, 4, 4]);
  });

  it('broadcasts from the last axis, the batch included', () => {
    expect(rules.broadcastShape('add', ['2n', 3, 4], [3, 1])).to.eql(['2n', 3, 4]);
    expect(rules.broadcastShape('add', [1, 4], ['n', 1])).to.eql(['n', 4]);
  });

  it('multiplies stacks of matrices', () => {
    expect(rules.matMulShape(['n', 3, 5, 8], [8, 2])).to.eql(['n', 3, 5, 2]);
  });

  it('keeps the batch when it reshapes', () => {
    expect(rules.reshapeShape(['n', 5, 8], ['5n', 8])).to.eql(['5n', 8]);
    expect(rules.foldedShape(['2n', 10, 8], 5)).to.eql(['10n', 2, 8]);
  });

  it('cuts, joins and picks along static axes', () => {
    expect(rules.sliceShape(['n', 5], { axis: 1, start: 1, end: 4 })).to.eql(['n', 3]);
    const parts = [
      ['n', 2, 3],
      ['n', 4, 3],
    ] as const;
    expect(rules.concatShape(parts, 1)).to.eql(['n', 6, 3]);
    expect(rules.gatherShape([3, 7], [2, 2, 0, 1])).to.eql([4, 7]);
  });

  const refusals: Record<string, readonly [() => unknown, string]> = {
    'channels that differ': [
      () => rules.conv2dShape(['n', 3, 8, 8], [4, 1, 3, 3], {}),
      'conv2d got [n, 3, 8, 8] and [4, 1, 3, 3], expected a weight for 3 channels in 1 groups; correct the options of the architecture',
    ],
    'a kernel larger than the map': [
      () => rules.conv2dShape(['n', 3, 2, 2], [4, 3, 3, 3], {}),
      'conv2d got [n, 3, 2, 2] and [4, 3, 3, 3], expected a map that is not smaller than the kernel; correct the options of the architecture',
    ],
    'something that is no map': [
      () => rules.maxPoolShape(['n', 3], { size: 2, stride: 2, padding: 0 }),
      'maxPool got [n, 3], expected a map [n, channels, rows, columns]; correct the options of the architecture',
    ],
    'sizes that do not broadcast': [
      () => rules.broadcastShape('mul', [2, 3], [2, 4]),
      'mul got [2, 3] and [2, 4], expected sizes that are equal or 1 on each axis; correct the options of the architecture',
    ],
    'matrices that do not chain': [
      () => rules.matMulShape([2, 3], [2, 3]),
      'matMul got [2, 3] and [2, 3], expected the last axis of the first to equal the last but one of the second; correct the options of the architecture',
    ],
    'another number of elements': [
      () => rules.reshapeShape(['n', 6], ['n', 2, 2]),
      'reshape got [n, 6] and [n, 2, 2], expected as many elements before as after; correct the options of the architecture',
    ],
    'a batch that is lost': [
      () => rules.reshapeShape(['n', 6], [6]),
      'reshape got [n, 6] and [6], expected as many elements before as after; correct the options of the architecture',
    ],
    'an order that is none': [
      () => rules.transposeShape([2, 3], [0, 0]),
      'transpose got [2, 3], expected an order of all axes, not 0, 0; correct the options of the architecture',
    ],
    'entries beyond the end': [
      () => rules.sliceShape([2, 3], { axis: 1, start: 2, end: 4 }),
      'slice got [2, 3], expected entries 2 to 4 of axis 1; correct the options of the architecture',
    ],
    'parts that differ elsewhere': [
      () => rules.concatShape([[2, 3], [3, 3]], 1), // biome-ignore format: one line
      'concat got [2, 3] and [3, 3], expected equal sizes on all axes but 1; correct the options of the architecture',
    ],
    'parts without that axis': [
      () => rules.concatShape([[2]], 1),
      'concat got [2], expected parts that have an axis 1; correct the options of the architecture',
    ],
    'an index that is not there': [
      () => rules.gatherShape([3, 2], [0, 3]),
      'gather got [3, 2], expected an axis 0 that holds all indices up to 3; correct the options of the architecture',
    ],
    'a mean over an axis that is not there': [
      () => rules.meanShape([3, 2], [2]),
      'mean got [3, 2], expected the axes 2, counted from 0; correct the options of the architecture',
    ],
    'steps that do not divide': [
      () => rules.foldedShape(['n', 7, 2], 2),
      'eachStep got [n, 7, 2], expected an axis 1 that divides into 2 steps; correct the options of the architecture',
    ],
  };
  for (const [title, [call, reason]] of Object.entries(refusals))
    it(`refuses ${title}`, () => {
      const error = thrownBy(call);
      expect(error.code).to.equal('MODEL_SHAPES_DISAGREE');
      expect(error.reason).to.equal(reason);
    });

  it('refuses to treat the batch as a static axis', () => {
    for (const call of [
      () => rules.sliceShape(['n', 2], { axis: 0, start: 0, end: 1 }),
      () => rules.meanShape(['n', 2], [0]),
      () => rules.concatShape([['n', 2]], 0),
      () => rules.gatherShape(['n', 2], [0]),
      () => rules.sizeAt(['n', 2], 0),
    ]) {
      const error = thrownBy(call);
      expect(error.code).to.equal('MODEL_BATCH_NOT_ALLOWED');
      expect(error.reason).to.match(
        /^\w+( \w+)? needs static sizes, but \[n, 2\] depends on the batch size; use another axis$/,
      );
    }
  });

  it('gives the size along an axis, counted from either end', () => {
    expect([rules.sizeAt(['n', 2, 3], 1), rules.sizeAt(['n', 2, 3], -1)]).to.eql([2, 3]);
    expect(thrownBy(() => rules.sizeAt([2], 3)).reason).to.contain('a network got [2], expected an axis 3');
  });
});
