/** The used part of dcmjs 0.41, which writes files, and reads one in tests; it ships no types. */
declare module 'dcmjs' {
  interface DicomDict {
    dict: unknown;
    write(): ArrayBuffer;
  }
  const dcmjs: {
    data: {
      DicomDict: new (meta: Record<string, { vr: string; Value: readonly (string | ArrayBuffer)[] }>) => DicomDict;
      DicomMessage: {
        readFile(
          file: ArrayBuffer,
        ): DicomDict & { dict: Readonly<Record<string, { readonly Value: readonly unknown[] }>> };
      };
      DicomMetaDictionary: {
        denaturalizeDataset(dataset: Record<string, unknown>): unknown;
        /** By keyword; tags are written `(0008,0018)`. */
        readonly nameMap: Readonly<Record<string, { readonly tag: string; readonly vr: string } | undefined>>;
      };
    };
  };
  export = dcmjs;
}
