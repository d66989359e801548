import { quotedNames } from '../../../domain/text/listed.ts';
import type { Additions } from '../../study-state.ts';
import { changeComplaints, namesBeyond, readComplaints } from '../complaints.ts';
import { complaintsAbout } from '../outcome.ts';
import { watchedState } from '../watched-state.ts';
import { watchedEnv } from './example-env.ts';
import { type OperatorLaw, outcomeOn } from './operator-subject.ts';

export const exampleLaw: OperatorLaw = {
  name: 'runs its own example',
  vital: true,
  complaints: async (subject) => complaintsAbout(await outcomeOn(subject), 1, subject.timeoutMs),
};

export const readsLaw: OperatorLaw = {
  name: 'reads what it declares',
  complaints: async (subject) => {
    const watched = watchedState(subject.example.study());
    await outcomeOn(subject, { state: watched.state });
    return readComplaints(watched, subject.bound);
  },
};

const CODE = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/;

const badWarnings = ({ warnings = [] }: Additions): readonly string[] =>
  warnings
    .filter(({ code, message }) => !CODE.test(code) || message.trim() === '')
    .map(({ code }) => `the warning "${code}" needs a code in UPPER_SNAKE_CASE and a message`);

export const writesLaw: OperatorLaw = {
  name: 'writes what it declares',
  complaints: async (subject) => {
    const outcome = await outcomeOn(subject);
    const [additions] = outcome.values;
    if (additions === undefined) return complaintsAbout(outcome, 1, subject.timeoutMs);
    const missing = namesBeyond(subject.bound.writes, additions.entries.keys());
    return [
      ...(missing.length > 0 ? [`"writes" names ${quotedNames(missing)}, which the example does not give`] : []),
      ...badWarnings(additions),
    ];
  },
};

export const modelsLaw: OperatorLaw = {
  name: 'asks for the models that it declares',
  complaints: async (subject) => {
    const { bound, example } = subject;
    const { env, asked } = watchedEnv(example);
    await outcomeOn(subject, { env });
    const undeclared = namesBeyond(asked, bound.models);
    const unasked = namesBeyond(bound.models, asked);
    return [
      ...(undeclared.length > 0 ? [`asks for the model ${quotedNames(undeclared)}, which "models" does not name`] : []),
      ...(unasked.length > 0 ? [`"models" names ${quotedNames(unasked)}, which the example never asks for`] : []),
    ];
  },
};

export const inputLaw: OperatorLaw = {
  name: 'leaves its input as it was',
  complaints: (subject) => {
    const state = subject.example.study();
    return changeComplaints(state, { 'the options': subject.example.options }, () => outcomeOn(subject, { state }));
  },
};
