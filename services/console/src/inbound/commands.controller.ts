import { Controller, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import type { Position } from '@gimbal/contracts/log/v1/log';
import { randomIds } from '@gimbal/runtime';
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { jsonOf } from '../domain/jsonOf.js';
import { callUnary } from '../outbound/callUnary.js';
import type { ServiceClients } from '../outbound/serviceClients.js';
import type { Jsonified } from '../page/wire/jsonified.js';
import { CallerToken } from './callerToken.js';
import { readBody, readFields, requiredText } from './readFields.js';
import { SERVICE_CLIENTS } from './queries.controller.js';

/** A page that sends the same click twice gives both the same id, and the service does it once. */
const requestId = requiredText.optional();
const approval = z.strictObject({
  payloadHash: z.string().regex(/^[0-9a-f]{64}$/, 'the SHA-256 of the action in lower-case hex'),
  requestId,
});
const refusal = z.strictObject({ reason: requiredText, requestId });
const engagement = z.strictObject({ portfolio: requiredText, reason: requiredText, requestId });
const release = z.strictObject({ portfolio: requiredText, requestId });

interface CommandAnswer {
  readonly position: Jsonified<Position> | undefined;
}

/** Commands: guarded by the services, which see the caller's own token. */
@Controller('api')
export class CommandsController {
  constructor(@Inject(SERVICE_CLIENTS) private readonly clients: ServiceClients) {}

  @Post('proposals/:id/approve')
  @HttpCode(200)
  async approve(
    @CallerToken() token: string,
    @Param('id') id: string,
    @Req() request: IncomingMessage,
  ): Promise<CommandAnswer> {
    const { execution } = this.clients;
    const proposalId = readFields(requiredText, id);
    const body = await readBody(approval, request);
    const command = {
      requestId: body.requestId ?? randomIds.next(),
      proposalId,
      payloadHash: Buffer.from(body.payloadHash, 'hex'),
    };
    return jsonOf(await callUnary(execution, execution.approveProposal, command, { service: 'execution', token }));
  }

  @Post('proposals/:id/refuse')
  @HttpCode(200)
  async refuse(
    @CallerToken() token: string,
    @Param('id') id: string,
    @Req() request: IncomingMessage,
  ): Promise<CommandAnswer> {
    const { execution } = this.clients;
    const proposalId = readFields(requiredText, id);
    const body = await readBody(refusal, request);
    const command = { requestId: body.requestId ?? randomIds.next(), proposalId, reason: body.reason };
    return jsonOf(await callUnary(execution, execution.refuseProposal, command, { service: 'execution', token }));
  }

  @Post('kill-switch')
  @HttpCode(200)
  async engageKillSwitch(@CallerToken() token: string, @Req() request: IncomingMessage): Promise<CommandAnswer> {
    const { execution } = this.clients;
    const body = await readBody(engagement, request);
    const command = { requestId: body.requestId ?? randomIds.next(), portfolioId: body.portfolio, reason: body.reason };
    return jsonOf(await callUnary(execution, execution.engageKillSwitch, command, { service: 'execution', token }));
  }

  /** The first person's call asks for it, the second person's releases. */
  @Post('kill-switch/release')
  @HttpCode(200)
  async releaseKillSwitch(
    @CallerToken() token: string,
    @Req() request: IncomingMessage,
  ): Promise<CommandAnswer & { released: boolean }> {
    const { execution } = this.clients;
    const body = await readBody(release, request);
    const command = { requestId: body.requestId ?? randomIds.next(), portfolioId: body.portfolio };
    return jsonOf(await callUnary(execution, execution.releaseKillSwitch, command, { service: 'execution', token }));
  }
}
