import { torchCorrupt, torchOpcodeUnknown } from './errors.ts';
import { type PickleCursor, pickleCursor } from './pickle-cursor.ts';
import { kindOf, type TorchGlobal, type TorchValue } from './torch-value.ts';

/**
 * A small unpickler for the instructions in PyTorch's files (pickle protocols 2 to 5). Python's own executes arbitrary
 * code from a file; this one builds plain data, and asks its host to resolve named objects and to "call" them.
 *
 * Why not the `pickleparser` package (0.2.1): it refuses integers of more than 8 bytes, and the legacy format begins with one of 10; it
 * reads negative long integers as positive; it does not distinguish tuples from lists; its BUILD assigns properties, chosen by the file, to
 * any object on the stack, allow-listed functions included; its DICT assigns them to a Map, `__proto__` included; REDUCE calls any
 * function it finds on the stack; and lists of some 100 000 items overflow its call stack.
 */
export interface PickleHost {
  /** Resolves an object by name; throws unless it is allowed. */
  readonly global: (module: string, name: string) => TorchValue;
  /** Calls an allowed object, which only builds data. */
  readonly call: (callee: TorchGlobal, args: readonly TorchValue[]) => TorchValue;
  /** Resolves a persistent id. */
  readonly persistent: (id: TorchValue) => TorchValue;
}

interface Machine {
  readonly cursor: PickleCursor;
  readonly host: PickleHost;
  readonly stack: TorchValue[];
  readonly marks: number[];
  readonly memo: Map<number, TorchValue>;
}

/** Lists and dicts under construction; not modified after `unpickle` returns. */
type BuiltList = { readonly kind: 'list'; readonly items: TorchValue[] };
type BuiltDict = { readonly kind: 'dict'; readonly entries: Map<TorchValue, TorchValue>; readonly ordered: boolean };
const isList = (value: TorchValue): value is BuiltList => kindOf(value) === 'list';
const isDict = (value: TorchValue): value is BuiltDict => kindOf(value) === 'dict';
const isGlobal = (value: TorchValue): value is TorchGlobal => kindOf(value) === 'global';

const pop = ({ stack, marks }: Machine): TorchValue => {
  const value = stack.length > (marks.at(-1) ?? 0) ? stack.pop() : undefined;
  if (value === undefined) throw torchCorrupt('its pickle takes a value where there is none');
  return value;
};

const top = (machine: Machine): TorchValue => {
  const value = pop(machine);
  machine.stack.push(value);
  return value;
};

const popToMark = ({ stack, marks }: Machine): TorchValue[] => {
  const mark = marks.pop();
  if (mark === undefined) throw torchCorrupt('its pickle goes back to a mark that was not set');
  return stack.splice(mark);
};

const popMany = (machine: Machine, count: number): TorchValue[] =>
  Array.from({ length: count }, () => pop(machine)).reverse();

const popString = (machine: Machine): string => {
  const value = pop(machine);
  if (typeof value !== 'string') throw torchCorrupt(`its pickle names an object by a ${kindOf(value)}`);
  return value;
};

const append = (list: TorchValue, items: readonly TorchValue[]): void => {
  if (!isList(list)) throw torchCorrupt(`its pickle appends to a ${kindOf(list)}`);
  for (const item of items) list.items.push(item);
};

const setItems = (dict: TorchValue, pairs: readonly TorchValue[]): void => {
  if (!isDict(dict)) throw torchCorrupt(`its pickle sets an item of a ${kindOf(dict)}`);
  if (pairs.length % 2 !== 0) throw torchCorrupt('its pickle has a key without a value');
  for (let index = 0; index < pairs.length; index += 2) dict.entries.set(pairs[index]!, pairs[index + 1]!);
};

const dictOf = (pairs: readonly TorchValue[]): TorchValue => {
  const dict: BuiltDict = { kind: 'dict', entries: new Map(), ordered: false };
  setItems(dict, pairs);
  return dict;
};

const MAX_INTEGER_BYTES = 256;

/** A little-endian two's complement integer of any length; 0 for 0 bytes. */
const longOf = ({ cursor }: Machine, length: number): number | bigint => {
  if (length > MAX_INTEGER_BYTES) throw torchCorrupt(`its pickle has an integer of ${length} bytes`);
  const bytes = cursor.bytes(length);
  const magnitude = bytes.reduceRight((value, byte) => value * 256n + BigInt(byte), 0n);
  const value = BigInt.asIntN(8 * length, magnitude);
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
};

const called = (machine: Machine): TorchValue => {
  const args = pop(machine);
  const callee = pop(machine);
  if (!isGlobal(callee)) throw torchCorrupt(`its pickle calls a ${kindOf(callee)}`);
  if (args === null || typeof args !== 'object' || !('kind' in args) || args.kind !== 'tuple')
    throw torchCorrupt(`its pickle calls ${callee.name} with a ${kindOf(args)} instead of a tuple`);
  return machine.host.call(callee, args.items);
};

/** Ignores state set after building: `_metadata` of a module's state dict, attributes of a Parameter. */
const dropState = (machine: Machine): void => {
  pop(machine);
  const target = kindOf(top(machine));
  if (target !== 'dict' && target !== 'tensor') throw torchCorrupt(`its pickle sets the state of a ${target}`);
};

const remembered = ({ memo }: Machine, index: number): TorchValue => {
  const value = memo.get(index);
  if (value === undefined) throw torchCorrupt(`its pickle recalls value ${index}, which it has not stored`);
  return value;
};

const stackGlobal = (machine: Machine): TorchValue => {
  const name = popString(machine);
  return machine.host.global(popString(machine), name);
};

