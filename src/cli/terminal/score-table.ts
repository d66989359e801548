import { type ChallengeScore, SCORE_NAMES, type ScoreName } from '../../evaluation/metrics/index.ts';

const NAMES: Readonly<Record<ScoreName, string>> = {
  ...{ score: 'score', spinal: 'spinal', foraminal: 'foraminal', subarticular: 'subarticular' },
  anySevereSpinal: 'any_severe_spinal',
};

/** Formats the score and its parts as lines of text. */
export const scoreTable = (found: ChallengeScore & { studies: number }): string => {
  const lines = SCORE_NAMES.map((name) => `${NAMES[name].padEnd(20)}${found[name].toFixed(6)}\n`);
  const note = found.anySevereDegenerate
    ? 'any_severe_spinal rests on one class only: no study, or every study, has a severe level\n'
    : '';
  return `${found.studies} studies\n${lines.join('')}${note}`;
};
