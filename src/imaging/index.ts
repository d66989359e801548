export { boxInside, type PixelBox, roundHalfEven, squareAbout } from './crop.ts';
export {
  gaussianHeatmap,
  gaussianHeatmapInto,
  gaussianHeatmaps,
  type HeatmapOptions,
  type PointNorm,
} from './heatmap.ts';
export { mirroredColumns } from './mirror.ts';
export { argMax, type Peak, peakOf } from './peak.ts';
export { cropResizeInto, type ImageSize, type Interpolation, resize, resizeInto } from './resize.ts';
export { softmax } from './softmax.ts';
export { standardised, standardiseInPlace } from './standardise.ts';
