import { join } from 'node:path';
import ts from 'typescript';
import { compilerOptions, ROOT } from './public-names.ts';

/** The name that an example has for the compiler; no such file exists. */
const fileOf = (name: string): string => join(ROOT, 'doc-examples', `${name}.ts`);

/** What the compiler complains of in examples, by their names; files of the product are those of the program, parsed already. */
export const complaints = (examples: ReadonlyMap<string, string>, program: ts.Program): readonly string[] => {
  const options = compilerOptions();
  const texts = new Map([...examples].map(([name, text]) => [fileOf(name), text]));
  const host = ts.createCompilerHost(options);
  const compiled = ts.createProgram([...texts.keys()], options, {
    ...host,
    fileExists: (file) => texts.has(file) || host.fileExists(file),
    readFile: (file) => texts.get(file) ?? host.readFile(file),
    getSourceFile: (file, settings) => {
      const text = texts.get(file);
      return text === undefined
        ? (program.getSourceFile(file) ?? host.getSourceFile(file, settings))
        : ts.createSourceFile(file, text, settings);
    },
  });
  return [...texts.keys()]
    .map((file) => compiled.getSourceFile(file)!)
    .flatMap((file) => [...compiled.getSyntacticDiagnostics(file), ...compiled.getSemanticDiagnostics(file)])
    .map(({ file, start = 0, messageText }) => {
      const at = file?.getLineAndCharacterOfPosition(start).line ?? 0;
      return `${file?.fileName.split('/').at(-1)}:${at + 1}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
};
