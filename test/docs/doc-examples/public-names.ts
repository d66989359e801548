import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Something that users can import: a value (a function, a constant, a class, an operator) or a type. */
export interface PublicName {
  readonly name: string;
  readonly isValue: boolean;
  readonly isDescribed: boolean;
  /** Code of its `@example` tags. */
  readonly examples: readonly string[];
}

const entryPoints = (): readonly string[] => [
  join(ROOT, 'src/index.ts'),
  ...readdirSync(join(ROOT, 'src/api')).map((name) => join(ROOT, 'src/api', name)),
];

export const compilerOptions = (): ts.CompilerOptions => {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile);
  return ts.parseJsonConfigFileContent(config, ts.sys, ROOT).options;
};

export const publicProgram = (): ts.Program => ts.createProgram(entryPoints(), compilerOptions());

const ofPackage = (symbol: ts.Symbol): boolean =>
  symbol.declarations?.some((one) => one.getSourceFile().fileName.includes('/node_modules/')) ?? false;

/** Every public name of the product, once, with what its doc comment says; those of packages (`z`) have docs of their own. */
export const publicNames = (program: ts.Program): readonly PublicName[] => {
  const checker = program.getTypeChecker();
  const symbols = entryPoints()
    .map((file) => checker.getSymbolAtLocation(program.getSourceFile(file)!)!)
    .flatMap((module) => checker.getExportsOfModule(module))
    .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol))
    .filter((symbol) => !ofPackage(symbol));
  return [...new Set(symbols)].map((symbol) => ({
    name: symbol.name,
    isValue: (symbol.flags & ts.SymbolFlags.Value) !== 0,
    isDescribed: symbol.getDocumentationComment(checker).length > 0,
    examples: symbol
      .getJsDocTags(checker)
      .filter(({ name }) => name === 'example')
      .map(({ text }) => ts.displayPartsToString(text)),
  }));
};
