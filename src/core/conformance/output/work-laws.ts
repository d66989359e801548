import { changeComplaints, readComplaints } from '../complaints.ts';
import { deepDigest } from '../deep-digest.ts';
import { watchedState } from '../watched-state.ts';
import { TooLong, withinTime } from '../within-time.ts';
import { gradedOutcome, madeOf, madeOfExample, type OutputLaw, openedOutput } from './output-subject.ts';

export const readsLaw: OutputLaw = {
  name: 'reads what it declares',
  complaints: async (subject) => {
    const watched = watchedState(subject.example.study());
    await madeOfExample(subject, watched.state);
    return readComplaints(watched, subject.bound);
  },
};

export const inputLaw: OutputLaw = {
  name: 'leaves its input as it was',
  complaints: async (subject) => {
    const { example, timeoutMs } = subject;
    const state = example.study();
    const made = example.made?.() ?? [];
    return changeComplaints(state, { 'the options': example.options, 'files made before it': made }, async () => {
      const output = await openedOutput(subject);
      await withinTime('"ofStudy"', timeoutMs, () => output.ofStudy(gradedOutcome(state), made));
    });
  },
};

export const determinismLaw: OutputLaw = {
  name: 'gives the same twice',
  complaints: async (subject) => {
    const [first, again] = [await madeOfExample(subject), await madeOfExample(subject)];
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
