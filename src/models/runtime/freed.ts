/**
 * Resources that a runtime's thread held when asked to end, and those left after freeing. Counted on creation and release: sessions of ONNX Runtime,
 * tensors of TensorFlow.js.
 */
export interface Freed {
  readonly held: number;
  readonly left: number;
}
