import { expect } from 'chai';
import { readIdentity } from '../../src/dicom/index.ts';
import { dicomFixture } from '../support/dicom-fixture.ts';

const MB = 2 ** 20;
const named = (privateBytes: number) =>
  dicomFixture({
    set: {
      '00080018': ['UI', '1.2.3.4'],
      '00091010': ['OB', new Uint8Array(privateBytes)], // before what names the series
      '0020000E': ['UI', '1.2.3'],
    },
  });

/** Bytes in memory, and the most of them that were asked for at once. */
const counted = (bytes: Uint8Array) => {
  let most = 0;
  const read = async (_path: string, maxBytes = bytes.length, from = 0) => {
    const part = bytes.subarray(from, from + maxBytes);
    most = Math.max(most, part.length);
    return part;
  };
  return { read, most: () => most };
};

describe('readIdentity', () => {
  it('reads the beginning of a file, and more of it where the header is long', async () => {
    for (const [privateBytes, atMost] of [
      [0, 8 * 1024],
      [100_000, MB],
    ] as const) {
      const { read, most } = counted(named(privateBytes));
      const { sopInstanceUid, seriesUid } = await readIdentity(read, { name: 'x', path: 'x' });
      expect([sopInstanceUid, seriesUid]).to.deep.equal(['1.2.3.4', '1.2.3']);
      expect(most()).to.be.at.most(atMost);
    }
  });

  it('gives up on a file that says nothing of its series for 32 MB', async () => {
    const { read, most } = counted(named(64 * MB));
    const { sopInstanceUid, seriesUid } = await readIdentity(read, { name: 'x', path: 'x' });
    expect([sopInstanceUid, seriesUid]).to.deep.equal(['1.2.3.4', undefined]);
    expect(most()).to.be.at.most(32 * MB);
  });
});
