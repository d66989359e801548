/**
 * Pure functions on typed arrays.
 * @module spinestream/imaging
 */
export {
  boxInside,
  cropResizeInto,
  gaussianHeatmap,
  type ImageSize,
  mirroredColumns,
  type Peak,
  peakOf,
  resize,
  resizeInto,
  softmax,
  squareAbout,
  standardised,
  standardiseInPlace,
} from '../imaging/index.ts';
