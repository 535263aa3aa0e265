import type { GetStatusResponse, WatchStatusResponse } from '@gimbal/contracts/ops/v1/ops_service';
import { bearer } from '@gimbal/runtime';
import { ApiFailure } from '../../domain/apiFailure.js';
import { jsonOf } from '../../domain/jsonOf.js';
import { STATE_INTERVAL_MS, WATCHED_INTERVAL_MS } from '../../limits.js';
import { callUnary } from '../../outbound/callUnary.js';
import { readWatched } from '../../outbound/readWatched.js';
import { SERVICE_NAMES, type ServiceName } from '../../page/wire/serviceNames.js';
import type { Source } from './followSource.js';
import { newestOnly } from './newestOnly.js';
import type { PageStream } from './pageSources.js';

/** The standing of each service, and with each step of ingestion the feeds and what is watched. */
export function statusSources(page: PageStream): Source<WatchStatusResponse>[] {
  return SERVICE_NAMES.map((service) => statusSource(page, service));
}

function statusSource(page: PageStream, service: ServiceName): Source<WatchStatusResponse> {
  const { clients, sink, token } = page;
  const send = newestOnly(
    (status: GetStatusResponse) => sink.send('status', jsonOf(status)),
    STATE_INTERVAL_MS,
    sink.signal,
  );
  const askers = service === 'ingestion' ? [feedsByStep(page), watchedByStep(page)] : [];
  return {
    stream: 'status',
    service,
    open: () => clients.ops[service].watchStatus({}, bearer(token)),
    take: ({ status }) => {
      if (status !== undefined) {
        // By the name that the page knows it by.
        send({ ...status, service });
        askers.forEach((stepped) => stepped(status.step));
      }
      return Promise.resolve();
    },
  };
}

/** Statuses of a service that can't be reached, which the status stream tells. */
const AWAY: ReadonlySet<number> = new Set([503, 504]);

function feedsByStep(page: PageStream): (step: bigint) => void {
  const { clients, sink, token } = page;
  const { ingestion } = clients;
  return askedByStep(page, STATE_INTERVAL_MS, async () => {
    const feeds = await callUnary(ingestion, ingestion.listFeeds, {}, { service: 'ingestion', token });
    await sink.send('feeds', jsonOf(feeds));
  });
}

function watchedByStep(page: PageStream): (step: bigint) => void {
  const { clients, sink, token } = page;
  let sent = '';
  let missing = '';
  const notice = async (message: string): Promise<void> => {
    if (message === missing) return;
    missing = message;
    await sink.send('source', { stream: 'watched', service: 'ingestion', up: message === '', message });
  };
  return askedByStep(page, WATCHED_INTERVAL_MS, async () => {
    try {
      const watched = await readWatched(clients, token);
      const text = JSON.stringify(watched);
      if (text !== sent) await sink.send('watched', watched);
      sent = text;
      await notice('');
    } catch (failure) {
      // What is refused while ingestion is there (a list that is too long for a message) no other stream says.
      if (failure instanceof ApiFailure && !AWAY.has(failure.status)) await notice(failure.message);
    }
  });
}

/** Asks after each step of ingestion, at most once in `intervalMs`. */
function askedByStep({ sink }: PageStream, intervalMs: number, ask: () => Promise<void>): (step: bigint) => void {
  let lastStep: bigint | undefined;
  const asked = newestOnly<bigint>(
    // The status stream beside it says that ingestion is away, and the next step asks again.
    () => ask().catch(() => undefined),
    intervalMs,
    sink.signal,
  );
  return (step) => {
    if (step === lastStep) return;
    lastStep = step;
    asked(step);
  };
}
