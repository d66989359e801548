import type { ModelRequest } from '../models/model-store.ts';
import { type OpenModel, openModel } from '../models/model-store.ts';
import type { Precision } from '../models/quantise/int8-networks.ts';
import { localFolder } from '../storage/model-cache.ts';

/** Opens a model of a folder or of an object storage. @throws what `openModel` throws, S3_* */
export const openStoredModel = async (request: ModelRequest, precision?: Precision): Promise<OpenModel> =>
  openModel(request, { at: await localFolder(request.path), ...(precision !== undefined && { precision }) });
