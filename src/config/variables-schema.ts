import { z } from 'zod';

const plain = z.union([z.string(), z.number(), z.boolean()]);

const byAnother = z
  .object({ by: z.string().min(1).describe('the variable whose value selects the default') })
  .catchall(plain)
  .refine(
    (o) => new Set(Object.entries(o).flatMap(([key, value]) => (key === 'by' ? [] : [typeof value]))).size === 1,
    {
      message: 'expected "by" and at least one default, all of the same type',
    },
  );

/** The section `variables` of pipeline and experiment files. */
export const variablesSchema = z
  .record(
    z.string().regex(/^[A-Za-z][\w-]*$/, 'expected a letter, then letters, digits, "-" or "_"'),
    z.union([plain, byAnother]),
  )
  .default({})
  .describe(
    'defaults of variables, used as ${name} and set with --set name=value; { by: other, a: 1, b: 2 } is a default that ' +
      'depends on the value of another variable',
  );
