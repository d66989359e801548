/**
 * What a runtime's thread held when it was asked to end, and what was left of it when it had freed everything. Counted where they are made
 * and released: sessions of ONNX Runtime, tensors of TensorFlow.js.
 */
export interface Freed {
  readonly held: number;
  readonly left: number;
}
