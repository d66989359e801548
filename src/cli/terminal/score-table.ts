import type { SubmissionScore } from '../../evaluation/inputs/score-files.ts';
import { SCORE_NAMES, type ScoreName } from '../../evaluation/metrics/index.ts';

const NAMES: Readonly<Record<ScoreName, string>> = {
  ...{ score: 'score', spinal: 'spinal', foraminal: 'foraminal', subarticular: 'subarticular' },
  anySevereSpinal: 'any_severe_spinal',
};

/** Formats the score and its parts as lines of text; `-` for what lacks rows. */
export const scoreTable = (found: SubmissionScore): string => {
  const lines = SCORE_NAMES.map((name) => `${NAMES[name].padEnd(20)}${found[name]?.toFixed(6) ?? '-'}\n`);
  const oneSide = Object.entries(found.ofOneSide).map(([condition, loss]) => `${condition} ${loss.toFixed(6)}\n`);
  const partial =
    found.notGraded.length === 0 ? '' : `not graded: ${found.notGraded.join(', ')}; the score needs all conditions\n`;
  const note = found.anySevereDegenerate
    ? 'any_severe_spinal rests on one class only: no study, or every study, has a severe level\n'
    : '';
  return `${found.studies} studies\n${[...lines, ...oneSide].join('')}${partial}${note}`;
};
