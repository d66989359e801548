import { createHash, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { tokenUnusable } from '../errors.ts';

/** The access token. Kept in a closure, so that printing or copying objects cannot leak it. */
export interface Token {
  /**
   * Whether an Authorization header contains it: `Bearer <token>`, or Basic with it as the password, which browsers can
   * prompt for.
   */
  readonly isIn: (authorization: string | undefined) => boolean;
}

const TOKEN = /^[\x21-\x7e]{16,}$/;
const ENV = 'SPINESTREAM_TOKEN';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const given = (authorization: string): string => {
  const [, scheme = '', value = ''] = /^(bearer|basic) +(\S+)\s*$/i.exec(authorization) ?? [];
  if (scheme.toLowerCase() === 'bearer') return value;
  const userAndPassword = Buffer.from(value, 'base64').toString('utf8');
  return userAndPassword.slice(userAndPassword.indexOf(':') + 1);
};

const tokenOf = (text: string, file?: string): Token => {
  if (!TOKEN.test(text))
    throw tokenUnusable(`the token in ${file === undefined ? ENV : 'this file'} cannot be used`, file);
  const expected = digest(text);
  return { isIn: (authorization) => timingSafeEqual(digest(given(authorization ?? '')), expected) };
};

/**
 * Reads the token from a file, otherwise from the environment; none if neither is set. @throws SERVE_TOKEN, which never
 * quotes it
 */
export const tokenFrom = async (
  file: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Token | undefined> => {
  if (file === undefined) return env[ENV] === undefined || env[ENV] === '' ? undefined : tokenOf(env[ENV]);
  const text = await readFile(file, 'utf8').catch(() => {
    throw tokenUnusable('this file of a token cannot be read', file); // its cause may quote the token
  });
  return tokenOf(text.trim(), file);
};
