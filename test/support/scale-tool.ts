import { fileURLToPath } from 'node:url';

/** A program that scripts/scale-tools.sh installs. */
export const scaleTool = (name: string): string =>
  fileURLToPath(new URL(`../../node_modules/.cache/scale-tools/bin/${name}`, import.meta.url));
