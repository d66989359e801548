import { expect } from 'chai';
import fc from 'fast-check';
import type { Vec3 } from '../../../src/domain/vec3.ts';
import { LEVELS, SIDES } from '../../../src/domain/vocabulary.ts';
import { implausibilities, implausibleSites } from '../../../src/operators/keypoints/keypoint-plausibility.ts';
import type { LocatedKeypoint, LocatedKeypoints } from '../../../src/operators/keypoints/located-keypoint.ts';

const BOUNDS = { minGapMm: 20, maxGapMm: 55, maxOffsetMm: 40, maxMidlineMm: 8 };
const SAGITTAL: Vec3 = { x: 1, y: 0, z: 0 };
const AXIAL: Vec3 = { x: 0, y: 0, z: 1 };
const GAP_MM = 35;
const SIDE_MM = { left: 14, right: -14 } as const;

const keypoint = (site: LocatedKeypoint['site'], pointMm: Vec3, normal = SAGITTAL): LocatedKeypoint => ({
  site,
  pointMm,
  normal,
  inside: true,
});

/** A lumbar spine that curves to the front, discs 35 mm apart in height. */
const spine = (): LocatedKeypoints => {
  const canal = (index: number): Vec3 => ({ x: 2, y: -(index ** 2), z: -GAP_MM * index });
  const both = (normal: Vec3, forward: number) =>
    LEVELS.flatMap((level, index) =>
      SIDES.map((side) => {
        const { y, z } = canal(index);
        return keypoint({ level, side }, { x: SIDE_MM[side], y: y - forward, z }, normal);
      }),
    );
  return {
    spinal: LEVELS.map((level, index) => keypoint({ level }, canal(index))),
    foraminal: both(SAGITTAL, 10),
    subarticular: both(AXIAL, 3),
  };
};

const codesOf = (keypoints: LocatedKeypoints) => implausibilities(keypoints, BOUNDS).map(({ code }) => code);
const found = (keypoints: LocatedKeypoints) =>
  implausibilities(keypoints, BOUNDS).map(({ family, what, detail }) => `${family}: ${what}: ${detail}`);

const changed = (
  family: keyof LocatedKeypoints,
  fits: (one: LocatedKeypoint) => boolean,
  change: (one: LocatedKeypoint) => Partial<LocatedKeypoint>,
): LocatedKeypoints => {
  const whole = spine();
  return { ...whole, [family]: whole[family].map((one) => (fits(one) ? { ...one, ...change(one) } : one)) };
};

const isAt =
  (level: string, side?: string) =>
  ({ site }: LocatedKeypoint): boolean =>
    site.level === level && site.side === side;

