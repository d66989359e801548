import { SpineError, type Where } from '../domain/spine-error.ts';

/**
 * Errors between this product and a DICOMweb server, ordered by code. Reasons quote status codes, media types and sizes, never a server's text: error
 * pages may name patients.
 */

export const proxyUnusable = (name: string): SpineError =>
  new SpineError({
    code: 'DICOMWEB_ADDRESS',
    reason: `${name} is no address of a proxy, expected http://host:port; correct or unset it`,
  });

export const addressUnusable = (problem: string): SpineError =>
  new SpineError({
    code: 'DICOMWEB_ADDRESS',
    reason: `the address of the DICOMweb server ${problem}; give its root like https://pacs.example/dicom-web, and credentials by environment variable or file`,
  });

/** @param status 429, 502, 503 or 504, at every attempt */
export const serverBusy = (status: number, where: Where): SpineError =>
  new SpineError({
    code: 'DICOMWEB_BUSY',
    reason: `the server answers ${status}, expected 200; try again later, or send it fewer requests at a time`,
    where,
    retriable: true,
  });

export const certificatesUnreadable = (file: string, cause: unknown): SpineError =>
  new SpineError({
    code: 'DICOMWEB_CERTIFICATES',
    reason: 'no certificates can be read here, expected a PEM file; check the path',
    where: { file },
    cause,
  });

export const unexpectedMediaType = (found: string, expected: string, where: Where): SpineError =>
  new SpineError({
    code: 'DICOMWEB_CONTENT_TYPE',
    reason: `the server answers with ${found || 'no media type'}, expected ${expected}; check that the address is the root of its DICOMweb services and not of its web pages`,
    where,
  });

export const credentialsUnusable = (problem: string, where: Where = {}): SpineError =>
  new SpineError({
    code: 'DICOMWEB_CREDENTIALS',
    reason: `${problem}; expected a bearer token, or a user and a password`,
    where,
  });

export const filterInvalid = (problem: string): SpineError =>
  new SpineError({ code: 'DICOMWEB_FILTER', reason: `${problem}; correct the filter` });

export const instanceMissing = (where: Where, cause?: unknown): SpineError =>
  new SpineError({
    code: 'DICOMWEB_INSTANCE_MISSING',
    reason:
      'the server lists this instance and does not deliver it, so the study is incomplete; check the server and grade the study again',
    where,
    cause,
    retriable: false,
  });

export const foreignInstance = (where: Where): SpineError =>
  new SpineError({
    code: 'DICOMWEB_INSTANCE_FOREIGN',
    reason:
      'the server answers with another instance than the one asked for; check the server, or a cache in front of it',
    where,
  });

export const brokenJson = (problem: string, where: Where): SpineError =>
  new SpineError({
    code: 'DICOMWEB_JSON_BROKEN',
    reason: `the answer is no DICOM JSON: ${problem}; check the server`,
    where,
  });

export const brokenMultipart = (problem: string, where: Where, retriable = false): SpineError =>
  new SpineError({
    code: 'DICOMWEB_MULTIPART_BROKEN',
    reason: `the multipart answer is damaged: ${problem}; check the server, or a proxy in front of it`,
    where,
    retriable,
  });

export const notFound = (status: number, where: Where): SpineError =>
  new SpineError({
    code: 'DICOMWEB_NOT_FOUND',
    reason: `the server answers ${status}: it has nothing under this address; check the address of its DICOMweb services, or whether the study is still there`,
    where,
  });

/** @param status neither success nor one with its own error code */
export const unexpectedStatus = (status: number, where: Where): SpineError =>
  new SpineError({
    code: 'DICOMWEB_STATUS',
    reason: `the server answers ${status}, expected 200${status >= 300 && status < 400 ? '; redirections are not followed: give the address that it redirects to' : '; see its log'}`,
    where,
  });

export const studyIncomplete = (problem: string, where: Where): SpineError =>
  new SpineError({
    code: 'DICOMWEB_STUDY_INCOMPLETE',
    reason: `${problem}; wait until the study has arrived there whole, and grade it again`,
    where,
    retriable: true,
  });

export const serverTimeout = (what: string, where: Where, cause?: unknown): SpineError =>
  new SpineError({
    code: 'DICOMWEB_TIMEOUT',
    reason: `the server ${what}; check the server and the network, or allow more time`,
    where,
    cause,
    retriable: true,
  });

export const answerTooLarge = (maxBytes: number, where: Where): SpineError =>
  new SpineError({
    code: 'DICOMWEB_TOO_LARGE',
    reason: `the answer has more than the ${maxBytes} bytes that are allowed; raise the limit if that is no mistake`,
    where,
  });

export const uidInvalid = (what: string, where: Where = {}): SpineError =>
  new SpineError({
    code: 'DICOMWEB_UID',
    reason: `this is no ${what}, expected at most 64 digits and dots; correct it`,
    where,
  });

export const unauthorised = (status: 401 | 403 | 407, where: Where): SpineError =>
  new SpineError({
    code: 'DICOMWEB_UNAUTHORISED',
    reason: `the ${status === 407 ? 'proxy' : 'server'} answers ${status}: ${status === 403 ? 'these credentials may not do that' : 'it does not accept the credentials, or needs some'}; give valid ones by environment variable or file`,
    where,
  });

export const serverUnreachable = (where: Where, cause: unknown): SpineError =>
  new SpineError({
    code: 'DICOMWEB_UNREACHABLE',
    reason:
      'there is no connection to the server, or it broke off; check the address, the network, the proxy and the certificate',
    where,
    cause,
    retriable: true,
  });

export const brokenXml = (problem: string, where: Where): SpineError =>
  new SpineError({
    code: 'DICOMWEB_XML_BROKEN',
    reason: `the answer is no DICOM XML: ${problem}; check the server`,
    where,
  });
