import { SpineError } from '../../domain/spine-error.ts';

export const exportFolderNotEmpty = (): SpineError =>
  new SpineError({
    code: 'EXPORT_FOLDER_NOT_EMPTY',
    reason: 'the folder is not empty; choose a new folder, or empty this one',
  });

export const exportNeedsWeights = (format: string): SpineError =>
  new SpineError({
    code: 'EXPORT_NEEDS_WEIGHTS',
    reason: `the run folder contains an ONNX file without PyTorch parameter names, which ${format} needs; export it as onnx`,
  });
