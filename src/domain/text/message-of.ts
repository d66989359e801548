import { isRecord } from '../is-record.ts';

/** The message of whatever was thrown. That of zod's errors is JSON, so their issues are listed instead. */
export const messageOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const issues: unknown = error.name === 'ZodError' ? Reflect.get(error, 'issues') : undefined;
  return Array.isArray(issues) ? issues.map(textOf).join('; ') : error.message;
};

const textOf = (issue: unknown): string => {
  if (!isRecord(issue)) return String(issue);
  const place = Array.isArray(issue.path) ? issue.path.map(String).join('.') : '';
  return `${place === '' ? '' : `"${place}": `}${String(issue.message)}`;
};
