import { z } from 'zod';
import type { Law } from './law.ts';

const UNKNOWN_OPTION = 'noSuchOption';

/** The fields of an object schema; none for other schemas. */
const fieldsOf = (schema: z.ZodType): readonly (readonly [string, unknown])[] =>
  schema instanceof z.ZodObject ? Object.entries(schema.shape) : [];

/** zod does not validate defaults, so each one is parsed with its schema. */
const badDefaults = (schema: z.ZodType): readonly string[] =>
  fieldsOf(schema).flatMap(([name, field]) => {
    if (!(field instanceof z.ZodDefault)) return [];
    const value = field.parse(undefined);
    return z.safeParse(field.unwrap(), value).success
      ? []
      : [`the default of "${name}" is ${JSON.stringify(value)}, which its own schema refuses`];
  });

/** Without any option, only missing options may be reported. */
const emptyComplaints = (schema: z.ZodType): readonly string[] => {
  const parsed = schema.safeParse({});
  const odd = parsed.error?.issues.filter(
    ({ path, code }) => path.length === 0 && code !== 'custom' && code !== 'invalid_union',
  );
  return (odd ?? []).map(({ message }) => `without options, its schema says "${message}" and names no option`);
};

const undescribed = (schema: z.ZodType): readonly string[] =>
  fieldsOf(schema).flatMap(([name, field]) =>
    field instanceof z.ZodType && describedText(field) === undefined
      ? [`the option "${name}" has no description; add .describe('...')`]
      : [],
  );

const describedText = (field: z.ZodType): string | undefined => {
  if (field.description !== undefined) return field.description;
  const inner = field instanceof z.ZodDefault || field instanceof z.ZodOptional ? field.unwrap() : undefined;
  return inner instanceof z.ZodType ? describedText(inner) : undefined;
};

/** Checks a plugin's options schema and its example's options. */
export interface OptionsSubject {
  readonly info: { readonly options: z.ZodType };
  readonly example: { readonly options: unknown };
}

export const optionsLaw: Law<OptionsSubject> = {
  name: 'describes its options, with defaults that fit, and refuses others',
  complaints: async ({ info, example }) => {
    const strange = info.options.safeParse({ ...Object(example.options), [UNKNOWN_OPTION]: 1 });
    return [
      ...badDefaults(info.options),
      ...emptyComplaints(info.options),
      ...undescribed(info.options),
      ...(strange.success ? ['takes options that it does not know; declare them with z.strictObject'] : []),
    ];
  },
};
