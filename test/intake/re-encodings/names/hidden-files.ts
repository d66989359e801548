import { posix } from 'node:path';
import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'An AppleDouble file ._<name> accompanies every slice, and the folders hold .DS_Store and Thumbs.db.',
  expect: 'same',
  change: (study) => {
    const zeros = '\0'.repeat(500);
    for (const { folder, path } of study.slices) {
      study.files.set(
        `${folder}/._${posix.basename(path)}`,
        Buffer.from(`\0\u0005\u0016\u0007\0\u0002\0\0Mac OS X${zeros}`),
      );
      study.files.set(`${folder}/.DS_Store`, Buffer.from(`\0\0\0\u0001Bud1${zeros}`));
      study.files.set(
        `${folder}/Thumbs.db`,
        Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from(zeros)]),
      );
    }
  },
};
