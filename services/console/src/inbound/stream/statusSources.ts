import type { GetStatusResponse, WatchStatusResponse } from '@gimbal/contracts/ops/v1/ops_service';
import { bearer } from '@gimbal/runtime';
import { jsonOf } from '../../domain/jsonOf.js';
import { STATE_INTERVAL_MS } from '../../limits.js';
import { callUnary } from '../../outbound/callUnary.js';
import { SERVICE_NAMES, type ServiceName } from '../../page/wire/serviceNames.js';
import type { Source } from './followSource.js';
import { newestOnly } from './newestOnly.js';
import type { PageStream } from './pageSources.js';

/** The standing of each service, and with each step of ingestion the feeds. */
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
  const stepped = service === 'ingestion' ? feedsByStep(page) : () => undefined;
  return {
    stream: 'status',
    service,
    open: () => clients.ops[service].watchStatus({}, bearer(token)),
    take: ({ status }) => {
      if (status !== undefined) {
        // By the name that the page knows it by.
        send({ ...status, service });
        stepped(status.step);
      }
      return Promise.resolve();
    },
  };
}

function feedsByStep({ clients, sink, token }: PageStream): (step: bigint) => void {
  const { ingestion } = clients;
  let lastStep: bigint | undefined;
  const ask = newestOnly<bigint>(
    async () => {
      try {
        const feeds = await callUnary(ingestion, ingestion.listFeeds, {}, { service: 'ingestion', token });
        await sink.send('feeds', jsonOf(feeds));
      } catch {
        // The status stream beside it says that ingestion is away, and the next step asks again.
      }
    },
    STATE_INTERVAL_MS,
    sink.signal,
  );
  return (step) => {
    if (step === lastStep) return;
    lastStep = step;
    ask(step);
  };
}
