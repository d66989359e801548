import { expect } from 'chai';
import fc from 'fast-check';
import { TURNS } from '../../../src/domain/turn.ts';
import { orientationOf, turnName } from '../../../src/run/inspection/orientation.ts';

describe('orientationOf', () => {
  it('letters the ways that rows and columns run', () => {
    expect(orientationOf({ x: 1, y: 0, z: 0 }, { x: 0, y: 1, z: 0 })).to.equal('rows to L, columns to P');
    expect(orientationOf({ x: -1, y: 0.1, z: 0 }, { x: 0, y: -0.9, z: 0.4 })).to.equal('rows to R, columns to A');
    expect(orientationOf({ x: 0, y: 1, z: 0 }, { x: 0, y: 0, z: -1 })).to.equal('rows to P, columns to F');
    expect(orientationOf({ x: 0, y: 0, z: 1 }, { x: 0, y: -1, z: 0 })).to.equal('rows to H, columns to A');
  });

  it('gives one of six letters for every direction', () => {
    const part = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.record({ x: part, y: part, z: part }), (way) => {
        expect(orientationOf(way, way)).to.match(/^rows to ([LRAPHF]), columns to \1$/);
      }),
    );
  });
});

describe('turnName', () => {
  it('is nothing for the picture as it is stored, and another name for each of the other turns', () => {
    const [asStored, ...others] = TURNS.map(turnName);
    expect(asStored).to.equal(undefined);
    expect(others.every((name) => name !== undefined)).to.equal(true);
    expect(new Set(others).size).to.be.at.least(6); // the two transpositions share one
  });

  it('says which way a quarter turn goes', () => {
    // transposed, then columns reversed: the left column becomes the top row, from right to left
    expect(turnName({ transpose: true, flipColumns: true, flipRows: false })).to.equal(
      'turned by 90 degrees clockwise',
    );
    expect(turnName({ transpose: false, flipColumns: true, flipRows: true })).to.equal('turned by 180 degrees');
  });
});
