/** Models of regions of interest. */
export const REGION_KINDS = ['spinal', 'spinal_axial', 'foraminal', 'subarticular', 'global', 'study'] as const;
export type RegionKind = (typeof REGION_KINDS)[number];

export const isRegionKind = (kind: string): kind is RegionKind => REGION_KINDS.some((one) => one === kind);