describe('implausibilities', () => {
  it('finds nothing about a lumbar spine', () => {
    expect(found(spine())).to.deep.equal([]);
    expect(found({ spinal: [], foraminal: [], subarticular: [] })).to.deep.equal([]);
  });

  it('finds nothing about it wherever the patient lies, however curved within reason', () => {
    const shift = fc.double({ min: -300, max: 300, noNaN: true });
    fc.assert(
      fc.property(shift, shift, shift, (x, y, z) => {
        const moved = (all: readonly LocatedKeypoint[]) =>
          all.map((one) => ({
            ...one,
            pointMm: { x: one.pointMm.x + x, y: one.pointMm.y + y, z: one.pointMm.z + z },
          }));
        const { spinal, foraminal, subarticular } = spine();
        const keypoints = { spinal: moved(spinal), foraminal: moved(foraminal), subarticular: moved(subarticular) };
        expect(found(keypoints)).to.deep.equal([]);
      }),
    );
  });

  it('finds levels that are not in order from head to foot', () => {
    const turned = changed(
      'spinal',
      () => true,
      ({ pointMm }) => ({ pointMm: { ...pointMm, z: -pointMm.z } }),
    );
    expect(found(turned).filter((text) => text.includes('order'))).to.deep.equal(
      ['L1/L2 and L2/L3', 'L2/L3 and L3/L4', 'L3/L4 and L4/L5', 'L4/L5 and L5/S1'].map(
        (pair) => `spinal: not in order from head to foot: ${pair}`,
      ),
    );
  });

  it('finds the order of each side of the foramina by itself', () => {
    const swapped = changed('foraminal', isAt('l1_l2', 'left'), ({ pointMm }) => ({
      pointMm: { ...pointMm, z: -2 * GAP_MM + 5 },
    }));
    expect(found(swapped)).to.include('foraminal: not in order from head to foot: left L1/L2 and left L2/L3');
  });

  it('accepts neighbours 20 to 55 mm apart, both inclusive', () => {
    for (const [gap, good] of [
      [20, true],
      [19.9, false],
      [55, true],
      [55.1, false],
    ] as const) {
      const spinal = [
        keypoint({ level: 'l3_l4' }, { x: 0, y: 0, z: 0 }),
        keypoint({ level: 'l4_l5' }, { x: 0, y: 0, z: -gap }),
      ];
      expect(codesOf({ spinal, foraminal: [], subarticular: [] }), String(gap)).to.deep.equal(
        good ? [] : ['KEYPOINTS_IMPLAUSIBLE'],
      );
    }
  });

  it('says nothing of the distance over a level that has no keypoint, but of the order', () => {
    const gap = (z: number) => {
      const spinal = [
        keypoint({ level: 'l1_l2' }, { x: 0, y: 0, z: 0 }),
        keypoint({ level: 'l3_l4' }, { x: 0, y: 0, z }),
      ];
      return codesOf({ spinal, foraminal: [], subarticular: [] });
    };
    expect(gap(-70)).to.deep.equal([]);
    expect(gap(70)).to.deep.equal(['KEYPOINTS_IMPLAUSIBLE']);
  });

  it('finds sides that are exchanged, or are the same site', () => {
    for (const x of [-20, SIDE_MM.right])
      for (const family of ['foraminal', 'subarticular'] as const) {
        const crossed = changed(family, isAt('l4_l5', 'left'), ({ pointMm }) => ({ pointMm: { ...pointMm, x } }));
        expect(found(crossed)).to.deep.equal([
          `${family}: the left one does not lie to the patient's left of the right one: L4/L5`,
        ]);
      }
  });

  it('finds an axial keypoint far from its level, along the slice and not across it', () => {
    const far = changed('subarticular', isAt('l2_l3', 'left'), ({ pointMm }) => ({
      pointMm: { ...pointMm, y: pointMm.y + 60 },
    }));
    expect(found(far)).to.deep.equal(['subarticular: more than 40 mm from the sagittal keypoint: left L2/L3: 58 mm']);
    const above = changed('subarticular', isAt('l2_l3', 'left'), ({ pointMm }) => ({
      pointMm: { ...pointMm, z: pointMm.z + 60 },
    }));
    expect(found(above)).to.deep.equal([]);
  });

  it('finds keypoints outside their picture', () => {
    const [one] = implausibilities(
      changed('spinal', isAt('l5_s1'), () => ({ inside: false })),
      BOUNDS,
    );
    expect(one).to.deep.include({ code: 'KEYPOINT_OUTSIDE', sites: [{ level: 'l5_s1' }] });
  });

  it('finds peaks below the recorded floor, and asks nothing of weights that record none', () => {
    const peak = (height: number, floor: number | undefined) =>
      codesOf(changed('subarticular', isAt('l1_l2', 'right'), () => ({ peak: height, peakFloor: floor })));
    expect(peak(0.29, 0.3)).to.deep.equal(['KEYPOINT_WEAK']);
    expect(peak(0.3, 0.3)).to.deep.equal([]);
    expect(peak(0.001, undefined)).to.deep.equal([]);
  });

  it('doubts a strong peak among weak ones, in the same chain only', () => {
    const unsure = (levels: readonly string[]) =>
      changed(
        'foraminal',
        ({ site }) => site.side === 'left',
        ({ site }) => ({ peak: levels.includes(site.level ?? '') ? 0.1 : 0.9, peakFloor: 0.4 }),
      );
    const codes = (levels: readonly string[]) => codesOf(unsure(levels)).filter((code) => code !== 'KEYPOINT_WEAK');
    expect(codes(LEVELS.slice(3))).to.deep.equal([]);
    expect(found(unsure(LEVELS.slice(2))).filter((text) => text.includes('most'))).to.deep.equal(
      ['L1/L2', 'L2/L3'].map((level) => `foraminal: the network is unsure of most other levels: left ${level}`),
    );
  });

  it('names each site once', () => {
    const turned = changed(
      'spinal',
      () => true,
      ({ pointMm }) => ({ pointMm: { ...pointMm, z: -pointMm.z }, peak: 0.1, peakFloor: 0.2 }),
    );
    const sites = implausibleSites(implausibilities(turned, BOUNDS)).filter(({ side }) => side === undefined);
    expect(sites).to.deep.equal(LEVELS.map((level) => ({ level })));
  });
});
