import type { ReadBytes } from '../../dicom/index.ts';

const BLOCK = 256 * 1024;

interface Content {
  readonly path: string;
  /** Offset of the first byte to compare. */
  readonly from: number;
}

/** Whether two files have the same bytes from an offset in each; holds only a block of each in memory. */
export const haveSameContent = async (read: ReadBytes, a: Content, b: Content): Promise<boolean> => {
  for (let at = 0; ; at += BLOCK) {
    const [one, other] = await Promise.all([a, b].map(({ path, from }) => read(path, BLOCK, from + at)));
    if (one === undefined || other === undefined || Buffer.compare(one, other) !== 0) return false;
    if (one.length < BLOCK) return true;
  }
};
