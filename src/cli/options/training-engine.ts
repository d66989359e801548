import { chooseEngine, type EngineChoice, type EngineRequest } from '../../training/choose-engine.ts';
import type { TrainEnv } from '../../training/run/fold-job.ts';
import { startChosenEngine } from '../../training/start-chosen-engine.ts';

/** The experiment's engine; `--device` selects ONNX Runtime regardless of the experiment. */
const forDevice = ({ device = 'auto' }: EngineRequest, asked: EngineRequest): EngineRequest =>
  device === 'auto' ? asked : { engine: 'onnx' };

/**
 * Starts engines for folds; the command line overrides the experiment. Reports each choice once, with its reason.
 * @param given  command-line options
 */
export const trainingEngine = (given: EngineRequest, say: (line: string) => void): TrainEnv['startEngine'] => {
  const known = new Map<string, Promise<EngineChoice>>();
  const chosen = (request: EngineRequest): Promise<EngineChoice> => {
    const key = JSON.stringify(request);
    const choice = known.get(key) ?? chooseEngine(request);
    known.set(key, choice);
    return choice;
  };
  let told = '';
  return async (options, asked) => {
    const overridden = given.engine !== undefined || given.backend !== undefined;
    const { engine, backend } = overridden ? given : forDevice(given, asked);
    const { device, threads, deterministic } = given;
    const choice = await chosen({ engine, backend, device, threads, deterministic });
    // TensorFlow reads its threads from the environment when it loads, which happens later, in a worker that cannot set the
    // environment of the process.
    if (choice.engine === 'tfjs' && given.threads !== undefined)
      process.env.TF_NUM_INTRAOP_THREADS = String(given.threads);
    const started = await startChosenEngine(choice, options, given.threads);
    const line = `engine: ${started.name} (${choice.why})`;
    if (line !== told) say(line);
    told = line;
    return started;
  };
};
