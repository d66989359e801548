import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isUid } from '../../dicomweb/uid.ts';
import type { Inbox } from '../inbox/inbox.ts';
import type { Metrics } from '../metrics.ts';
import type { Health } from '../readiness.ts';
import { type ReceiveLimits, receive } from './receive.ts';
import {
  diskIsFull,
  notAcceptable,
  requestInvalid,
  serverUnknown,
  stopping,
  tooLarge,
  typeUnsupported,
} from './refusal.ts';
import { storeAnswer } from './store-answer.ts';

export interface StoreOptions {
  readonly inbox: Inbox;
  readonly health: Health;
  readonly metrics: Metrics;
  readonly limits: ReceiveLimits;
  /** Root URLs of DICOMweb services, without a trailing slash, that references use; currently at most one. */
  readonly servers: readonly string[];
  readonly stop: AbortSignal;
}

const STREAMED = ['multipart/related', 'application/dicom'];
const ANSWER_TYPE = 'application/dicom+json';
const MOST_REFERENCE_BYTES = 16 * 1024;

const reference = z.strictObject({ StudyInstanceUID: z.string(), source: z.string().optional() });

/** Whether an Accept header permits DICOM JSON. */
const takesJson = (accept: string | undefined): boolean =>
  accept === undefined || accept.trim() === '' || /(?:application\/(?:dicom\+json|json|\*)|\*\/\*)/i.test(accept);

const announced = ({ headers }: FastifyRequest): number => Number(headers['content-length'] ?? 0);

/** `POST /studies` and `POST /studies/{uid}`: Store Transaction of DICOMweb, and references to studies on other servers. */
export const storeRoutes = (app: FastifyInstance, o: StoreOptions): void => {
  for (const type of STREAMED) app.addContentTypeParser(type, (_request, payload, done) => done(null, payload)); // streamed to disk as it arrives

  /** Runs before the body is read. */
  const admit = async (request: FastifyRequest) => {
    if (o.stop.aborted) throw stopping();
    if (announced(request) > o.limits.maxRequestBytes) throw tooLarge('request', o.limits.maxRequestBytes);
    if (!(await o.health.hasRoomFor(announced(request)))) throw diskIsFull();
  };

  const store = async (request: FastifyRequest, reply: FastifyReply, studyUid: string | undefined) => {
    if (!takesJson(request.headers.accept)) throw notAcceptable();
    const objects = await receive(request.body as AsyncIterable<Uint8Array>, {
      contentType: request.headers['content-type'],
      studyUid,
      limits: o.limits,
      inbox: o.inbox,
    });
    o.metrics.onReceived(objects.map(({ received }) => received));
    const { status, body } = storeAnswer(objects);
    return reply
      .code(status)
      .type(ANSWER_TYPE)
      .send(Buffer.from(JSON.stringify(body))); // text would get a charset
  };

  const refer = async (request: FastifyRequest, reply: FastifyReply) => {
    const [first] = o.servers;
    if (first === undefined) throw typeUnsupported('instances: references need --dicomweb');
    const { data } = reference.safeParse(request.body);
    if (data === undefined || !isUid(data.StudyInstanceUID))
      throw requestInvalid('expected {"StudyInstanceUID": "<uid>"}, and perhaps the "source" of --dicomweb');
    const server =
      data.source === undefined ? first : o.servers.find((root) => root === data.source?.replace(/\/+$/, ''));
    if (server === undefined) throw serverUnknown();
    await o.inbox.refer(data.StudyInstanceUID, server);
    return reply.code(202).send({ StudyInstanceUID: data.StudyInstanceUID, href: `/studies/${data.StudyInstanceUID}` });
  };

  const isReference = ({ headers }: FastifyRequest): boolean =>
    /^application\/json\b/i.test(headers['content-type'] ?? '');

  app.post('/studies', { onRequest: admit, bodyLimit: MOST_REFERENCE_BYTES }, (request, reply) =>
    isReference(request) ? refer(request, reply) : store(request, reply, undefined),
  );
  app.post<{ Params: { uid: string } }>('/studies/:uid', { onRequest: admit }, (request, reply) => {
    if (!isUid(request.params.uid)) throw requestInvalid('the address names no StudyInstanceUID');
    if (isReference(request)) throw typeUnsupported('instances');
    return store(request, reply, request.params.uid);
  });
};
