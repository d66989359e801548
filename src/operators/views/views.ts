import { z } from 'zod';

/** Views of a study whose answers are averaged. For each of them the mirrored one is there, too, or for none. */
export const viewOptions = z
  .strictObject({
    mirror: z
      .boolean()
      .default(false)
      .describe('also the mirrored patient, with left and right exchanged back; doubles the views'),
    rotateDeg: z.number().min(0).max(45).default(0).describe('also turned by so many degrees either way; 0: not'),
    shiftSlices: z
      .int()
      .min(0)
      .default(0)
      .describe('also moved by 1 to so many slices either way, the outermost slice repeated; 0: not'),
  })
  .prefault({})
  .describe('views whose answers are averaged (test-time augmentation)');
export type ViewOptions = z.output<typeof viewOptions>;

/** How a stack is looked at: mirrored, then turned, then moved. */
export interface View {
  readonly mirror: boolean;
  readonly rotateDeg: number;
  readonly shiftSlices: number;
}

const bothWays = (amounts: readonly number[]): readonly number[] => amounts.flatMap((amount) => [amount, -amount]);

/**
 * The views that options ask for, as it is first. They are the same for the mirrored patient: mirroring comes before what else
 * happens, so that each view of the one is a view of the other.
 */
export const viewsOf = ({ mirror, rotateDeg, shiftSlices }: ViewOptions): readonly View[] => {
  const shifts = Array.from({ length: shiftSlices }, (_, index) => index + 1);
  const plain = [
    { rotateDeg: 0, shiftSlices: 0 },
    ...(rotateDeg === 0 ? [] : bothWays([rotateDeg]).map((deg) => ({ rotateDeg: deg, shiftSlices: 0 }))),
    ...bothWays(shifts).map((shift) => ({ rotateDeg: 0, shiftSlices: shift })),
  ];
  return (mirror ? [false, true] : [false]).flatMap((mirrored) => plain.map((view) => ({ mirror: mirrored, ...view })));
};
