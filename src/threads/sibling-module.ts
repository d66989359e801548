import { extname } from 'node:path';

/**
 * The module of this name in the folder of another: TypeScript from source, JavaScript when compiled.
 * @param module  `import.meta.url` of the other
 */
export const siblingModule = (module: string, name: string): URL => new URL(`./${name}${extname(module)}`, module);
