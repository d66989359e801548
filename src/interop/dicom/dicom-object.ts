import { createHash } from 'node:crypto';
import { derivedUid } from '../derived-uids.ts';
import { type Elements, elementsOf } from './attributes.ts';
import { writeFile } from './write-file.ts';

/** A DICOM object ready to be stored or sent. */
export interface DicomObject {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  /** A file with meta information. */
  readonly bytes: Uint8Array;
}

const digestOf = (elements: Elements): string =>
  createHash('sha256')
    .update(JSON.stringify(elements, (_key, value) => (value instanceof ArrayBuffer ? pixelsDigest(value) : value)))
    .digest('hex');

const pixelsDigest = (pixels: ArrayBuffer): string => createHash('sha256').update(new Uint8Array(pixels)).digest('hex');

/**
 * Builds an object whose SOPInstanceUID is derived from its other content. Equal content always gets the same UID, and different content never gets a
 * UID that a server already has.
 */
export const dicomObject = (sopClassUid: string, content: Elements): DicomObject => {
  const sopInstanceUid = derivedUid(`instance\n${sopClassUid}\n${digestOf(content)}`);
  const elements = { ...content, ...elementsOf({ SOPClassUID: sopClassUid, SOPInstanceUID: sopInstanceUid }) };
  return { sopClassUid, sopInstanceUid, bytes: writeFile({ sopClassUid, sopInstanceUid }, elements) };
};
