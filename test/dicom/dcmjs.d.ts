/** The part of dcmjs that the tests write files with; it ships no types. */
declare module 'dcmjs' {
  interface DicomDict {
    dict: unknown;
    write(): ArrayBuffer;
  }
  const dcmjs: {
    data: {
      DicomDict: new (meta: Record<string, { vr: string; Value: readonly string[] }>) => DicomDict;
      DicomMetaDictionary: { denaturalizeDataset(dataset: Record<string, unknown>): unknown };
    };
  };
  export = dcmjs;
}
