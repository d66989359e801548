import { RESNETS, resnetFeatures } from './resnet.ts';
import type { Backbone } from './roi-features.ts';

export interface BackboneEntry {
  readonly features: Backbone;
  /** Rows and columns of a picture are a multiple of this. */
  readonly multipleOfPx: number;
}

/** Networks for single pictures, by their names in timm 0.9.2. */
export const BACKBONES = {
  resnet18: { features: resnetFeatures(RESNETS.resnet18), multipleOfPx: 32 },
} as const satisfies Record<string, BackboneEntry>;

export type BackboneName = keyof typeof BACKBONES;
