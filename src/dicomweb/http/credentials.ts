import { readFile, stat } from 'node:fs/promises';
import type { Warning } from '../../domain/study.ts';
import { credentialsUnusable } from '../errors.ts';

/** Credentials, held in a closure so that printing or copying objects does not expose them. */
export interface Credentials {
  /** Value of the Authorization header; undefined: none is sent. */
  readonly authorization: () => string | undefined;
  readonly warnings: readonly Warning[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Sources of credentials: never the command line, which every user of a machine can list. */
export interface CredentialSource {
  readonly env: Environment;
  /** File with one line: `Bearer <token>` or `Basic <user>:<password>`. Takes precedence over the environment. */
  readonly file?: string | undefined;
}

export const [TOKEN, USER, PASSWORD] = [
  'SPINESTREAM_DICOMWEB_TOKEN',
  'SPINESTREAM_DICOMWEB_USER',
  'SPINESTREAM_DICOMWEB_PASSWORD',
] as const;

/** Printable characters only, which prevents header injection. */
const TOKEN_TEXT = /^[\x21-\x7e]+$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const CONTROL = /[\x00-\x1f\x7f]/;
const OTHERS_MAY_READ = 0o004;

const bearer = (token: string, from: string): string => {
  if (!TOKEN_TEXT.test(token))
    throw credentialsUnusable(`the token in ${from} has blanks or other than ASCII characters`);
  return `Bearer ${token}`;
};

/** RFC 7617: no colon in the user name; UTF-8. */
const basic = (user: string, password: string, from: string): string => {
  if (user === '' || user.includes(':') || CONTROL.test(user + password))
    throw credentialsUnusable(`the user or password in ${from} is empty, or has a character that is not allowed`);
  return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
};

const kept = (authorization: string | undefined, warnings: readonly Warning[] = []): Credentials => ({
  authorization: () => authorization,
  warnings,
});

const fromEnvironment = (env: Environment): string | undefined => {
  const [token = '', user = '', password = ''] = [env[TOKEN], env[USER], env[PASSWORD]];
  if (token !== '' && user !== '') throw credentialsUnusable(`both ${TOKEN} and ${USER} are set`);
  if (token !== '') return bearer(token, TOKEN);
  if (user === '' && password === '') return undefined;
  if (user === '' || password === '') throw credentialsUnusable(`only one of ${USER} and ${PASSWORD} is set`);
  return basic(user, password, `${USER} and ${PASSWORD}`);
};

const exposed: Warning = {
  code: 'DICOMWEB_CREDENTIALS_EXPOSED',
  message: 'every user of this machine may read the file of credentials; take the right away (chmod o-r)',
};

const MOST_BYTES = 64 * 1024;

const fromFile = async (file: string): Promise<Credentials> => {
  const where = { file };
  const unreadable = () => credentialsUnusable('this file of credentials cannot be read', where); // without the cause, which may quote the credentials
  const status = await stat(file).catch(() => undefined);
  if (!status?.isFile() || status.size > MOST_BYTES) throw unreadable();
  const text = await readFile(file, 'utf8').catch(() => {
    throw unreadable();
  });
  const [, scheme = '', value = ''] = /^(bearer|basic) +(.+?)\s*$/i.exec(text) ?? [];
  if (value.includes('\n') || scheme === '')
    throw credentialsUnusable(
      'this file of credentials is not one line "Bearer <token>" or "Basic <user>:<password>"',
      where,
    );
  const colon = value.indexOf(':');
  const authorization =
    scheme.toLowerCase() === 'bearer'
      ? bearer(value, 'the file')
      : basic(value.slice(0, Math.max(0, colon)), value.slice(colon + 1), 'the file');
  return kept(authorization, (status.mode & OTHERS_MAY_READ) === 0 ? [] : [exposed]);
};

/**
 * Reads credentials from a file, else from the environment; none if neither is given. A file readable by others is accepted with a warning, since
 * container platforms mount all secrets that way.
 * @throws DICOMWEB_CREDENTIALS, which never quotes them
 */
export const credentialsFrom = async ({ env, file }: CredentialSource): Promise<Credentials> =>
  file === undefined ? kept(fromEnvironment(env)) : fromFile(file);
