import { SpineError, type Where } from '../domain/spine-error.ts';

export const unknownAttribute = (keyword: string): SpineError =>
  new SpineError({
    code: 'INTEROP_UNKNOWN_ATTRIBUTE',
    reason: `no DICOM attribute is called "${keyword}"; use a keyword of PS3.6`,
  });

export const sourceLacks = (attribute: string, where: Where): SpineError =>
  new SpineError({
    code: 'INTEROP_SOURCE_INCOMPLETE',
    reason: `the source image has no ${attribute}, without which nothing can be filed with its study; give images that have one`,
    where,
  });

export const badPicture = (bytes: number, expected: number): SpineError =>
  new SpineError({
    code: 'INTEROP_BAD_PICTURE',
    reason: `a picture has ${bytes} bytes, expected ${expected} for its rows and columns in RGB`,
  });
