// Compiles the files of a folder by its tsconfig.json and sends what the compiler says of them; the product, which they import, has a check of its own.
import { join } from 'node:path';
import ts from 'typescript';

const [folder = ''] = process.argv.slice(2);
const { config } = ts.readConfigFile(join(folder, 'tsconfig.json'), ts.sys.readFile);
const { fileNames, options, errors } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
const program = ts.createProgram(fileNames, options);
const ofFiles = program
  .getSourceFiles()
  .filter(({ fileName }) => fileName.startsWith(join(folder, '/')))
  .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]);
const all = [...errors, ...program.getOptionsDiagnostics(), ...program.getGlobalDiagnostics(), ...ofFiles];
process.send?.(ts.formatDiagnostics(all, ts.createCompilerHost(options)), () => process.disconnect());
