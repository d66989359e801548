import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeModel } from '../nn/onnx/encode-model.ts';
import type { OnnxGraph } from '../nn/onnx/graph.ts';
import type { ModelFile, Runtime } from '../runtime/runtime.ts';
import { int8OnOnnxOnly } from './errors.ts';

export interface OpenGraphOptions {
  readonly runtime: Runtime;
  /** Folder for temporary files. */
  readonly folder: string;
  /** For messages and statistics. */
  readonly name: string;
}

/** Opens a bound graph as a session. Release it. */
export const openGraph = async (graph: OnnxGraph, { runtime, folder, name }: OpenGraphOptions): Promise<ModelFile> => {
  if (runtime.openFile === undefined) throw int8OnOnnxOnly(name);
  const path = join(folder, `${randomUUID()}.onnx`);
  await writeFile(path, encodeModel(graph, new Map()));
  try {
    return await runtime.openFile({ name, path });
  } finally {
    await rm(path, { force: true });
  }
};
