/** The part of dcmjs 0.41 that writes files. */
declare module 'dcmjs' {
  interface TagValue {
    readonly vr: string;
    readonly Value: readonly unknown[];
  }
  type TagDictionary = Record<string, TagValue>;
  interface DicomDict {
    dict: TagDictionary;
    write(): ArrayBuffer;
  }
  const dcmjs: {
    readonly data: {
      readonly DicomDict: new (meta: TagDictionary) => DicomDict;
      readonly DicomMetaDictionary: {
        denaturalizeDataset(dataset: Readonly<Record<string, unknown>>): TagDictionary;
      };
    };
  };
  // biome-ignore lint/style/noDefaultExport: that is how the package exports it
  export default dcmjs;
}
