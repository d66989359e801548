import type { SliceHeader } from '../domain/slice-header.ts';
import { SpineError, type Where } from '../domain/spine-error.ts';
import { truncatedPixels, unsupportedSyntax } from './errors.ts';
import { nativeRange } from './frame-bytes.ts';
import { byteCountOf, framePlaceOf, pixelFormatOf } from './pixel-format.ts';
import { codecOf, DEFLATED_LITTLE_ENDIAN, syntaxLabel } from './transfer-syntax.ts';

/**
 * Returns why the pixels of a slice cannot be read, as far as its header and file length show; undefined if they show no obstacle. A broken
 * codestream only shows during decoding.
 * @param fileBytes length of its file; if unknown, only the header is checked
 */
export const pixelObstacle = (header: SliceHeader, fileBytes?: number, where: Where = {}): SpineError | undefined => {
  try {
    const { transferSyntaxUid: uid, pixelData: place, frame } = header;
    const codec = codecOf(uid);
    const isUnknown = place === undefined && uid === ''; // headers from a server are incomplete: the file decides
    if (codec === undefined && !isUnknown) return unsupportedSyntax(syntaxLabel(uid), where);
    const format = pixelFormatOf(header, where);
    const { index, count } = framePlaceOf(header, frame, where);
    if (place === undefined || codec === undefined || uid === DEFLATED_LITTLE_ENDIAN) return undefined;
    const needed = codec.kind === 'native' ? count * byteCountOf(format) : 1;
    if (codec.kind === 'native') nativeRange({ place, index, count }, { uid, format, where });
    const found = fileBytes === undefined ? needed : fileBytes - place.offset;
    return found < needed ? truncatedPixels(Math.max(0, found), needed, where) : undefined;
  } catch (error) {
    if (error instanceof SpineError) return error;
    throw error;
  }
};
