export { type AlignedSquare, alignedInside, alignedPixels } from './aligned-square.ts';
export { type AffineMatrix, affineMatrix, mapPoint, type TurnAndShear } from './augmentation/affine.ts';
export { augmented, type Sample } from './augmentation/augment.ts';
export { inChannelOrder } from './augmentation/channel-order.ts';
export { correlated } from './augmentation/correlate.ts';
export { type Augmentation, type AugmentationOptions, drawAugmentation, drawOrder } from './augmentation/draw.ts';
export { type BlurLine, type Kernel, motionBlurKernel, sharpenKernel } from './augmentation/kernel.ts';
export { warpedHeatmaps, warpedImage } from './augmentation/warp.ts';
export { boxInside, type PixelBox, roundHalfEven, squareAbout } from './crop.ts';
export {
  gaussianHeatmap,
  gaussianHeatmapInto,
  gaussianHeatmaps,
  type HeatmapOptions,
  type PointNorm,
} from './heatmap.ts';
export { type HeatmapThumbnail, heatmapThumbnail } from './heatmap-thumbnail.ts';

export { mirrorColumns, mirroredColumns, mirroredStack, reversedSlices } from './mirror.ts';
export { argMax, type Peak, peakOf, type SpreadPeak, spreadPeakOf } from './peak.ts';
export { cropResizeInto, type ImageSize, type Interpolation, resize, resizeInto } from './resize.ts';
export { softmax } from './softmax.ts';
export { standardised, standardiseInPlace } from './standardise.ts';
export { type StackSlice, type StandardisedStack, standardisedStack } from './standardised-stack.ts';
export { imageReferenceOf } from './statistics/image-reference.ts';
export { type MeasuredSlice, sliceMeasures } from './statistics/slice-measures.ts';
export { unusualMeasures } from './statistics/unusual-measures.ts';
