import type { ChallengeScore } from '../../evaluation/metrics/index.ts';

/** Formats the score and its parts as lines of text. */
export const scoreTable = ({
  score,
  spinal,
  foraminal,
  subarticular,
  anySevereSpinal,
  anySevereDegenerate,
  studies,
}: ChallengeScore & { studies: number }): string => {
  const line = (name: string, value: number) => `${name.padEnd(20)}${value.toFixed(6)}\n`;
  const note = anySevereDegenerate
    ? 'any_severe_spinal rests on one class only: no study, or every study, has a severe level\n'
    : '';
  return (
    `${studies} studies\n` +
    line('score', score) +
    line('spinal', spinal) +
    line('foraminal', foraminal) +
    line('subarticular', subarticular) +
    line('any_severe_spinal', anySevereSpinal) +
    note
  );
};
