import type { ReasonCodes } from './reason-code.ts';

/** Of studies that come from a DICOMweb server. */
export const SERVER_CODES = {
  DICOMWEB_ADDRESS: {
    effect: 'no run',
    meaning:
      'the address of a server or proxy cannot be used; one with credentials in it is refused, since addresses are written to logs',
    remedy: 'give the root of the DICOMweb services, and credentials by environment variable or file',
  },
  DICOMWEB_CERTIFICATES: {
    effect: 'no run',
    meaning: 'the file of certificate authorities cannot be read',
    remedy: 'give a PEM file',
  },
  DICOMWEB_CREDENTIALS: {
    effect: 'no run',
    meaning: 'credentials are incomplete, contradict each other, or have characters that are not allowed',
    remedy: 'give a bearer token, or a user and a password',
  },
  DICOMWEB_CREDENTIALS_EXPOSED: {
    effect: 'check',
    meaning: 'every user of this machine may read the file of credentials',
    remedy: 'take the right away (chmod o-r)',
  },
  DICOMWEB_UNENCRYPTED: {
    effect: 'check',
    meaning: 'credentials and images go over http to another machine',
    remedy: 'use https',
  },
  DICOMWEB_FILTER: {
    effect: 'no run',
    meaning: 'a filter for studies is none, such as a date that does not exist',
    remedy: 'correct the filter',
  },
  DICOMWEB_NO_STUDIES: {
    effect: 'no run',
    meaning: 'no study on the server fits the filters',
    remedy: 'check the filters, and that these credentials may see studies',
  },
  DICOMWEB_UID: {
    effect: 'refused',
    meaning: 'a UID, given or answered, has other characters than digits and dots',
    remedy: 'correct it',
  },
  DICOMWEB_UNREACHABLE: {
    effect: 'refused',
    meaning: 'there was no connection to the server, or it broke off, at every attempt',
    remedy: 'check address, network, proxy and certificate, then --resume --retry-failed',
  },
  DICOMWEB_TIMEOUT: {
    effect: 'refused',
    meaning: 'the server did not answer, or not to the end, in time',
    remedy: 'check the server, or allow more time, then --resume --retry-failed',
  },
  DICOMWEB_BUSY: {
    effect: 'refused',
    meaning: 'the server answered 429, 502, 503 or 504 at every attempt',
    remedy: '--resume --retry-failed later, or send it fewer requests at a time',
  },
  DICOMWEB_UNAUTHORISED: {
    effect: 'refused',
    meaning: 'the server or proxy answered 401, 403 or 407',
    remedy: 'give valid credentials',
  },
  DICOMWEB_NOT_FOUND: {
    effect: 'refused',
    meaning: 'the server has nothing under the address of the study, or of its services',
    remedy: 'check the address, and whether the study is still there',
  },
  DICOMWEB_STATUS: {
    effect: 'refused',
    meaning: 'the server answered another status than expected; redirections are not followed',
    remedy: "see the server's log",
  },
  DICOMWEB_CONTENT_TYPE: {
    effect: 'refused',
    meaning: 'the server answered with another media type, such as a web page to log in',
    remedy: 'check that the address is the root of its DICOMweb services',
  },
  DICOMWEB_JSON_BROKEN: { effect: 'refused', meaning: 'an answer is no DICOM JSON', remedy: 'check the server' },
  DICOMWEB_XML_BROKEN: { effect: 'refused', meaning: 'an answer is no DICOM XML', remedy: 'check the server' },
  DICOMWEB_MULTIPART_BROKEN: {
    effect: 'refused',
    meaning: 'a multipart answer is damaged or ends early',
    remedy: 'check the server, or a proxy in front of it, then --resume --retry-failed',
  },
  DICOMWEB_TOO_LARGE: {
    effect: 'refused',
    meaning: 'an answer has more bytes than are allowed',
    remedy: 'raise the limit if that is no mistake',
  },
  DICOMWEB_STUDY_INCOMPLETE: {
    effect: 'refused',
    meaning:
      'the server counts more instances of a series that may be graded than it gives, or says that its answer is partial (206)',
    remedy: 'wait until the study has arrived there whole, then --resume --retry-failed',
  },
  DICOMWEB_INSTANCE_MISSING: {
    effect: 'refused',
    meaning: 'the server lists an instance that is needed and does not deliver it',
    remedy: 'check the server, then grade the study again',
  },
  DICOMWEB_INSTANCE_FOREIGN: {
    effect: 'refused',
    meaning: 'the server answered with another instance than the one asked for',
    remedy: 'check the server, or a cache in front of it',
  },
  DICOMWEB_METADATA_INCOMPLETE: {
    effect: 'corrected',
    meaning:
      "the server's metadata lacks attributes that the choice of series or the order of slices needs; instances were fetched to read them",
    remedy: 'none needed; set the server to give whole metadata to save the traffic',
  },
} as const satisfies ReasonCodes;
