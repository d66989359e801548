import { expect } from 'chai';
import type { Vec3 } from '../../../src/domain/vec3.ts';
import { LEVELS, SIDES } from '../../../src/domain/vocabulary.ts';
import { offTheMidline, onOtherLevels } from '../../../src/operators/keypoints/agreement-of-families.ts';
import type { LocatedKeypoint, LocatedKeypoints } from '../../../src/operators/keypoints/located-keypoint.ts';

const BOUNDS = { minGapMm: 20, maxGapMm: 55, maxOffsetMm: 40, maxMidlineMm: 8 };
const GAP_MM = 35;
const SIDE_MM = { left: 14, right: -14 } as const;

interface Shift {
  /** Levels by which the foramina are counted too low. */
  readonly levels?: number;
  /** Towards the patient's left, of the foramina. */
  readonly leftMm?: number;
  readonly frameOfReferenceUid?: string;
}

const spine = ({ levels = 0, leftMm = 0, frameOfReferenceUid = '1.2' }: Shift = {}): LocatedKeypoints => {
  const both = (normal: Vec3, uid: string, shift: Required<Omit<Shift, 'frameOfReferenceUid'>>) =>
    LEVELS.flatMap((level, index) =>
      SIDES.map(
        (side): LocatedKeypoint => ({
          site: { level, side },
          pointMm: { x: SIDE_MM[side] + shift.leftMm, y: -8, z: -GAP_MM * (index + shift.levels) },
          normal,
          inside: true,
          frameOfReferenceUid: uid,
        }),
      ),
    );
  const here = '1.2';
  const x: Vec3 = { x: 1, y: 0, z: 0 };
  return {
    spinal: LEVELS.map((level, index) => ({
      site: { level },
      pointMm: { x: 0, y: 0, z: -GAP_MM * index },
      normal: x,
      inside: true,
      frameOfReferenceUid: here,
    })),
    foraminal: both(x, frameOfReferenceUid, { levels, leftMm }),
    subarticular: both({ x: 0, y: 0, z: 1 }, here, { levels: 0, leftMm: 0 }),
  };
};

describe('onOtherLevels', () => {
  it('accepts foramina at their level', () => expect(onOtherLevels(spine())).to.deep.equal([]));

  it('doubts both sagittal series where they count levels differently', () => {
    const found = onOtherLevels(spine({ levels: -1 }));
    const doubted = found.map(({ family, detail }) => `${family}: ${detail}`);
    expect(doubted).to.include.members(['foraminal: left L2/L3 lies at L1/L2', 'spinal: L2/L3']);
    expect(new Set(found.flatMap(({ sites }) => sites.map(({ level }) => level)))).to.deep.equal(
      new Set(LEVELS.slice(1)),
    );
  });

  it('accepts foramina well above their disc, one side higher than the other, as in a scoliotic spine', () => {
    const { foraminal, ...others } = spine();
    const tilted = foraminal.map((one) => {
      const aboveMm = one.site.side === 'left' ? 20 : 5;
      return { ...one, pointMm: { ...one.pointMm, z: one.pointMm.z + aboveMm } };
    });
    expect(onOtherLevels({ ...others, foraminal: tilted })).to.deep.equal([]);
  });

  it('accepts foramina at the very points of the spinal keypoints', () => {
    const { spinal, ...others } = spine();
    const foraminal = spinal.map((one) => ({ ...one, site: { ...one.site, side: 'left' as const } }));
    expect(onOtherLevels({ ...others, spinal, foraminal })).to.deep.equal([]);
  });

  it('compares no positions of two frames of reference', () =>
    expect(onOtherLevels(spine({ levels: -1, frameOfReferenceUid: '1.3' }))).to.deep.equal([]));
});

describe('offTheMidline', () => {
  it('accepts stacks about the spine, up to the bound', () => {
    expect(offTheMidline(spine(), BOUNDS)).to.deep.equal([]);
    expect(offTheMidline(spine({ leftMm: -8 }), BOUNDS)).to.deep.equal([]);
  });

  it('doubts all foramina of a stack that lies to one side', () => {
    const [one, ...others] = offTheMidline(spine({ leftMm: 8.1 }), BOUNDS);
    expect(others).to.deep.equal([]);
    expect(one).to.include({ family: 'foraminal', code: 'KEYPOINTS_IMPLAUSIBLE', detail: '8.1 mm' });
    expect(one?.sites).to.have.length(2 * LEVELS.length);
  });

  it('follows most levels, not the one where the spine curves', () => {
    const { foraminal, ...others } = spine();
    const curved = foraminal.map((one) =>
      one.site.level === 'l1_l2' ? { ...one, pointMm: { ...one.pointMm, x: one.pointMm.x + 20 } } : one,
    );
    expect(offTheMidline({ ...others, foraminal: curved }, BOUNDS)).to.deep.equal([]);
  });

  it('needs axial keypoints in the same frame of reference', () => {
    const other = spine({ leftMm: 20, frameOfReferenceUid: '1.3' });
    expect(offTheMidline(other, BOUNDS)).to.deep.equal([]);
    expect(offTheMidline({ ...spine({ leftMm: 20 }), subarticular: [] }, BOUNDS)).to.deep.equal([]);
  });
});
