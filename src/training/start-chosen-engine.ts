import type { EngineChoice } from './choose-engine.ts';
import type { EngineOptions, TrainEngine } from './train-engine.ts';

/** Loads and starts an engine. @param threads  for ONNX Runtime; TensorFlow reads them from the environment */
export const startChosenEngine = async (
  { engine, backend, provider }: EngineChoice,
  options: EngineOptions,
  threads?: number,
): Promise<TrainEngine> => {
  if (engine === 'onnx') {
    const { startOnnxEngine } = await import('./onnx-engine.ts');
    return startOnnxEngine({ ...options, provider, ...(threads !== undefined && { threads }) });
  }
  const { startTfjsEngine } = await import('./tfjs-engine.ts');
  return startTfjsEngine({ ...options, ...(backend !== undefined && { backend }) });
};
