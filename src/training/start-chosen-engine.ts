import { prepareDeterminism } from '../models/runtime/nvidia-environment.ts';
import type { EngineChoice } from './choose-engine.ts';
import type { EngineOptions, TrainEngine } from './train-engine.ts';

/** Loads and starts an engine. @param threads  for ONNX Runtime; TensorFlow reads them from the environment */
export const startChosenEngine = async (
  choice: EngineChoice,
  options: EngineOptions,
  threads?: number,
): Promise<TrainEngine> => {
  const engine = await started(choice, options, threads);
  return choice.deterministic ? { ...engine, name: `${engine.name}, deterministic` } : engine;
};

const started = async (
  { engine, backend, provider, deterministic }: EngineChoice,
  options: EngineOptions,
  threads: number | undefined,
): Promise<TrainEngine> => {
  if (engine === 'onnx') {
    const { startOnnxEngine } = await import('./onnx-engine.ts');
    return startOnnxEngine({ ...options, provider, threads });
  }
  if (deterministic) prepareDeterminism(); // before the thread that loads TensorFlow starts
  const { startTfjsEngine } = await import('./tfjs-engine.ts');
  return startTfjsEngine({ ...options, ...(backend !== undefined && { backend }) });
};
