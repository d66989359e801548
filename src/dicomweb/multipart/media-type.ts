import { MIMEType } from 'node:util';

/** What a Content-Type header says. */
export interface MediaType {
  /** In lower case, without parameters; empty where the header is missing or cannot be read. */
  readonly essence: string;
  /** By name in lower case, quoted or not. */
  readonly parameter: (name: string) => string | undefined;
}

const NONE: MediaType = { essence: '', parameter: () => undefined };

/** Servers write boundaries with characters that need quotes, and leave the quotes out: the reader of browsers takes both. */
export const mediaTypeOf = (header: string | undefined): MediaType => {
  if (header === undefined) return NONE;
  try {
    const { essence, params } = new MIMEType(header);
    return { essence, parameter: (name) => params.get(name) ?? undefined };
  } catch {
    return NONE;
  }
};
