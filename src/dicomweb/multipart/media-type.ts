import { MIMEType } from 'node:util';

/** A parsed Content-Type header. */
export interface MediaType {
  /** In lower case, without parameters; empty if the header is missing or malformed. */
  readonly essence: string;
  /** Parameters by lower-case name, quoted or not. */
  readonly parameter: (name: string) => string | undefined;
}

const NONE: MediaType = { essence: '', parameter: () => undefined };

/** Servers write boundaries with characters that require quotes but omit the quotes; like browsers, this parser accepts both. */
export const mediaTypeOf = (header: string | undefined): MediaType => {
  if (header === undefined) return NONE;
  try {
    const { essence, params } = new MIMEType(header);
    return { essence, parameter: (name) => params.get(name) ?? undefined };
  } catch {
    return NONE;
  }
};
