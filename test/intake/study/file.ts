import { deflateRawSync } from 'node:zlib';
import { DataSet } from './data-set.ts';
import { type Encoding, encodeDataSet } from './encode.ts';

/** Transfer syntaxes by the names that re-encodings use. */
export const SYNTAXES = {
  implicit: '1.2.840.10008.1.2',
  explicit: '1.2.840.10008.1.2.1',
  deflated: '1.2.840.10008.1.2.1.99',
  'big-endian': '1.2.840.10008.1.2.2',
  rle: '1.2.840.10008.1.2.5',
  'jpeg-baseline': '1.2.840.10008.1.2.4.50',
  'jpeg-extended': '1.2.840.10008.1.2.4.51',
  'jpeg-lossless': '1.2.840.10008.1.2.4.57',
  'jpeg-lossless-sv1': '1.2.840.10008.1.2.4.70',
  'jpeg-ls': '1.2.840.10008.1.2.4.80',
  'jpeg-ls-near': '1.2.840.10008.1.2.4.81',
  'jpeg-2000-lossless': '1.2.840.10008.1.2.4.90',
  'jpeg-2000': '1.2.840.10008.1.2.4.91',
  'htj2k-lossless': '1.2.840.10008.1.2.4.201',
  'htj2k-lossless-rpcl': '1.2.840.10008.1.2.4.202',
  htj2k: '1.2.840.10008.1.2.4.203',
  video: '1.2.840.10008.1.2.4.102',
} as const;
export type SyntaxName = keyof typeof SYNTAXES;

const EXPLICIT: Encoding = { explicit: true, little: true };
const encodingOf = (syntax: SyntaxName): Encoding => ({
  explicit: syntax !== 'implicit',
  little: syntax !== 'big-endian',
});

const metaOf = (dataSet: DataSet, syntax: SyntaxName): Buffer => {
  const uidElement = (value: string) => ({ vr: 'UI', value });
  const meta = new DataSet()
    .put('00020001', { vr: 'OB', value: Uint8Array.of(0, 1) })
    .put('00020002', uidElement(dataSet.text('SOPClassUID')))
    .put('00020003', uidElement(dataSet.text('SOPInstanceUID')))
    .put('00020010', uidElement(SYNTAXES[syntax]))
    .put('00020012', uidElement('2.25.152847393820174659'));
  const content = encodeDataSet(meta, EXPLICIT);
  const length = new DataSet().put('00020000', { vr: 'UL', value: content.length });
  return Buffer.concat([encodeDataSet(length, EXPLICIT), content]);
};

const MAGIC = Buffer.concat([Buffer.alloc(128), Buffer.from('DICM', 'latin1')]);

/** A DICOM file (PS3.10): preamble, meta information (about `named`), data set. */
export const encodeFile = (dataSet: DataSet, syntax: SyntaxName = 'explicit', named = dataSet): Uint8Array => {
  const content = encodeDataSet(dataSet, encodingOf(syntax));
  const body = syntax === 'deflated' ? padded(deflateRawSync(content)) : content;
  return Buffer.concat([MAGIC, metaOf(named, syntax), body]);
};

const padded = (bytes: Buffer): Buffer => (bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(1)]));

/** A data set alone, as some programs write it: no preamble, no meta information, implicit VR. */
export const encodeBare = (dataSet: DataSet): Uint8Array => encodeDataSet(dataSet, encodingOf('implicit'));
