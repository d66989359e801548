import type { ModelRequest } from '../models/model-store.ts';
import { type OpenModel, openModel } from '../models/model-store.ts';
import { localFolder } from '../storage/model-cache.ts';

/** Opens a model of a folder or of an object storage. @throws what `openModel` throws, S3_* */
export const openStoredModel = async (request: ModelRequest): Promise<OpenModel> =>
  openModel(request, await localFolder(request.path));
