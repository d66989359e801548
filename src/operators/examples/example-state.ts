import { type Additions, addingAll, type StudyState, stateOf, withAdditions } from '../../core/study-state.ts';
import type { SeriesKind } from '../../domain/vocabulary.ts';

/** The folder of the example study; nothing is there. */
export const EXAMPLE_FOLDER = 'example';

const KIND_OF: Readonly<Record<string, SeriesKind>> = {
  '11': 'Sagittal T2/STIR',
  '12': 'Sagittal T1',
  '13': 'Axial T2',
};

/** The example study, with a series of each kind, and entries: `exampleState(adding('custom.size', 5))`. */
export const exampleState = (...entries: readonly Additions[]): StudyState => {
  const series = Object.entries(KIND_OF).map(([id, kind]) => ({ id, kind, folder: `${EXAMPLE_FOLDER}/${id}` }));
  return withAdditions(stateOf({ id: '1', series }), addingAll(...entries));
};
