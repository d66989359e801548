import {
  exampleKeypoints,
  exampleProbabilities,
  exampleSelections,
  exampleSeries,
  exampleSites,
  exampleSlices,
  exampleState,
} from '../../core/examples/index.ts';
import { adding } from '../../core/study-state.ts';

/** Example of an output of grades with the keypoints that they rest on. */
export const gradedExample = {
  options: { probabilities: 'final', spinal: 'sagt2' },
  study: () =>
    exampleState(
      adding('series', exampleSeries()),
      adding('slices', exampleSlices()),
      adding('selections.sagt2', exampleSelections('11', 3)),
      adding('keypoints.sagt2', exampleKeypoints('11', exampleSites('one'))),
      adding('probabilities.final', exampleProbabilities()),
    ),
};
