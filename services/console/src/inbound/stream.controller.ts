import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import type { Logger } from '@gimbal/runtime';
import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import { invalidField } from '../domain/apiFailure.js';
import { parsePosition, type StreamPosition } from '../domain/positionText.js';
import { RESUME_POSITIONS_MAX } from '../limits.js';
import { callUnary } from '../outbound/callUnary.js';
import type { ServiceClients } from '../outbound/serviceClients.js';
import { CallerToken } from './callerToken.js';
import { SERVICE_CLIENTS } from './queries.controller.js';
import { optionalText, readFields } from './readFields.js';
import { EventSink } from './stream/eventSink.js';
import { followSource } from './stream/followSource.js';
import { OpenStreams } from './stream/openStreams.js';
import { executionSource, exposureSource, governanceSource, marksSource } from './stream/pageSources.js';
import { statusSources } from './stream/statusSources.js';

export const CONSOLE_LOGGER = Symbol('CONSOLE_LOGGER');

const wanted = z.strictObject({ portfolio: optionalText, from: z.union([z.string(), z.array(z.string())]).optional() });

/** One answer that does not end: what the five services say about one portfolio, or, without one, about all of them, as it happens. */
@Controller('api')
export class StreamController {
  constructor(
    @Inject(SERVICE_CLIENTS) private readonly clients: ServiceClients,
    @Inject(OpenStreams) private readonly open: OpenStreams,
    @Inject(CONSOLE_LOGGER) private readonly logger: Logger,
  ) {}

  @Get('stream')
  async stream(@CallerToken() token: string, @Query() query: unknown, @Res() response: ServerResponse): Promise<void> {
    const { portfolio, from } = readFields(wanted, query);
    const positions = positionsOf(from);
    const giveBack = this.open.takePlace(token);
    response.on('close', giveBack);
    try {
      // Refused before the answer begins, with a status, when the token or the portfolio is not the caller's.
      await this.admit(portfolio, token);
    } catch (failure) {
      giveBack();
      throw failure;
    }
    // The page may have gone meanwhile, and would never be heard of again.
    if (response.destroyed || response.closed) return;
    const sink = new EventSink(response);
    this.open.add(sink);
    const page = { clients: this.clients, sink, token, portfolioId: portfolio, from: positions };
    const follow = <M>(source: Parameters<typeof followSource<M>>[0]): void => {
      followSource(source, sink).catch((error: unknown) => {
        this.logger.error('A stream of a page failed.', { stream: source.stream, service: source.service, error });
        sink.end({ code: 'INTERNAL', message: 'The stream failed inside the console.', field: '' });
      });
    };
    if (portfolio !== '') {
      follow(exposureSource(page));
      follow(executionSource(page));
    }
    follow(governanceSource(page));
    follow(marksSource(page));
    statusSources(page).forEach(follow);
  }

  private async admit(portfolioId: string, token: string): Promise<void> {
    const { risk } = this.clients;
    const call = { service: 'risk', token } as const;
    if (portfolioId === '') await callUnary(risk, risk.listPortfolios, { minPosition: undefined }, call);
    else await callUnary(risk, risk.getPortfolio, { portfolioId, minPosition: undefined }, call);
  }
}

function positionsOf(from: string | readonly string[] | undefined): StreamPosition[] {
  const texts = (typeof from === 'string' ? [from] : (from ?? [])).flatMap((text) => text.split(','));
  if (texts.length > RESUME_POSITIONS_MAX) {
    throw invalidField('from', `Expected at most ${RESUME_POSITIONS_MAX} positions, were ${texts.length}.`);
  }
  return texts.map((text) => parsePosition(text, 'from'));
}
