/** The names of a plugin, in pipeline files and in code. */
export interface Called {
  readonly name: string;
  readonly variable: string;
}

/** A working plugin and its test. */
export interface Template {
  readonly plugin: (called: Called) => string;
  readonly test: (called: Called) => string;
  /** Lines of a pipeline file that use it. */
  readonly inPipeline: (name: string) => readonly string[];
}
