import { SpineError } from '../../../domain/spine-error.ts';
import { quotedList } from '../errors.ts';

const SAVE_WEIGHTS = 'in Python, save the weights alone: torch.save(model.state_dict(), path)';

export const torchBigEndian = (): SpineError =>
  new SpineError({
    code: 'TORCH_BIG_ENDIAN',
    reason: `big-endian checkpoints are not supported; load it in Python on a little-endian machine and save it again`,
  });

export const torchCompressed = (record: string): SpineError =>
  new SpineError({
    code: 'TORCH_COMPRESSED',
    reason: `its record "${record}" is compressed or encrypted, which PyTorch never does; repack it without compression (zip -0 -r), or save it again in Python`,
  });

export const torchCorrupt = (problem: string, cause?: unknown): SpineError =>
  new SpineError({
    code: 'TORCH_CORRUPT',
    reason: `the checkpoint is inconsistent: ${problem}; copy or save it again`,
    cause,
  });

export const torchDtypeUnsupported = (type: string): SpineError =>
  new SpineError({
    code: 'TORCH_DTYPE_UNSUPPORTED',
    reason: `it contains a ${type}, which cannot be converted to float32 or int64; convert these tensors in Python (tensor.float()) and save them again`,
  });

export const torchGlobalRefused = (name: string): SpineError =>
  new SpineError({
    code: 'TORCH_GLOBAL_REFUSED',
    reason: `it refers to the Python object "${name}", which is not on the allow-list; loading such a file could run code, so it was refused; if you trust its origin, ${SAVE_WEIGHTS}, or convert it to safetensors`,
  });

export const torchNoStateDict = (found: string): SpineError =>
  new SpineError({
    code: 'TORCH_NO_STATE_DICT',
    reason: `no state dict (a dict from names to tensors) in it, only ${found}; ${SAVE_WEIGHTS}`,
  });

export const torchNotACheckpoint = (beginning: string): SpineError =>
  new SpineError({
    code: 'TORCH_NOT_A_CHECKPOINT',
    reason: `not a PyTorch checkpoint: ${beginning}; expected a file written by torch.save`,
  });

export const torchNotATensor = (path: string, kind: string): SpineError =>
  new SpineError({
    code: 'TORCH_NOT_A_TENSOR',
    reason: `the entry ${quotedList([path])} of its state dict is a ${kind}, expected a tensor; ${SAVE_WEIGHTS}`,
  });

export const torchOpcodeUnknown = (opcode: number, position: number): SpineError =>
  new SpineError({
    code: 'TORCH_OPCODE_UNKNOWN',
    reason: `its pickle has the instruction 0x${opcode.toString(16).padStart(2, '0')} at byte ${position}, which torch.save does not write; ${SAVE_WEIGHTS}`,
  });

export const torchScript = (): SpineError =>
  new SpineError({
    code: 'TORCH_SCRIPT',
    reason: `it is a TorchScript archive, which contains code; ${SAVE_WEIGHTS}`,
  });

export const torchTooLarge = (elements: number, sizeBytes: number): SpineError =>
  new SpineError({
    code: 'TORCH_TOO_LARGE',
    reason: `its tensors have ${elements} elements, far more than fit into ${sizeBytes} bytes; save expanded tensors as .contiguous(), or do not trust the file`,
  });

export const torchTruncated = (problem: string, cause?: unknown): SpineError =>
  new SpineError({
    code: 'TORCH_TRUNCATED',
    reason: `the checkpoint is truncated: ${problem}; copy or download it again`,
    cause,
  });
