import type { StartRule } from '../nn/start-rule.ts';
import { CONVNEXT_STARTS, CONVNEXTS, convnextFeatures } from './convnext.ts';
import { RESNET_STARTS, RESNETS, resnetFeatures } from './resnet.ts';
import type { Backbone } from './roi-features.ts';
import { SWIN_STARTS, SWINS, swinFeatures } from './swin.ts';

export interface BackboneEntry {
  readonly features: Backbone;
  /** Initialisation that differs from PyTorch's modules. */
  readonly starts?: readonly StartRule[];
  /** Rows and columns of a picture must be a multiple of this. */
  readonly multipleOfPx: number;
  /** Rows and columns in the method. */
  readonly usualPx: number;
}

/** Single-picture networks, by their names in timm 0.9.2; `resnet10_nano` is our own. */
export const BACKBONES = {
  resnet10_nano: {
    features: resnetFeatures(RESNETS.resnet10_nano),
    starts: RESNET_STARTS,
    multipleOfPx: 32,
    usualPx: 64,
  },
  resnet18: { features: resnetFeatures(RESNETS.resnet18), starts: RESNET_STARTS, multipleOfPx: 32, usualPx: 128 },
  swin_tiny_patch4_window7_224: {
    features: swinFeatures(SWINS.swin_tiny_patch4_window7_224),
    starts: SWIN_STARTS,
    multipleOfPx: 224,
    usualPx: 224,
  },
  convnext_nano: {
    features: convnextFeatures(CONVNEXTS.convnext_nano),
    starts: CONVNEXT_STARTS,
    multipleOfPx: 32,
    usualPx: 224,
  },
} as const satisfies Record<string, BackboneEntry>;

export type BackboneName = keyof typeof BACKBONES;
