/** A DICOM object ready to be stored or sent. */
export interface DicomObject {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  /** A file with meta information. */
  readonly bytes: Uint8Array;
}
