import { asSpineError, type SpineError } from '../../domain/spine-error.ts';
import { coordinatesUnfit } from '../data/errors.ts';
import { mapInOrder } from '../data/map-in-order.ts';
import { studyFlow } from '../data/study-flow.ts';
import type { Experiment } from '../experiment/experiment.ts';
import type { TrainingData } from './open-data.ts';
import { STEPS_ENV } from './steps-env.ts';

/** Steps that read labels and headers, and no pixels. */
const WITHOUT_PIXELS: readonly string[] = ['load-series', 'label-keypoints'];
/** Studies whose headers are read at a time. */
const READERS = 4;

const withoutPixels = ({ steps, frame }: Experiment) => {
  const kept = steps.steps.map(({ operator }) => WITHOUT_PIXELS.includes(operator.name));
  return {
    pipeline: { ...steps, steps: steps.steps.filter((_, index) => kept[index]) },
    /** What the outcome follows from, besides the studies. */
    key: JSON.stringify([frame.labels, frame.steps.filter((_, index) => kept[index])]),
  };
};

/**
 * Refuses coordinates outside of their image and on slices that are not there, of all studies at once and before the first step, by the
 * experiments' own steps as far as these read no pixels. What was looked at for one experiment is not for another.
 */
export const coordinateChecks = (signal: AbortSignal = new AbortController().signal) => {
  const seen = new Set<string>();
  /** @throws LABEL_COORDINATE_OUTSIDE, LABEL_INSTANCE_UNKNOWN, or LABEL_COORDINATES_UNFIT for several of them */
  return async (experiment: Experiment, { labels, studiesOf }: TrainingData): Promise<void> => {
    const { pipeline, key } = withoutPixels(experiment);
    if (seen.has(key)) return;
    seen.add(key);
    const look = studyFlow(pipeline, { reads: [], samplesOf: () => [] }, STEPS_ENV, signal);
    const outcomes = mapInOrder(studiesOf([...labels.keys()]), READERS, async (study) => {
      if (signal.aborted) return undefined;
      return look({ study, labels: labels.get(study.id)!, chance: undefined }).then(
        () => undefined,
        (error: unknown) => asSpineError(error, { studyId: study.id }),
      );
    });
    const wrong: SpineError[] = [];
    for await (const error of outcomes) if (error?.code.startsWith('LABEL_')) wrong.push(error);
    if (wrong.length === 1) throw wrong[0];
    if (wrong.length > 1) throw coordinatesUnfit(wrong);
  };
};
