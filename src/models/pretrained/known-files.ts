import type { BackboneName } from '../zoo/backbones.ts';
import type { ResNetName } from '../zoo/resnet.ts';

export type PretrainedName = BackboneName | ResNetName;

/** A published checkpoint of an ImageNet classifier. */
export interface KnownFile {
  /** Name in the original's packages. */
  readonly tag: string;
  readonly url: string;
}

/**
 * Initial weights of the original: those of timm 0.9.2 by their tags, and of segmentation_models_pytorch 0.3.3 for resnet34. `resnet10_nano` is our
 * own and has none.
 */
export const KNOWN_FILES: Readonly<Partial<Record<PretrainedName, KnownFile>>> = {
  resnet18: {
    tag: 'resnet18.a1_in1k',
    url: 'https://github.com/huggingface/pytorch-image-models/releases/download/v0.1-rsb-weights/resnet18_a1_0-d63eafa0.pth',
  },
  swin_tiny_patch4_window7_224: {
    tag: 'swin_tiny_patch4_window7_224.ms_in1k',
    url: 'https://github.com/SwinTransformer/storage/releases/download/v1.0.0/swin_tiny_patch4_window7_224.pth',
  },
  convnext_nano: {
    tag: 'convnext_nano.in12k_ft_in1k',
    url: 'https://huggingface.co/timm/convnext_nano.in12k_ft_in1k/resolve/main/model.safetensors',
  },
  resnet34: { tag: 'resnet34-333f7ec4', url: 'https://download.pytorch.org/models/resnet34-333f7ec4.pth' },
};

/** Leading digits of the SHA-256 in a file's name by PyTorch's convention, e.g. `resnet34-333f7ec4.pth`. */
export const hashInName = (file: string): string | undefined =>
  /-([0-9a-f]{8,64})\.(?:pth|pt|safetensors)$/.exec(file)?.[1];
