import { type Anatomy, discOf } from './anatomy.ts';

/** Extent along the spine, in mm of arc length towards the head from the centre of disc L3/L4. */
const segment = (topMm: number, heightMm: number) => ({
  topMm,
  middleMm: topMm - heightMm / 2,
  bottomMm: topMm - heightMm,
});

type Segment = Readonly<ReturnType<typeof segment>>;

const shifted = ({ topMm, middleMm, bottomMm }: Segment, byMm: number): Segment => ({
  topMm: topMm + byMm,
  middleMm: middleMm + byMm,
  bottomMm: bottomMm + byMm,
});

/** Stacks vertebrae and discs; the centre of L3/L4 is 0. */
export const layoutColumn = ({ vertebraHeightsMm, discs }: Pick<Anatomy, 'vertebraHeightsMm' | 'discs'>) => {
  const stack: { vertebrae: Segment[]; discs: Segment[] } = { vertebrae: [], discs: [] };
  let topMm = 0;
  vertebraHeightsMm.forEach((heightMm, index) => {
    const vertebra = segment(topMm, heightMm);
    const disc = segment(vertebra.bottomMm, discs[index]?.heightMm ?? 0);
    stack.vertebrae.push(vertebra);
    if (index < discs.length) stack.discs.push(disc);
    topMm = disc.bottomMm;
  });
  const toZeroMm = -stack.discs[discOf('l3_l4')]!.middleMm;
  return {
    vertebrae: stack.vertebrae.map((each) => shifted(each, toZeroMm)),
    discs: stack.discs.map((each) => shifted(each, toZeroMm)),
  };
};

export type ColumnLayout = Readonly<ReturnType<typeof layoutColumn>>;
