import { expect } from 'chai';
import { edgeLetters } from '../../src/report/edge-letters.ts';
import { sliceCrossing } from '../../src/report/slice-crossing.ts';
import { axialGeometry, sagittalGeometry } from './sample-study.ts';

const sagittal = sagittalGeometry(100); // y -125 to 125, z 125 to -125
const rounded = (line: ReturnType<typeof sliceCrossing>) =>
  line && Object.values(line).map((mm) => Math.round(mm * 1000) / 1000);

describe('sliceCrossing', () => {
  it('is as long as the other slice is wide, at its height', () => {
    // an axial slice of 150 mm at z = 25: y from -75 to 75, so x from 50 to 200 mm, 100 mm below the upper border
    const line = rounded(sliceCrossing(sagittal, axialGeometry(60, 25)))!;
    expect([Math.min(line[0]!, line[2]!), Math.max(line[0]!, line[2]!)]).to.deep.equal([50, 200]);
    expect([line[1], line[3]]).to.deep.equal([100, 100]);
  });

  it('follows a tilted slice', () => {
    const tilt = Math.PI / 6;
    const columnDirection = { x: 0, y: Math.cos(tilt), z: -Math.sin(tilt) };
    const flat = axialGeometry(60, 0);
    const line = sliceCrossing(sagittal, { ...flat, columnDirection })!;
    const slope = (line.y2Mm - line.y1Mm) / (line.x2Mm - line.x1Mm);
    expect(slope).to.be.closeTo(Math.tan(tilt), 1e-9);
  });

  it('ends at the border of the image', () => {
    const wide = { ...axialGeometry(60, 25), ySpacingMm: 10 };
    const line = rounded(sliceCrossing(sagittal, wide))!;
    expect(Math.max(line[0]!, line[2]!)).to.equal(250);
  });

  it('is nothing for slices that do not meet, lie outside the image, or are parallel', () => {
    expect(sliceCrossing(sagittalGeometry(100, 80), axialGeometry(60))).to.equal(undefined); // axial ends at x = 75
    expect(sliceCrossing(sagittal, axialGeometry(60, 300))).to.equal(undefined);
    expect(sliceCrossing(sagittal, sagittalGeometry(100, 4))).to.equal(undefined);
  });
});

describe('edgeLetters', () => {
  it('names the ends of the patient that the edges look at', () => {
    expect(edgeLetters(sagittal)).to.deep.equal({ left: 'A', right: 'P', top: 'H', bottom: 'F' });
    expect(edgeLetters(axialGeometry(60))).to.deep.equal({ left: 'R', right: 'L', top: 'A', bottom: 'P' });
  });

  it('takes the nearest end for tilted slices', () => {
    const tilted = { ...axialGeometry(60), columnDirection: { x: 0, y: 0.9, z: -0.44 } };
    expect(edgeLetters(tilted).bottom).to.equal('P');
  });
});
