/** Weights as safetensors (https://github.com/huggingface/safetensors, format of version 0.4). */
export { readSafetensors, type SafetensorsFile } from './read-safetensors.ts';
export { writeSafetensors } from './write-safetensors.ts';
