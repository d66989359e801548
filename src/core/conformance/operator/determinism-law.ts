import { deepDigest } from '../deep-digest.ts';
import { outcomeOf } from '../outcome.ts';
import { exampleEnv, uncancelled } from './example-env.ts';
import type { OperatorLaw, OperatorSubject } from './operator-subject.ts';

type Work = ReturnType<OperatorSubject['bound']['work']>;

const digestOf = async (work: Work, { example, timeoutMs }: OperatorSubject): Promise<string> => {
  const { values } = await outcomeOf(work(example.study(), uncancelled()), timeoutMs);
  return deepDigest(values);
};

/** Results must depend on the study alone: not on randomness, time or earlier studies. */
export const determinismLaw: OperatorLaw = {
  name: 'gives the same twice',
  complaints: async (subject) => {
    const { bound, example } = subject;
    const started = bound.work(exampleEnv(example));
    const first = await digestOf(started, subject);
    const again = await digestOf(started, subject);
    const anew = await digestOf(bound.work(exampleEnv(example)), subject);
    return [
      ...(first === anew ? [] : ['two runs of the example differ; chance and time must come in as options']),
      ...(first === again || first !== anew
        ? []
        : ['the same study gives something else the second time; nothing of a study may outlive it']),
    ];
  },
};
