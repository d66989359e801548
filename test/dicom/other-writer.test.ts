import { expect } from 'chai';
import dcmjs from 'dcmjs';
import { decodeSlice, geometryOf } from '../../src/dicom/index.ts';

const { DicomDict, DicomMetaDictionary } = dcmjs.data;

/** A slice as dcmjs writes it: explicit VR little endian, sequences of undefined length, its own padding. */
const written = (pixels: Int16Array): Uint8Array => {
  const file = new DicomDict({ '00020010': { vr: 'UI', Value: ['1.2.840.10008.1.2.1'] } });
  file.dict = DicomMetaDictionary.denaturalizeDataset({
    Modality: 'MR',
    ReferencedImageSequence: [{ ReferencedSOPInstanceUID: '1.2.3', Rows: 999 }],
    SpacingBetweenSlices: 4.4,
    ImagePositionPatient: [-33.25, 12.5, 100],
    ImageOrientationPatient: [0, 1, 0, 0, 0, -1],
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    Rows: 2,
    Columns: 3,
    PixelSpacing: [0.5, 0.75],
    BitsAllocated: 16,
    BitsStored: 16,
    PixelRepresentation: 1,
    PixelData: pixels.buffer,
    _vrMap: { PixelData: 'OW' },
  });
  return new Uint8Array(file.write());
};

describe('a file written by dcmjs', () => {
  it('decodes to the same pixels, header and geometry', async () => {
    const pixels = Int16Array.of(-3, -2, -1, 0, 1, 32767);
    const slice = await decodeSlice(written(pixels));
    expect(slice.pixels).to.deep.equal(pixels);
    expect(slice.header).to.include({ modality: 'MR', spacingBetweenSlicesMm: 4.4, bitsStored: 16 });
    expect(geometryOf(slice.header)).to.deep.equal({
      rows: 2,
      columns: 3,
      xSpacingMm: 0.75,
      ySpacingMm: 0.5,
      positionMm: { x: -33.25, y: 12.5, z: 100 },
      rowDirection: { x: 0, y: 1, z: 0 },
      columnDirection: { x: 0, y: 0, z: -1 },
    });
  });
});
