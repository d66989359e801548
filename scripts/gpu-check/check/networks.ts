import type { ImageConfig } from '../../../src/models/zoo/architecture.ts';
import { REGION_KINDS } from '../../../src/models/zoo/region-kinds.ts';
import { zooTable } from '../../../src/models/zoo/zoo-table.ts';

/** A network of the zoo with a size of its input. */
export interface NetworkCase {
  readonly name: string;
  readonly config: ImageConfig;
  readonly resolutionPx: number;
}

const caseOf = (config: ImageConfig, resolutionPx: number): NetworkCase => {
  const features = config.kind === 'keypoints' ? config.encoder : config.backbone;
  return { name: `${config.kind}, ${features}, ${resolutionPx} px`, config, resolutionPx };
};

const SMALL = { slices: 3, hidden: 16 };
const SMALL_PX = 32;
const LEVELS_AS_CHANNELS = { inChannels: 3, outChannels: 5 };

const KEYPOINTS = caseOf({ kind: 'keypoints', encoder: 'resnet10_nano', ...LEVELS_AS_CHANNELS }, SMALL_PX);
const CONVNEXT = caseOf({ kind: 'foraminal', backbone: 'convnext_nano', hidden: 16, slices: 1 }, SMALL_PX);

const FORAMINAL = caseOf({ kind: 'foraminal', backbone: 'resnet10_nano', ...SMALL }, SMALL_PX);

/** What an emulated GPU computes in a minute. */
export const TINY_NETWORKS: readonly NetworkCase[] = [KEYPOINTS, FORAMINAL];

/** Every kind of network and two kinds of backbone; Swin takes 224 px only. */
export const SMALL_NETWORKS: readonly NetworkCase[] = [
  ...TINY_NETWORKS,
  ...REGION_KINDS.filter((kind) => kind !== 'foraminal').map((kind) =>
    caseOf({ kind, backbone: 'resnet10_nano', ...SMALL }, SMALL_PX),
  ),
  CONVNEXT,
];

/** The zoo at its usual sizes. */
export const fullNetworks = (): readonly NetworkCase[] =>
  zooTable().map(({ architecture, resolutionPx }) => caseOf(architecture, resolutionPx));

/** A network of each family that small pictures fit. */
export const SMALL_FAMILIES: readonly NetworkCase[] = [...TINY_NETWORKS, CONVNEXT];

/** A network of each family at its usual size. */
export const FULL_FAMILIES: readonly NetworkCase[] = [
  caseOf({ kind: 'keypoints', encoder: 'resnet34', ...LEVELS_AS_CHANNELS }, 512),
  caseOf({ kind: 'foraminal', backbone: 'resnet18' }, 128),
  caseOf({ kind: 'foraminal', backbone: 'convnext_nano' }, 224),
  caseOf({ kind: 'foraminal', backbone: 'swin_tiny_patch4_window7_224' }, 224),
];
