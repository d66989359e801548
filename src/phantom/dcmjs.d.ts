/** The part of dcmjs 0.41 that writes files; it ships no types. */
declare module 'dcmjs' {
  interface DicomDict {
    dict: unknown;
    write(): ArrayBuffer;
  }
  const dcmjs: {
    data: {
      DicomDict: new (meta: Record<string, { vr: string; Value: readonly (string | ArrayBuffer)[] }>) => DicomDict;
      DicomMetaDictionary: { denaturalizeDataset(dataset: Record<string, unknown>): unknown };
    };
  };
  export = dcmjs;
}
