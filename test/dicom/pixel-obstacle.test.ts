import { expect } from 'chai';
import { parseHeader } from '../../src/dicom/parse-header.ts';
import { pixelObstacle } from '../../src/dicom/pixel-obstacle.ts';
import { type DicomFixture, dicomFixture } from '../support/dicom-fixture.ts';

/** What stands against a slice of 4 x 6 pixels of 16 bits, the last of whose bytes are cut off. */
const obstacleTo = (fixture: DicomFixture, cutBytes = 0) => {
  const bytes = dicomFixture(fixture);
  return pixelObstacle(parseHeader(bytes), bytes.length - cutBytes);
};

describe('pixelObstacle', () => {
  it('finds nothing against whole slices, however they are encoded', () => {
    for (const syntax of ['explicit', 'implicit', 'big-endian', 'rle'] as const)
      expect(obstacleTo({ syntax }), syntax).to.equal(undefined);
  });

  it('names a transfer syntax that is not read', () => {
    const error = obstacleTo({ claimSyntaxUid: '1.2.840.10008.1.2.4.110' });
    expect(error?.code).to.equal('DICOM_TRANSFER_SYNTAX');
    expect(error?.reason).to.include('JPEG XL Lossless');
  });

  it('tells of pixels that end early', () => {
    const error = obstacleTo({}, 10);
    expect([error?.code, error?.reason]).to.deep.equal([
      'DICOM_PIXELS_TRUNCATED',
      'the file is truncated: 38 of 48 bytes of pixel data; copy or export it again',
    ]);
  });

  it('does not take a header without the length of its file for a file that ends early', () => {
    expect(pixelObstacle(parseHeader(dicomFixture()))).to.equal(undefined);
  });

  it('tells of pixels that are fewer than rows and columns say, and of colour', () => {
    expect(obstacleTo({ set: { '00280010': ['US', [400]] } })?.code).to.equal('DICOM_PIXEL_LENGTH');
    expect(obstacleTo({ set: { '00280002': ['US', [3]] } })?.code).to.equal('DICOM_PIXEL_FORMAT');
  });
});
