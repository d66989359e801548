import type { ArgumentsCamelCase, Argv } from 'yargs';

/** Without what yargs adds: `_`, `$0`, names in kebab case, and an index signature by which any name is an argument. */
type Declared<Parsed> = {
  readonly [Name in keyof Parsed as string extends Name
    ? never
    : Name extends '_' | '$0' | `${string}-${string}`
      ? never
      : Name]: Parsed[Name];
};

type OptionalName<Parsed> = { [Name in keyof Parsed]: undefined extends Parsed[Name] ? Name : never }[keyof Parsed];

type WithOptional<Parsed> = Omit<Parsed, OptionalName<Parsed>> & Partial<Pick<Parsed, OptionalName<Parsed>>>;

/** The arguments that the options of a command parse to, by the names that its handler uses. */
export type Given<Options extends (yargs: Argv) => unknown> =
  Awaited<ReturnType<Options>> extends Argv<infer Parsed> ? WithOptional<Declared<ArgumentsCamelCase<Parsed>>> : never;
