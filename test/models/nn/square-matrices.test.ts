import { expect } from 'chai';
import { identityMatrix, mirrorMatrix } from '../../../src/models/nn/square-matrices.ts';

describe('matrices that only move values', () => {
  it('keep each value where it is, or read a row backward', () => {
    expect([...identityMatrix(3)]).to.eql([1, 0, 0, 0, 1, 0, 0, 0, 1]);
    expect([...mirrorMatrix(3)]).to.eql([0, 0, 1, 0, 1, 0, 1, 0, 0]);
  });
});
