import { quotedNames } from '../../../domain/text/listed.ts';
import type { StudyState } from '../../study-state.ts';
import { deepDigest } from '../deep-digest.ts';
import { inputDigests } from '../input-digests.ts';
import { namesBeyond } from '../names.ts';
import { watchedState } from '../watched-state.ts';
import { TooLong, withinTime } from '../within-time.ts';
import { gradedOutcome, madeOf, type OutputLaw, openedOutput } from './output-subject.ts';

export const readsLaw: OutputLaw = {
  name: 'reads what it declares',
  complaints: async (subject) => {
    const { state, read, readAll } = watchedState(subject.example.study());
    const output = await openedOutput(subject);
    await madeOf(output, gradedOutcome(state), subject);
    const undeclared = namesBeyond(read, subject.bound.reads);
    const unread = namesBeyond(subject.bound.reads, read);
    return [
      ...(readAll() ? ['goes over all entries of the study; ask for each by its name, with entryOf'] : []),
      ...(undeclared.length > 0 ? [`reads ${quotedNames(undeclared)}, which "reads" does not name`] : []),
      ...(unread.length > 0 ? [`"reads" names ${quotedNames(unread)}, which the example never reads`] : []),
    ];
  },
};

export const inputLaw: OutputLaw = {
  name: 'leaves its input as it was',
  complaints: async (subject) => {
    const state: StudyState = subject.example.study();
    const made = subject.example.made?.() ?? [];
    const digests = () => inputDigests(state, subject.example.options).set('files made before it', deepDigest(made));
    const before = digests();
    const output = await openedOutput(subject);
    await withinTime('"ofStudy"', subject.timeoutMs, () => output.ofStudy(gradedOutcome(state), made));
    const after = digests();
    return [...before]
      .filter(([what, digest]) => after.get(what) !== digest)
      .map(([what]) => `changes ${what}; make new values instead`);
  },
};

export const determinismLaw: OutputLaw = {
  name: 'gives the same twice',
  complaints: async (subject) => {
    const once = async () => madeOf(await openedOutput(subject), gradedOutcome(subject.example.study()), subject);
    const [first, again] = [await once(), await once()];
    return deepDigest(first) === deepDigest(again)
      ? []
      : ['two runs of the example differ; chance and time must come in as options'];
  },
};

export const cancellationLaw: OutputLaw = {
  name: 'ends when its run is cancelled',
  complaints: async (subject) => {
    const cancelled = new AbortController();
    const output = await openedOutput(subject, cancelled.signal);
    setImmediate(() => cancelled.abort());
    try {
      await madeOf(output, gradedOutcome(subject.example.study()), subject);
    } catch (error) {
      if (error instanceof TooLong) return [`had not ended after its signal was aborted: ${error.message}`];
    }
    return [];
  },
};
