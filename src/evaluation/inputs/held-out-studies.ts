import { type GradeOptions, gradingPipeline } from '../../run/grade-studies.ts';
import { openStoredModel } from '../../run/open-stored-model.ts';
import { refuseResultsAsStudies } from '../../streams/sources/list-studies.ts';
import { openStudies } from '../../streams/sources/open-studies.ts';
import { evaluationEmpty, studiesSeen } from './errors.ts';
import { labelledStudies } from './read-labels.ts';

export interface HeldOutOptions
  extends Pick<GradeOptions, 'pipeline' | 'models' | 'out' | 'variables' | 'descriptions' | 'followLinks'> {
  /** A folder of studies. */
  readonly studies: string;
  /** train.csv. */
  readonly labels: string;
  /** Skip the studies that every trained fold of a model has seen, instead of refusing them. */
  readonly heldOutOnly: boolean;
  /** Maximum number of studies, the first of the labels. */
  readonly limit?: number | undefined;
}

/**
 * The labelled studies of a folder that a pipeline can grade out of fold, in label order.
 * @throws STUDIES_SEEN, and errors of the pipeline, models, labels and folder
 */
export const heldOutStudies = async (options: HeldOutOptions) => {
  await refuseResultsAsStudies(options.studies);
  const labels = await labelledStudies(options.labels);
  const { studies: root, descriptions, followLinks } = options;
  const present = new Set((await openStudies({ root, descriptions, followLinks })).studyIds);
  const all = [...labels.keys()].filter((id) => present.has(id));
  let ids = all;
  const { pipeline } = await gradingPipeline({ ...options, outOfFold: true });
  for (const request of pipeline.models) {
    const { folder, folds } = await openStoredModel(request);
    const used = (folder.splits ?? []).filter(({ fold }) => folds.includes(fold)).map(({ train }) => new Set(train));
    const seenByAll = (id: string) => used.length === folds.length && used.every((train) => train.has(id));
    const seen = ids.filter(seenByAll);
    if (seen.length > 0 && !options.heldOutOnly) throw studiesSeen(request.name, seen);
    ids = ids.filter((id) => !seenByAll(id));
  }
  if (ids.length === 0) throw evaluationEmpty(root, options.labels);
  return {
    studyIds: ids.slice(0, options.limit),
    /** Studies that some model has seen in every fold. */
    leftOut: all.length - ids.length,
  };
};
