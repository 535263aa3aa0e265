import { basename } from 'node:path';
import { readRecord, isEvent } from '@gimbal/contracts';
import type { Position } from '@gimbal/contracts/log/v1/log';
import { ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import {
  type GetExposureAsOfRequest,
  type GetExposureAsOfResponse,
  RiskServiceClient,
} from '@gimbal/contracts/risk/v1/risk_service';
import type { EventLog } from '@gimbal/event-log';
import { createInsecure } from '../../cluster/credentials.ts';
import { seededRandom } from '../../seededRandom.ts';
import type { ParityOutcome, ParitySuite } from '../paritySuite.ts';
import { findRecordings } from '../replay/findRecordings.ts';
import { replayInOne, type ReplayUp } from '../replay/replayRuns.ts';

/** Each answer refolds the log up to its cut, so that a thousand of them take minutes; CI asks for fewer. */
const CUTS = Number(process.env['GIMBAL_AS_OF_CUTS'] ?? '1000');

interface Published {
  readonly position: Position;
  readonly exposure: ExposureCalculated;
}

/**
 * Replays each recording and asks risk, over gRPC, for the exposures of random past cuts, as they were known then: each
 * answer has to have the bytes of the record that was published at the time.
 */
const suite: ParitySuite = {
  async run(paths, print): Promise<ParityOutcome> {
    let matched = 0;
    let total = 0;
    let worst = 'every byte equal';
    for (const recording of findRecordings(paths)) {
      await replayInOne({
        recording,
        log: 'memory',
        after: async (up) => {
          const published = await publishedExposures(up.log);
          const random = seededRandom(20_230_817);
          const startedMs = performance.now();
          let same = 0;
          for (let at = 0; at < CUTS; at++) {
            const chosen = published[Math.floor(random() * published.length)]!;
            if (bytesOf((await asOf(up, chosen)).exposure!).equals(bytesOf(chosen.exposure))) same++;
            else worst = `${chosen.exposure.portfolioId} ${chosen.exposure.sequence}`;
          }
          total += CUTS;
          matched += same;
          const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
          print(`${basename(recording)}: ${same} of ${CUTS} cuts of ${published.length} exposures, ${seconds} s`);
        },
      });
    }
    return { matched, total, tolerance: 'the published bytes', worst };
  },
};

async function publishedExposures(log: EventLog): Promise<Published[]> {
  const found: Published[] = [];
  const topic = 'exposure';
  for (let partition = 0; ; partition++) {
    const [head] = await log.heads([{ topic, partition }]).catch(() => [undefined]);
    if (head === undefined) return found;
    for (let offset = 0; offset < head;) {
      const { records } = await log.read({ topic, partition, offset }, { maxRecords: 1_000 });
      if (records.length === 0) break;
      for (const record of records) {
        const read = readRecord(record);
        if (read.kind === 'event' && isEvent(read.event, ExposureCalculated))
          found.push({
            position: { topic, partition, offset: BigInt(record.offset) },
            exposure: read.event.value,
          });
      }
      offset = records.at(-1)!.offset + 1;
    }
  }
}

function asOf(up: ReplayUp, { exposure }: Published): Promise<GetExposureAsOfResponse> {
  const request: GetExposureAsOfRequest = {
    portfolioId: exposure.portfolioId,
    trueAtUs: exposure.cut!.timeUs,
    known: { $case: 'knownCut', value: exposure.cut! },
    minPosition: undefined,
  };
  const client = new RiskServiceClient(up.addresses.risk, createInsecure());
  return new Promise<GetExposureAsOfResponse>((resolve, reject) => {
    client.getExposureAsOf(request, up.trader, { deadline: Date.now() + 120_000 }, (error, response) =>
      error === null ? resolve(response) : reject(error),
    );
  }).finally(() => client.close());
}

function bytesOf(exposure: ExposureCalculated): Buffer {
  return Buffer.from(ExposureCalculated.encode(exposure).finish());
}

export default suite;
