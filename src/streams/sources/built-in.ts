// Written by `npm run generate` from the files of this folder.
import type { SourceInfo } from '../../core/define-source.ts';
import { dicomweb } from './dicomweb.ts';
import { folder } from './folder.ts';
import { queue } from './queue.ts';
import { watchedFolder } from './watched-folder.ts';
import { zip } from './zip.ts';

/** The built-in sources. */
export const BUILT_IN_SOURCES: readonly SourceInfo[] = [dicomweb, folder, queue, watchedFolder, zip];
