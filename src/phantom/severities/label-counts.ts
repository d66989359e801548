import type { Location } from '../../domain/vocabulary.ts';

/**
 * Labels of the public training set of the RSNA 2024 Lumbar Spine Degenerative Classification challenge, 1,975 studies: numbers of normal or mild,
 * moderate, severe and missing at each location.
 */
export const LABEL_COUNTS: Readonly<
  Record<Location, readonly [normal: number, moderate: number, severe: number, missing: number]>
> = {
  spinal_canal_stenosis_l1_l2: [1886, 67, 21, 1],
  spinal_canal_stenosis_l2_l3: [1770, 151, 53, 1],
  spinal_canal_stenosis_l3_l4: [1622, 230, 122, 1],
  spinal_canal_stenosis_l4_l5: [1482, 237, 255, 1],
  spinal_canal_stenosis_l5_s1: [1904, 51, 19, 1],
  left_neural_foraminal_narrowing_l1_l2: [1908, 63, 2, 2],
  left_neural_foraminal_narrowing_l2_l3: [1791, 171, 11, 2],
  left_neural_foraminal_narrowing_l3_l4: [1522, 411, 40, 2],
  left_neural_foraminal_narrowing_l4_l5: [1204, 629, 140, 2],
  left_neural_foraminal_narrowing_l5_s1: [1247, 520, 206, 2],
  right_neural_foraminal_narrowing_l1_l2: [1891, 63, 13, 8],
  right_neural_foraminal_narrowing_l2_l3: [1793, 168, 6, 8],
  right_neural_foraminal_narrowing_l3_l4: [1512, 414, 41, 8],
  right_neural_foraminal_narrowing_l4_l5: [1208, 629, 130, 8],
  right_neural_foraminal_narrowing_l5_s1: [1281, 496, 190, 8],
  left_subarticular_stenosis_l1_l2: [1690, 93, 28, 164],
  left_subarticular_stenosis_l2_l3: [1555, 255, 83, 82],
  left_subarticular_stenosis_l3_l4: [1324, 454, 194, 3],
  left_subarticular_stenosis_l4_l5: [887, 624, 461, 3],
  left_subarticular_stenosis_l5_s1: [1408, 409, 147, 11],
  right_subarticular_stenosis_l1_l2: [1680, 110, 24, 161],
  right_subarticular_stenosis_l2_l3: [1577, 243, 73, 82],
  right_subarticular_stenosis_l3_l4: [1322, 454, 197, 2],
  right_subarticular_stenosis_l4_l5: [891, 622, 460, 2],
  right_subarticular_stenosis_l5_s1: [1399, 396, 173, 7],
};
