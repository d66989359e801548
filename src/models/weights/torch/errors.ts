import { SpineError } from '../../../domain/spine-error.ts';
import { quotedList } from '../errors.ts';

const SAVE_WEIGHTS = 'in Python, save the weights alone: torch.save(model.state_dict(), path)';

export const torchBigEndian = (): SpineError =>
  new SpineError({
    code: 'TORCH_BIG_ENDIAN',
    reason: `it was written by a big-endian machine, whose numbers are not read here; load it in Python on a little-endian machine and save it again`,
  });

export const torchCompressed = (record: string): SpineError =>
  new SpineError({
    code: 'TORCH_COMPRESSED',
    reason: `its record "${record}" is compressed or encrypted, which PyTorch never does, so another program packed it; unpack it and pack it again without compression (zip -0 -r), or save it again in Python`,
  });

export const torchCorrupt = (problem: string, cause?: unknown): SpineError =>
  new SpineError({
    code: 'TORCH_CORRUPT',
    reason: `the checkpoint contradicts itself: ${problem}; nothing was taken from it: copy or save it again`,
    cause,
  });

export const torchDtypeUnsupported = (type: string): SpineError =>
  new SpineError({
    code: 'TORCH_DTYPE_UNSUPPORTED',
    reason: `it holds a ${type}, whose elements cannot be turned into float32 or int64; convert these tensors in Python (tensor.float()) and save them again`,
  });

export const torchGlobalRefused = (name: string): SpineError =>
  new SpineError({
    code: 'TORCH_GLOBAL_REFUSED',
    reason: `it names the Python object "${name}", which is not one of the tensor builders known here; loading such a file may run code, so it was refused and nothing in it was run; if you trust its origin, ${SAVE_WEIGHTS}, or convert it to safetensors`,
  });

export const torchNoStateDict = (found: string): SpineError =>
  new SpineError({
    code: 'TORCH_NO_STATE_DICT',
    reason: `there is no state dict in it (a dict from names to tensors), only ${found}; ${SAVE_WEIGHTS}`,
  });

export const torchNotACheckpoint = (beginning: string): SpineError =>
  new SpineError({
    code: 'TORCH_NOT_A_CHECKPOINT',
    reason: `it is not a PyTorch checkpoint: ${beginning}; give a file that torch.save wrote`,
  });

export const torchNotATensor = (path: string, kind: string): SpineError =>
  new SpineError({
    code: 'TORCH_NOT_A_TENSOR',
    reason: `the entry ${quotedList([path])} of its state dict is a ${kind}, where a model needs a tensor; ${SAVE_WEIGHTS}`,
  });

export const torchOpcodeUnknown = (opcode: number, position: number): SpineError =>
  new SpineError({
    code: 'TORCH_OPCODE_UNKNOWN',
    reason: `its pickle has the instruction 0x${opcode.toString(16).padStart(2, '0')} at byte ${position}, which torch.save does not write; ${SAVE_WEIGHTS}`,
  });

export const torchScript = (): SpineError =>
  new SpineError({
    code: 'TORCH_SCRIPT',
    reason: `it is a TorchScript archive, which holds a program beside its weights; ${SAVE_WEIGHTS}`,
  });

export const torchTooLarge = (elements: number, sizeBytes: number): SpineError =>
  new SpineError({
    code: 'TORCH_TOO_LARGE',
    reason: `its tensors ask for ${elements} elements, far more than its ${sizeBytes} bytes can hold; it was made to exhaust memory, or its expanded tensors must be saved as .contiguous()`,
  });

export const torchTruncated = (problem: string, cause?: unknown): SpineError =>
  new SpineError({
    code: 'TORCH_TRUNCATED',
    reason: `the checkpoint is cut off: ${problem}; nothing was taken from it: copy or download it again`,
    cause,
  });
