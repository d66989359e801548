import type { Additions } from '../../study-state.ts';
import { deepDigest } from '../deep-digest.ts';
import { exampleEnv, uncancelled, watchedEnv } from '../example-env.ts';
import type { Law, Subject } from '../law.ts';
import { complaintsAbout, outcomeOf } from '../outcome.ts';
import { watchedState } from '../watched-state.ts';

const quoted = (names: Iterable<string>): string => [...names].map((name) => `"${name}"`).join(', ');

const without = (names: Iterable<string>, others: Iterable<string>): readonly string[] => {
  const known = new Set(others);
  return [...names].filter((name) => !known.has(name));
};

export const exampleLaw: Law = {
  name: 'runs its own example',
  complaints: async ({ bound, example, timeoutMs }) => {
    const outcome = await outcomeOf(bound.work(exampleEnv(example))(example.study(), uncancelled()), timeoutMs);
    return complaintsAbout(outcome, 1, timeoutMs);
  },
};

export const readsLaw: Law = {
  name: 'reads what it declares',
  complaints: async ({ bound, example, timeoutMs }) => {
    const { state, read, readAll } = watchedState(example.study());
    await outcomeOf(bound.work(exampleEnv(example))(state, uncancelled()), timeoutMs);
    const undeclared = without(read, bound.reads);
    const unread = without(bound.reads, read);
    return [
      ...(readAll() ? ['goes over all entries of the study; ask for each by its name, with entryOf'] : []),
      ...(undeclared.length > 0 ? [`reads ${quoted(undeclared)}, which "reads" does not name`] : []),
      ...(unread.length > 0 ? [`"reads" names ${quoted(unread)}, which the example never reads`] : []),
    ];
  },
};

const CODE = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/;

const badWarnings = ({ warnings = [] }: Additions): readonly string[] =>
  warnings
    .filter(({ code, message }) => !CODE.test(code) || message.trim() === '')
    .map(({ code }) => `the warning "${code}" needs a code in UPPER_SNAKE_CASE and a message`);

export const writesLaw: Law = {
  name: 'writes what it declares',
  complaints: async ({ bound, example, timeoutMs }) => {
    const outcome = await outcomeOf(bound.work(exampleEnv(example))(example.study(), uncancelled()), timeoutMs);
    const [additions] = outcome.values;
    if (additions === undefined) return complaintsAbout(outcome, 1, timeoutMs);
    const missing = without(bound.writes, additions.entries.keys());
    return [
      ...(missing.length > 0 ? [`"writes" names ${quoted(missing)}, which the example does not give`] : []),
      ...badWarnings(additions),
    ];
  },
};

export const modelsLaw: Law = {
  name: 'asks for the models that it declares',
  complaints: async ({ bound, example, timeoutMs }) => {
    const { env, asked } = watchedEnv(example);
    await outcomeOf(bound.work(env)(example.study(), uncancelled()), timeoutMs);
    const undeclared = without(asked, bound.models);
    const unasked = without(bound.models, asked);
    return [
      ...(undeclared.length > 0 ? [`asks for the model ${quoted(undeclared)}, which "models" does not name`] : []),
      ...(unasked.length > 0 ? [`"models" names ${quoted(unasked)}, which the example never asks for`] : []),
    ];
  },
};

/** Digests of what an operator is given, by the name that a complaint uses. */
const digestsOf = (state: ReturnType<Subject['example']['study']>, options: unknown): ReadonlyMap<string, string> =>
  new Map([
    ...[...state.entries].map(([name, value]) => [`the entry "${name}"`, deepDigest(value)] as const),
    ['the names of the entries', deepDigest([...state.entries.keys()])],
    ['the study', deepDigest(state.study)],
    ['the warnings', deepDigest(state.warnings)],
    ['the options', deepDigest(options)],
  ]);

export const inputLaw: Law = {
  name: 'leaves its input as it was',
  complaints: async ({ bound, example, timeoutMs }) => {
    const state = example.study();
    const before = digestsOf(state, example.options);
    await outcomeOf(bound.work(exampleEnv(example))(state, uncancelled()), timeoutMs);
    const after = digestsOf(state, example.options);
    return [...before]
      .filter(([what, digest]) => after.get(what) !== digest)
      .map(([what]) => `changes ${what}; make new values instead`);
  },
};
