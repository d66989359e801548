/**
 * Networks, weights and runtimes. Runtimes load on start. In examples `imagenet.safetensors` is a checkpoint of a
 * classifier, and `original` a run folder of the original training code.
 * @module spinestream/models
 */
export { type DescribedRunFolder, describeRunFolder } from '../models/describe-run-folder.ts';
export { type ExportedFile, type ExportOptions, exportModel } from '../models/export/export-model.ts';
export { type ImportOnnxOptions, importOnnx } from '../models/external-onnx/import-onnx.ts';
export { type ImportBackboneOptions, importBackbone } from '../models/import-backbone.ts';
export { meanPrediction } from '../models/mean-prediction.ts';
export {
  loadModels,
  type ModelIdentity,
  type ModelRequest,
  type ModelSet,
  type ModelStore,
  type OpenModel,
  openModel,
} from '../models/model-store.ts';
export { startOnnxRuntime } from '../models/runtime/onnx/onnx-runtime.ts';
export type { Predictor, Runtime, Tensors } from '../models/runtime/runtime.ts';
export { importCheckpoint, importRunFolder } from '../models/weights/import-original.ts';
export { type Architecture, type ArchitectureConfig, architectureOf } from '../models/zoo/architecture.ts';
export { type ZooEntry, zooTable } from '../models/zoo/zoo-table.ts';
