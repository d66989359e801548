import type { SliceHeader } from '../domain/slice-header.ts';
import type { Where } from '../domain/spine-error.ts';
import { headersOfObject } from './parse/frames.ts';
import { parseObject } from './parse/object.ts';

/**
 * Returns the headers of an image object, one per frame, from its whole file or a beginning that reaches the pixel data. A deflated file is inflated
 * only that far.
 * @throws DICOM_EMPTY, DICOM_NOT_DICOM, DICOM_HEADER_BROKEN (also when the beginning is too short), DICOM_NO_PIXELS (whole, and no image),
 *   DICOM_TAG_MISSING (no transfer syntax), DICOM_DEFLATE_BROKEN, DICOM_FRAMES_DISAGREE
 */
export const parseHeaders = (bytes: Uint8Array, where: Where = {}): readonly SliceHeader[] =>
  headersOfObject(parseObject(bytes, where), where);

/**
 * Returns the header of a DICOM object with one image; of a multi-frame object, that of the first frame. Lengths are in mm, times in ms.
 * @param bytes  the file, or enough of its beginning to hold everything before the pixels
 * @param where  study, series and file, for messages
 * @throws as `parseHeaders`
 *
 * @example
 * import { parseHeader } from 'spinestream/dicom';
 * import { exampleSliceBytes } from 'spinestream/testing';
 *
 * const header = parseHeader(exampleSliceBytes('12', 4));
 * header.modality; // 'MR'
 * header.instanceNumber; // 4
 * header.pixelSpacingMm; // { xSpacingMm: 4, ySpacingMm: 4 }
 */
export const parseHeader = (bytes: Uint8Array, where: Where = {}): SliceHeader => parseHeaders(bytes, where)[0]!;
