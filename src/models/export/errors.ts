import { SpineError } from '../../domain/spine-error.ts';

export const exportFolderNotEmpty = (): SpineError =>
  new SpineError({
    code: 'EXPORT_FOLDER_NOT_EMPTY',
    reason:
      'there is something in the folder already, and an export replaces nothing; give a new folder, or empty this one',
  });

export const exportNeedsWeights = (format: string): SpineError =>
  new SpineError({
    code: 'EXPORT_NEEDS_WEIGHTS',
    reason: `the run folder holds an ONNX file and no weights by PyTorch names, which ${format} needs; export it as onnx`,
  });
