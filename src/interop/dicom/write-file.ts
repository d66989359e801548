import dcmjs from 'dcmjs';
import type { Elements } from './attributes.ts';

const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
/** Implementation UID of this writer, the same for all versions. */
const IMPLEMENTATION_CLASS_UID = '2.25.152847393820174659';
const META_VERSION = Uint8Array.from([0, 1]).buffer;

/** Required properties of every object. */
export interface ObjectIdentity {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
}

/** Writes a DICOM file, explicit little endian, with UTF-8 text. */
export const writeFile = ({ sopClassUid, sopInstanceUid }: ObjectIdentity, elements: Elements): Uint8Array => {
  const file = new dcmjs.data.DicomDict({
    '00020001': { vr: 'OB', Value: [META_VERSION] },
    '00020002': { vr: 'UI', Value: [sopClassUid] },
    '00020003': { vr: 'UI', Value: [sopInstanceUid] },
    '00020010': { vr: 'UI', Value: [EXPLICIT_LITTLE_ENDIAN] },
    '00020012': { vr: 'UI', Value: [IMPLEMENTATION_CLASS_UID] },
    '00020013': { vr: 'SH', Value: ['SPINESTREAM'] },
  });
  file.dict = elements;
  return new Uint8Array(file.write());
};