/** Items that an instruction appends, and the list or dict below them, which stays on the stack. */
const splitMarked = (machine: Machine): [TorchValue, TorchValue[]] => {
  const items = popToMark(machine);
  return [top(machine), items];
};

const splitLast = (machine: Machine, count: number): [TorchValue, TorchValue[]] => {
  const items = popMany(machine, count);
  return [top(machine), items];
};

type Step = (machine: Machine) => void;
const push =
  (make: (machine: Machine) => TorchValue): Step =>
  (machine) => {
    const value = make(machine);
    machine.stack.push(value);
  };
const tuple = (make: (machine: Machine) => TorchValue[]): Step =>
  push((machine) => ({ kind: 'tuple', items: make(machine) }));
const store =
  (index: (machine: Machine) => number): Step =>
  (machine) =>
    machine.memo.set(index(machine), top(machine));

const PROTO = 0x80;
const STOP = 0x2e;

/** Instructions by opcode, named as in Python's `pickletools`. All others are refused. */
const STEPS: ReadonlyMap<number, Step> = new Map<number, Step>([
  [0x95, ({ cursor }) => void cursor.bytes(8)], // FRAME
  [0x28, ({ marks, stack }) => void marks.push(stack.length)], // MARK
  [0x30, (m) => void pop(m)], // POP
  [0x31, (m) => void popToMark(m)], // POP_MARK
  [0x32, push(top)], // DUP
  [0x4e, push(() => null)], // NONE
  [0x88, push(() => true)], // NEWTRUE
  [0x89, push(() => false)], // NEWFALSE
  [0x4a, push((m) => m.cursor.int32())], // BININT
  [0x4b, push((m) => m.cursor.uint8())], // BININT1
  [0x4d, push((m) => m.cursor.uint16())], // BININT2
  [0x8a, push((m) => longOf(m, m.cursor.uint8()))], // LONG1
  [0x8b, push((m) => longOf(m, m.cursor.uint32()))], // LONG4
  [0x47, push((m) => m.cursor.float64())], // BINFLOAT
  [0x58, push((m) => m.cursor.text(m.cursor.uint32()))], // BINUNICODE
  [0x8c, push((m) => m.cursor.text(m.cursor.uint8()))], // SHORT_BINUNICODE
  [0x8d, push((m) => m.cursor.text(m.cursor.length64()))], // BINUNICODE8
  [0x54, push((m) => m.cursor.text(m.cursor.uint32()))], // BINSTRING, of Python 2
  [0x55, push((m) => m.cursor.text(m.cursor.uint8()))], // SHORT_BINSTRING, of Python 2
  [0x42, push((m) => m.cursor.bytes(m.cursor.uint32()).slice())], // BINBYTES
  [0x43, push((m) => m.cursor.bytes(m.cursor.uint8()).slice())], // SHORT_BINBYTES
  [0x8e, push((m) => m.cursor.bytes(m.cursor.length64()).slice())], // BINBYTES8
  [0x29, tuple(() => [])], // EMPTY_TUPLE
  [0x74, tuple(popToMark)], // TUPLE
  [0x85, tuple((m) => popMany(m, 1))], // TUPLE1
  [0x86, tuple((m) => popMany(m, 2))], // TUPLE2
  [0x87, tuple((m) => popMany(m, 3))], // TUPLE3
  [0x5d, push(() => ({ kind: 'list', items: [] }))], // EMPTY_LIST
  [0x6c, push((m) => ({ kind: 'list', items: popToMark(m) }))], // LIST
  [0x61, (m) => append(...splitLast(m, 1))], // APPEND
  [0x65, (m) => append(...splitMarked(m))], // APPENDS
  [0x7d, push(() => dictOf([]))], // EMPTY_DICT
  [0x64, push((m) => dictOf(popToMark(m)))], // DICT
  [0x73, (m) => setItems(...splitLast(m, 2))], // SETITEM
  [0x75, (m) => setItems(...splitMarked(m))], // SETITEMS
  [0x63, push((m) => m.host.global(m.cursor.line(), m.cursor.line()))], // GLOBAL
  [0x93, push(stackGlobal)], // STACK_GLOBAL
  [0x52, push(called)], // REDUCE
  [0x81, push(called)], // NEWOBJ
  [0x62, dropState], // BUILD
  [0x51, push((m) => m.host.persistent(pop(m)))], // BINPERSID
  [0x71, store((m) => m.cursor.uint8())], // BINPUT
  [0x72, store((m) => m.cursor.uint32())], // LONG_BINPUT
  [0x94, store((m) => m.memo.size)], // MEMOIZE
  [0x68, push((m) => remembered(m, m.cursor.uint8()))], // BINGET
  [0x6a, push((m) => remembered(m, m.cursor.uint32()))], // LONG_BINGET
]);

/**
 * Reads one pickle.
 * @param start  offset in `bytes`
 * @returns its value, and `end`, the offset after its last byte
 * @throws TORCH_TRUNCATED, TORCH_CORRUPT, TORCH_OPCODE_UNKNOWN, and errors of the host
 */
export const unpickle = (
  bytes: Uint8Array,
  host: PickleHost,
  start = 0,
): { readonly value: TorchValue; readonly end: number } => {
  const cursor = pickleCursor(bytes, start);
  const machine: Machine = { cursor, host, stack: [], marks: [], memo: new Map() };
  for (;;) {
    const opcode = cursor.uint8();
    if (opcode === STOP) return { value: pop(machine), end: cursor.position() };
    if (opcode === PROTO) {
      const protocol = cursor.uint8();
      if (protocol > 5) throw torchCorrupt(`its pickle is of protocol ${protocol}, and there are five`);
      continue;
    }
    const step = STEPS.get(opcode);
    if (step === undefined) throw torchOpcodeUnknown(opcode, cursor.position() - 1);
    step(machine);
  }
};
