import { quotedNames } from '../../../domain/text/listed.ts';
import type { Additions } from '../../study-state.ts';
import { inputDigests } from '../input-digests.ts';
import { namesBeyond } from '../names.ts';
import { complaintsAbout, outcomeOf } from '../outcome.ts';
import { watchedState } from '../watched-state.ts';
import { exampleEnv, uncancelled, watchedEnv } from './example-env.ts';
import type { OperatorLaw } from './operator-subject.ts';

export const exampleLaw: OperatorLaw = {
  name: 'runs its own example',
  vital: true,
  complaints: async ({ bound, example, timeoutMs }) => {
    const outcome = await outcomeOf(bound.work(exampleEnv(example))(example.study(), uncancelled()), timeoutMs);
    return complaintsAbout(outcome, 1, timeoutMs);
  },
};

export const readsLaw: OperatorLaw = {
  name: 'reads what it declares',
  complaints: async ({ bound, example, timeoutMs }) => {
    const { state, read, readAll } = watchedState(example.study());
    await outcomeOf(bound.work(exampleEnv(example))(state, uncancelled()), timeoutMs);
    const undeclared = namesBeyond(read, bound.reads);
    const unread = namesBeyond(bound.reads, read);
    return [
      ...(readAll() ? ['goes over all entries of the study; ask for each by its name, with entryOf'] : []),
      ...(undeclared.length > 0 ? [`reads ${quotedNames(undeclared)}, which "reads" does not name`] : []),
      ...(unread.length > 0 ? [`"reads" names ${quotedNames(unread)}, which the example never reads`] : []),
    ];
  },
};

const CODE = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/;

const badWarnings = ({ warnings = [] }: Additions): readonly string[] =>
  warnings
    .filter(({ code, message }) => !CODE.test(code) || message.trim() === '')
    .map(({ code }) => `the warning "${code}" needs a code in UPPER_SNAKE_CASE and a message`);

export const writesLaw: OperatorLaw = {
  name: 'writes what it declares',
  complaints: async ({ bound, example, timeoutMs }) => {
    const outcome = await outcomeOf(bound.work(exampleEnv(example))(example.study(), uncancelled()), timeoutMs);
    const [additions] = outcome.values;
    if (additions === undefined) return complaintsAbout(outcome, 1, timeoutMs);
    const missing = namesBeyond(bound.writes, additions.entries.keys());
    return [
      ...(missing.length > 0 ? [`"writes" names ${quotedNames(missing)}, which the example does not give`] : []),
      ...badWarnings(additions),
    ];
  },
};

export const modelsLaw: OperatorLaw = {
  name: 'asks for the models that it declares',
  complaints: async ({ bound, example, timeoutMs }) => {
    const { env, asked } = watchedEnv(example);
    await outcomeOf(bound.work(env)(example.study(), uncancelled()), timeoutMs);
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
  complaints: async ({ bound, example, timeoutMs }) => {
    const state = example.study();
    const before = inputDigests(state, example.options);
    await outcomeOf(bound.work(exampleEnv(example))(state, uncancelled()), timeoutMs);
    const after = inputDigests(state, example.options);
    return [...before]
      .filter(([what, digest]) => after.get(what) !== digest)
      .map(([what]) => `changes ${what}; make new values instead`);
  },
};
