import { writeFile } from 'node:fs/promises';
import { onnxGraphOf } from '../nn/onnx/graph-of.ts';
import { writeSafetensors } from '../weights/safetensors/safetensors.ts';
import type { StateDict } from '../weights/state-dict.ts';
import type { Architecture } from '../zoo/architecture.ts';
import { completeStateDict, essentialStateDict } from './state-dict-of.ts';

interface Format {
  readonly extension: string;
  readonly write: (path: string, network: Architecture, weights: StateDict) => Promise<void>;
}

const PYTORCH = { format: 'pt' };

/** Export formats of weights. */
export const EXPORT_FORMATS = {
  onnx: {
    extension: 'onnx',
    write: async (path, network, weights) => {
      const { encodeModel } = await import('../nn/onnx/encode-model.ts'); // loads protobufjs
      await writeFile(path, encodeModel(onnxGraphOf(network), weights));
    },
  },
  safetensors: {
    extension: 'safetensors',
    write: (path, network, weights) => writeSafetensors(path, essentialStateDict(network, weights), PYTORCH),
  },
  'pt-compatible-safetensors': {
    extension: 'safetensors',
    write: (path, network, weights) => writeSafetensors(path, completeStateDict(network, weights), PYTORCH),
  },
} as const satisfies Record<string, Format>;

export type ExportFormat = keyof typeof EXPORT_FORMATS;
