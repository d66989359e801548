// Checks the examples in the doc comments of public values, in a process of its own; the test sends it the folder to work in.
// By hand, for values of these names: node --import tsx test/docs/doc-examples/main.ts <folder> softmax resize
import { complaints } from './compile-examples.ts';
import { publicNames, publicProgram } from './public-names.ts';
import { failures } from './run-examples.ts';

export interface Report {
  readonly values: number;
  readonly undescribed: readonly string[];
  readonly withoutExample: readonly string[];
  readonly complaints: readonly string[];
  readonly failures: readonly string[];
}

const [folder = '', ...names] = process.argv.slice(2);

/** What the compiler says, so that its memory is free before the examples run. */
const compiled = () => {
  const program = publicProgram();
  const all = publicNames(program).filter(({ name }) => names.length === 0 || names.includes(name));
  const values = all.filter(({ isValue }) => isValue);
  const examples = new Map(
    values.flatMap(({ name, examples }) =>
      examples.map((text, index): [string, string] => [index === 0 ? name : `${name}-${index + 1}`, text]),
    ),
  );
  const withoutExample = values.filter((value) => value.examples.length === 0).map(({ name }) => name);
  const undescribed = all.filter(({ isDescribed }) => !isDescribed).map(({ name }) => name);
  return {
    examples,
    found: { values: values.length, undescribed, withoutExample, complaints: complaints(examples, program) },
  };
};

const { examples, found } = compiled();
const report: Report = { ...found, failures: await failures(examples, folder) };
const end = () => process.exit(0); // whatever an example left open
if (process.send) process.send(report, end);
else {
  console.log(report);
  end();
}
