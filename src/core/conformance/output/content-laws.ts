import { otherStudy } from '../../examples/index.ts';
import { deepDigest } from '../deep-digest.ts';
import { contentComplaints } from './content-complaints.ts';
import { gradedOutcome, madeOf, madeOfExample, type OutputLaw, openedOutput } from './output-subject.ts';
import { filesAbout, recordOf } from './run-files.ts';

export const exampleLaw: OutputLaw = {
  name: 'runs its own example',
  vital: true,
  complaints: async (subject) => {
    const output = await openedOutput(subject);
    const { rows = [], files = [] } = await madeOf(output, gradedOutcome(subject.example.study()), subject);
    const about = output.ofRun === undefined ? [] : await filesAbout(subject, [recordOf(subject, { rows })]);
    return rows.length + files.length + about.length === 0 ? ['makes neither rows nor files of its example'] : [];
  },
};

export const contentLaw: OutputLaw = {
  name: 'gives rows and files as it declares them',
  complaints: async (subject) => contentComplaints(await madeOfExample(subject), subject.bound),
};

export const apartLaw: OutputLaw = {
  name: 'keeps studies apart',
  complaints: async (subject) => {
    const state = subject.example.study();
    const alone = await madeOfExample(subject);
    const output = await openedOutput(subject);
    const { files = [] } = await madeOf(output, gradedOutcome(otherStudy(state)), subject);
    const after = await madeOf(output, gradedOutcome(subject.example.study()), subject);
    const shared = (after.files ?? []).filter(({ path }) => files.some((one) => one.path === path));
    return [
      ...shared.map(({ path }) => `writes "${path}" of two studies, so that one is lost; name files by the study's id`),
      ...(deepDigest(alone) === deepDigest(after)
        ? []
        : ['makes something else of a study after another one; nothing of a study may reach another']),
    ];
  },
};
