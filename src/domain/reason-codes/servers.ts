import type { ReasonCodes } from './reason-code.ts';

/** Codes of studies from a DICOMweb server. */
export const SERVER_CODES = {
  DICOMWEB_ADDRESS: {
    effect: 'no run',
    meaning: 'the URL of a server or proxy is invalid; URLs with credentials are refused, since URLs are logged',
    remedy: 'give the root URL of the DICOMweb services, and credentials by environment variable or file',
  },
  DICOMWEB_CERTIFICATES: {
    effect: 'no run',
    meaning: 'cannot read the file of certificate authorities',
    remedy: 'give a PEM file',
  },
  DICOMWEB_CREDENTIALS: {
    effect: 'no run',
    meaning: 'credentials are incomplete, contradictory, or contain invalid characters',
    remedy: 'give a bearer token, or a user and a password',
  },
  DICOMWEB_CREDENTIALS_EXPOSED: {
    effect: 'check',
    meaning: 'the credentials file is readable by all users of this machine',
    remedy: 'restrict its permissions (chmod o-r)',
  },
  DICOMWEB_UNENCRYPTED: {
    effect: 'check',
    meaning: 'credentials and images are sent to another machine over http',
    remedy: 'use https',
  },
  DICOMWEB_FILTER: {
    effect: 'no run',
    meaning: 'a study filter is invalid, e.g. a date that does not exist',
    remedy: 'correct the filter',
  },
  DICOMWEB_NO_STUDIES: {
    effect: 'no run',
    meaning: 'no study on the server matches the filters',
    remedy: 'check the filters and the permissions of these credentials',
  },
  DICOMWEB_UID: {
    effect: 'refused',
    meaning: 'a UID, in the options or a response, contains characters other than digits and dots',
    remedy: 'correct it',
  },
  DICOMWEB_UNREACHABLE: {
    effect: 'refused',
    meaning: 'all attempts failed to connect, or lost the connection',
    remedy: 'check URL, network, proxy and certificate, then --resume --retry-failed',
  },
  DICOMWEB_TIMEOUT: {
    effect: 'refused',
    meaning: 'the response of the server timed out',
    remedy: 'check the server, or allow more time, then --resume --retry-failed',
  },
  DICOMWEB_BUSY: {
    effect: 'refused',
    meaning: 'the server responded with 429, 502, 503 or 504 at every attempt',
    remedy: '--resume --retry-failed later, or send it fewer requests at a time',
  },
  DICOMWEB_UNAUTHORISED: {
    effect: 'refused',
    meaning: 'the server or proxy responded with 401, 403 or 407',
    remedy: 'give valid credentials',
  },
  DICOMWEB_NOT_FOUND: {
    effect: 'refused',
    meaning: 'the server responded 404 for the study, or for its services',
    remedy: 'check the URL, and whether the study still exists',
  },
  DICOMWEB_STATUS: {
    effect: 'refused',
    meaning: 'the server responded with an unexpected status; redirects are not followed',
    remedy: "see the server's log",
  },
  DICOMWEB_CONTENT_TYPE: {
    effect: 'refused',
    meaning: 'the server responded with another media type, e.g. a login page',
    remedy: 'check that the URL is the root of its DICOMweb services',
  },
  DICOMWEB_JSON_BROKEN: {
    effect: 'refused',
    meaning: 'a response is not valid DICOM JSON',
    remedy: 'check the server',
  },
  DICOMWEB_XML_BROKEN: { effect: 'refused', meaning: 'a response is not valid DICOM XML', remedy: 'check the server' },
  DICOMWEB_MULTIPART_BROKEN: {
    effect: 'refused',
    meaning: 'a multipart response is damaged or truncated',
    remedy: 'check the server, or a proxy in front of it, then --resume --retry-failed',
  },
  DICOMWEB_TOO_LARGE: {
    effect: 'refused',
    meaning: 'a response exceeds the size limit',
    remedy: 'raise the limit if this is intended',
  },
  DICOMWEB_STUDY_INCOMPLETE: {
    effect: 'refused',
    meaning:
      'the server reports more instances of a candidate series than it returns, or its response is partial (206)',
    remedy: 'wait until the server has received the complete study, then --resume --retry-failed',
  },
  DICOMWEB_INSTANCE_MISSING: {
    effect: 'refused',
    meaning: 'the server lists a required instance but does not return it',
    remedy: 'check the server, then grade the study again',
  },
  DICOMWEB_INSTANCE_FOREIGN: {
    effect: 'refused',
    meaning: 'the server returned another instance than the requested one',
    remedy: 'check the server, or a cache in front of it',
  },
  DICOMWEB_METADATA_INCOMPLETE: {
    effect: 'corrected',
    meaning:
      "the server's metadata lacks attributes that the choice of series or the order of slices needs; instances were fetched to read them",
    remedy: 'none needed; to save traffic, configure the server to return complete metadata',
  },
} as const satisfies ReasonCodes;
