import { parse } from 'yaml';
import { z } from 'zod';
import { BUILT_IN } from '../../../src/config/built-in.ts';

const step = z.tuple([z.record(z.string(), z.unknown())]);

/** Checks the pipeline steps that an example shows as comments, `// - crop-rois: { ... }`. @throws for one that no pipeline file may hold */
export const checkSteps = (text: string): void => {
  for (const [, line = ''] of text.matchAll(/^\/\/ (- .*)$/gm))
    for (const [name, options] of Object.entries(step.parse(parse(line))[0])) {
      const operator = BUILT_IN.operators.get(name);
      if (operator === undefined) throw new Error(`no operator is called ${name}`);
      operator.bind(options);
    }
};
