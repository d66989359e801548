import { deflateRawSync } from 'node:zlib';
import { expect } from 'chai';
import { decodeSlice } from '../../../src/dicom/index.ts';
import { wholeObject } from '../../../src/dicom/parse/whole-object.ts';
import { parseHeader, parseHeaders } from '../../../src/dicom/parse-header.ts';
import { concatBytes, dataSetBytes, dicomFixture, encapsulated } from '../../support/dicom-fixture.ts';
import { thrownBy } from '../../support/thrown-by.ts';

const PIXELS = Array.from({ length: 64 * 64 }, (_, i) => (i * 7919) % 4096);
const SIZE = { rows: 64, columns: 64, pixels: PIXELS };
const META = dicomFixture({ syntax: 'deflated', set: { '7FE00010': undefined } });

/** A deflated file of these bytes. */
const deflated = (dataSet: Uint8Array): Uint8Array => {
  const empty = deflateRawSync(dicomFixture({ bare: true, set: { '7FE00010': undefined } }));
  return concatBytes(META.subarray(0, META.length - empty.length), deflateRawSync(dataSet));
};

describe('wholeObject', () => {
  it('gives the file itself, its headers, and where the pixels of all frames are', () => {
    const bytes = dicomFixture({ ...SIZE, pixels: [...PIXELS, ...PIXELS], set: { '00280008': ['IS', '2'] } });
    const object = wholeObject(bytes);
    expect(object.bytes).to.equal(bytes);
    expect(object.headers).to.deep.equal(parseHeaders(bytes));
    expect(object.place).to.deep.equal({ offset: bytes.length - 16384, length: 16384, encapsulated: false, vr: 'OW' });
    expect(object.extendedOffsets).to.equal(undefined);
  });

  it('gives the extended offset table', () => {
    const table = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0);
    const bytes = dicomFixture({ ...SIZE, syntax: 'rle', set: { '7FE00001': ['OV', table] } });
    expect(wholeObject(bytes).extendedOffsets).to.deep.equal(table);
  });

  it('inflates a deflated data set, in which places are counted', async () => {
    const bytes = dicomFixture({ ...SIZE, syntax: 'deflated', trailing: new Uint8Array(1000) });
    const { bytes: inflated, place, headers } = wholeObject(bytes);
    const value = inflated.slice(place.offset, place.offset + place.length);
    expect(new Uint16Array(value.buffer)).to.deep.equal(Uint16Array.from(PIXELS));
    expect(headers).to.deep.equal([parseHeader(bytes)]);
    expect((await decodeSlice(bytes)).pixels).to.deep.equal(Uint16Array.from(PIXELS));
  });

  it('gives what there is of a deflated file that is cut off within its pixels', () => {
    const bytes = dicomFixture({ ...SIZE, syntax: 'deflated' });
    const { bytes: inflated, place } = wholeObject(bytes.subarray(0, bytes.length - 500));
    expect(inflated.length).to.be.within(place.offset, place.offset + place.length - 1);
  });

  it('refuses a deflated stream that is damaged', () => {
    const bytes = dicomFixture({ ...SIZE, syntax: 'deflated' });
    bytes.fill(0xff, 180, 220);
    expect(thrownBy(() => wholeObject(bytes, { file: '7.dcm' }))).to.include({ code: 'DICOM_DEFLATE_BROKEN' });
  });

  it('refuses a data set that inflates to far more than its header declares, before it is inflated', () => {
    const dataSet = dicomFixture({ bare: true, trailing: new Uint8Array(200 * 1024 * 1024) });
    const bomb = deflated(dataSet);
    expect(bomb.length).to.be.below(300_000);
    expect(parseHeader(bomb).rows).to.equal(4);
    const before = process.memoryUsage().arrayBuffers;
    expect(thrownBy(() => wholeObject(bomb)).code).to.equal('DICOM_DEFLATE_BROKEN');
    expect(process.memoryUsage().arrayBuffers - before).to.be.below(20 * 1024 * 1024);
  });

  it('refuses a header that never ends', () => {
    const endless = dataSetBytes({ '00091001': ['OB', new Uint8Array(100 * 1024 * 1024)] });
    expect(thrownBy(() => parseHeader(deflated(endless))).code).to.equal('DICOM_DEFLATE_BROKEN');
  });

  it('refuses a header of more elements than any object has, before they fill the memory', function () {
    this.timeout(30_000);
    const item = Uint8Array.of(0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0);
    const start = Uint8Array.of(0x09, 0, 0x10, 0x10, 0x53, 0x51, 0, 0, 0xff, 0xff, 0xff, 0xff);
    const items = Buffer.alloc(60 * 1024 * 1024, item);
    const bomb = deflated(concatBytes(dataSetBytes({ '00080060': ['CS', 'MR'] }), start, items));
    expect(bomb.length).to.be.below(500_000);
    const error = thrownBy(() => parseHeader(bomb));
    expect(error.code).to.equal('DICOM_HEADER_BROKEN');
    expect(String(error.cause)).to.contain('more than 1048576 elements and items');
  });

  it('knows pixel data of floating point numbers, which decoders then refuse', () => {
    const set = { '7FE00008': ['OF', encapsulated()], '7FE00010': undefined } as const;
    expect(wholeObject(dicomFixture({ set })).place.vr).to.equal('OF');
  });
});
