import { z } from 'zod';

/** Views of a study whose results are averaged. Either every view has its mirror image or none has. */
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

/** Transformations of a stack: mirrored, then rotated, then shifted. */
export interface View {
  readonly mirror: boolean;
  readonly rotateDeg: number;
  readonly shiftSlices: number;
}

const bothWays = (amounts: readonly number[]): readonly number[] => amounts.flatMap((amount) => [amount, -amount]);

/**
 * The views that options request, the original first. They are the same for the mirrored patient: mirroring comes
 * first, so that each view of one is a view of the other.
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
