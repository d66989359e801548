import { createRng } from '../../src/domain/seeded-rng.ts';
import type { KeyPicture, StudyResult } from '../../src/interop/index.ts';

/** A small picture of every series of a result, of any size and colours. */
export const examplePictures = (seed: number, { series }: StudyResult): readonly KeyPicture[] => {
  const rng = createRng(seed);
  return series.map(({ seriesUid, images }) => {
    const [rows, columns] = [1 + Math.floor(rng() * 40), 1 + Math.floor(rng() * 40)];
    return {
      rows,
      columns,
      rgb: Uint8Array.from({ length: rows * columns * 3 }, () => Math.floor(rng() * 256)),
      seriesUid,
      image: images[0]!,
      orientation: rng() < 0.5 ? ['P', 'F'] : undefined,
      lossy: rng() < 0.3,
    };
  });
};
