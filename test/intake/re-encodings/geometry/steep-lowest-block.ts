import type { ReEncoding } from '../../re-encoding.ts';
import { directionsOf, place, plus, positionOf, type Vector } from '../../study/placing.ts';

const LEAN_RAD = (48 * Math.PI) / 180;
const LEANING: Vector = [0, Math.cos(LEAN_RAD), -Math.sin(LEAN_RAD)];

export const reEncoding: ReEncoding = {
  what: 'The lowest axial block leans by 48 degrees, as the sacrum may; only its own grades may change.',
  expect: 'same',
  rows: /l[1-4]_l/,
  change: (study) => {
    for (const slice of study.blocks()[0]!) {
      const halfMm = (slice.dataSet.number('PixelSpacing') * (slice.rows - 1)) / 2;
      const { column } = directionsOf(slice);
      place(slice, plus(plus(positionOf(slice), column, halfMm), LEANING, -halfMm), { column: LEANING });
    }
  },
};
