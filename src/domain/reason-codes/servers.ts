import { check, corrected, noRun, type ReasonCodes, refused } from './reason-code.ts';

/** Codes of studies from a DICOMweb server. */
export const SERVER_CODES: ReasonCodes = {
  DICOMWEB_ADDRESS: noRun(
    'the URL of a server or proxy is invalid; URLs with credentials are refused, since URLs are logged',
    'give the root URL of the DICOMweb services, and credentials by environment variable or file',
  ),
  DICOMWEB_CERTIFICATES: noRun('cannot read the file of certificate authorities', 'give a PEM file'),
  DICOMWEB_CREDENTIALS: noRun(
    'credentials are incomplete, contradictory, or contain invalid characters',
    'give a bearer token, or a user and a password',
  ),
  DICOMWEB_CREDENTIALS_EXPOSED: check(
    'the credentials file is readable by all users of this machine',
    'restrict its permissions (chmod o-r)',
  ),
  DICOMWEB_UNENCRYPTED: check('credentials and images are sent to another machine over http', 'use https'),
  DICOMWEB_FILTER: noRun('a study filter is invalid, e.g. a date that does not exist', 'correct the filter'),
  DICOMWEB_NO_STUDIES: noRun(
    'no study on the server matches the filters',
    'check the filters and the permissions of these credentials',
  ),
  DICOMWEB_UID: refused(
    'a UID, in the options or a response, contains characters other than digits and dots',
    'correct it',
  ),
  DICOMWEB_UNREACHABLE: refused(
    'all attempts failed to connect, or lost the connection',
    'check URL, network, proxy and certificate, then --resume --retry-failed',
  ),
  DICOMWEB_TIMEOUT: refused(
    'the response of the server timed out',
    'check the server, or allow more time, then --resume --retry-failed',
  ),
  DICOMWEB_BUSY: refused(
    'the server responded with 429, 502, 503 or 504 at every attempt',
    '--resume --retry-failed later, or send it fewer requests at a time',
  ),
  DICOMWEB_UNAUTHORISED: refused('the server or proxy responded with 401, 403 or 407', 'give valid credentials'),
  DICOMWEB_NOT_FOUND: refused(
    'the server responded 404 for the study, or for its services',
    'check the URL, and whether the study still exists',
  ),
  DICOMWEB_STATUS: refused(
    'the server responded with an unexpected status; redirects are not followed',
    "see the server's log",
  ),
  DICOMWEB_CONTENT_TYPE: refused(
    'the server responded with another media type, e.g. a login page',
    'check that the URL is the root of its DICOMweb services',
  ),
  DICOMWEB_JSON_BROKEN: refused('a response is not valid DICOM JSON', 'check the server'),
  DICOMWEB_XML_BROKEN: refused('a response is not valid DICOM XML', 'check the server'),
  DICOMWEB_MULTIPART_BROKEN: refused(
    'a multipart response is damaged or truncated',
    'check the server, or a proxy in front of it, then --resume --retry-failed',
  ),
  DICOMWEB_TOO_LARGE: refused('a response exceeds the size limit', 'raise the limit if this is intended'),
  DICOMWEB_STUDY_INCOMPLETE: refused(
    'the server reports more instances of a candidate series than it returns, or its response is partial (206)',
    'wait until the server has received the complete study, then --resume --retry-failed',
  ),
  DICOMWEB_INSTANCE_MISSING: refused(
    'the server lists a required instance but does not return it',
    'check the server, then grade the study again',
  ),
  DICOMWEB_INSTANCE_FOREIGN: refused(
    'the server returned another instance than the requested one',
    'check the server, or a cache in front of it',
  ),
  DICOMWEB_METADATA_INCOMPLETE: corrected(
    "the server's metadata lacks attributes that the choice of series or the order of slices needs; instances were fetched to read them",
    'none needed; to save traffic, configure the server to return complete metadata',
  ),
};
